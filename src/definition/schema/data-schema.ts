// The `data` section as schemas: from a file, or from a generator.

import * as z from 'zod';
import {
  listOf,
  oneOf,
  realNumber,
  strictMap,
  text,
  WHOLE_MAX,
  wholeNumber,
} from './leaf-schema.js';

const seed = (about: string) => wholeNumber(0, WHOLE_MAX, about).optional();
const share = (about: string) => realNumber({ min: 0, max: 1, belowMax: true }, about).optional();
const column = (about: string) => text('the name of a column', about);

const split = {
  validation: share('Share of the rows that trials are compared on; 0.2 by default.'),
  test: share('Share of the rows that is kept for the end; 0 by default.'),
  split_seed: seed('Seed of the split; 0 by default.'),
};

const scaling = {
  scaling: oneOf(
    ['standard', 'minmax', 'quantile', 'none'],
    'How numbers are scaled, by the training part: to mean 0 and deviation 1 (the default), to 0 … 1, to the share of rows below, or not.',
  ).optional(),
  target_scaling: oneOf(
    ['standard', 'none'],
    'How a regression’s target is scaled; metrics are in its own unit all the same.',
  ).optional(),
};

const columns = (about: string) =>
  z.array(column('A column.'), { error: 'a list of columns' }).describe(about).optional();

const MOST_PIXELS = 100_000;

export const fileDataForm = strictMap(
  {
    file: text(
      'the path of a data file',
      'CSV, TSV, JSONL, Parquet, NPY, NPZ or IDX, by the end of its name; relative to this definition.',
    ),
    target: column('The column to predict; in an .npz the array, y by default.').optional(),
    labels: text(
      'the path of a file of labels',
      'What to predict for each row of an .npy or IDX file: an .npy or IDX of its own.',
    ).optional(),
    inputs: text(
      'the name of an array',
      'The array of an .npz to learn from; x or X by default.',
    ).optional(),
    ...split,
    missing: oneOf(
      ['error', 'drop', 'mean', 'median', 'most_frequent'],
      'What to do about empty cells: refuse them (the default), leave the row out, or put the training part’s value there.',
    ).optional(),
    missing_indicator: z
      .boolean({ error: '`true` or `false`' })
      .describe('A column of 0 and 1 for each column that has empty cells in the training part.')
      .optional(),
    ignore: columns('Columns that the model does not see.'),
    categorical_columns: columns('Columns that hold levels, though their cells are numbers.'),
    categorical: oneOf(
      ['one_hot', 'embedding'],
      'What a categorical column becomes: a column of 0 and 1 per level (the default), or a learned vector.',
    ).optional(),
    group: column('Rows with equal values here belong together; not a feature.').optional(),
    ...scaling,
    image: listOf(
      wholeNumber(1, MOST_PIXELS, 'Pixels, or channels.'),
      'a list of height, width and channels',
    )
      .min(2, { error: 'height and width, or height, width and channels' })
      .max(3, { error: 'height and width, or height, width and channels' })
      .describe(
        'Features are the pixels of pictures: [height, width] or [height, width, channels].',
      )
      .optional(),
    task: oneOf(
      ['classification', 'regression'],
      'Left out: inferred from the target column.',
    ).optional(),
  },
  'a map with `file` and `target`',
);

const GENERATORS = ['spirals', 'moons', 'blobs', 'friedman', 'glyphs'] as const;

export const generatorDataForm = strictMap(
  {
    generator: oneOf(GENERATORS, 'Data made by Nightsweep: friedman is a regression.'),
    samples: wholeNumber(10, 1_000_000, 'Rows in all; 1000 by default.').optional(),
    noise: realNumber({ min: 0, max: 1000 }, 'Standard deviation of the noise.').optional(),
    classes: wholeNumber(2, 100, 'Classes, of spirals and blobs.').optional(),
    seed: seed('Seed of the samples; 0 by default.'),
    ...split,
    ...scaling,
  },
  'a map with `generator`',
);
