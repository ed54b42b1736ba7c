// The sections of a definition, each as a schema: the one source for checking a file, for its types in
// programs and for the JSON Schema that completes it in an editor.

import * as z from 'zod';
import type { Settings } from '../../vocabulary/setting.js';
import { measurableMetrics, rankingMetrics, topMetric } from '../rules/measure.js';
import { fileDataForm, generatorDataForm } from './data-schema.js';
import {
  byteSize,
  listOf,
  oneOf,
  realNumber,
  strictMap,
  text,
  WHOLE_MAX,
  wholeNumber,
} from './leaf-schema.js';
import { modelSchema, parametersSchema } from './parameter-schema.js';

const NAME = 'a name of letters, digits, `-`, `_` and `.` that begins with a letter or a digit';

/** Those that editors complete, and any top_k. */
function metricName(names: readonly string[], about: string) {
  const bare = names.filter((name) => name.startsWith('val_')).map((name) => name.slice(4));
  const error = `\`val_\` or \`train_\` before one of ${bare.map((name) => `\`${name}\``).join(', ')}`;
  return z
    .union(
      [z.enum(names as [string, ...string[]]), z.string({ error }).regex(topMetric, { error })],
      { error },
    )
    .describe(about);
}

export const metricSchema = strictMap(
  {
    name: metricName(rankingMetrics, 'The metric that ranks trials.'),
    goal: oneOf(['minimize', 'maximize'], 'Left out: what is better for the metric.').optional(),
  },
  'a map with `name`, as in {name: val_loss}',
);

export const alsoMeasureSchema = z
  .array(metricName(measurableMetrics, 'A metric; of the test part it is measured with val_.'), {
    error: 'a list of metrics',
  })
  .describe('Metrics that are measured beside the usual ones.');

export const fullForm = strictMap(
  { type: oneOf(['full'], 'Every trial is trained to the end.') },
  'a map with `type`',
);

export const halvingForm = strictMap(
  {
    type: oneOf(
      ['successive_halving', 'asha'],
      'The best 1 in eta of each rung go on: when all of it is there, or (asha) at once.',
    ).optional(),
    eta: wholeNumber(
      2,
      1000,
      '1 in eta trials goes on, to eta times the epochs; 3 by default.',
    ).optional(),
    min_epochs: wholeNumber(1, 1_000_000, 'Epochs at the first rung; 1 by default.').optional(),
  },
  'a map with `type`',
);

export const oneOfSchedules = oneOf(
  ['full', 'successive_halving', 'asha'],
  'How far to train each.',
);

export const oneOfStoppers = oneOf(['patience', 'diverged'], 'When to give a trial up.');

const bound = realNumber(
  { min: 0, aboveMin: true },
  'Training loss past which a trial is given up.',
);

export const divergedForm = strictMap(
  { type: oneOf(['diverged'], 'NaN, infinite or past a bound.'), bound: bound.optional() },
  'a map with `type`',
);

export const shortDivergedForm = strictMap({ diverged: bound }, 'a map with `diverged`');

export const patienceForm = strictMap(
  {
    type: oneOf(['patience'], 'No improvement for some epochs.'),
    patience: wholeNumber(1, 1_000_000, 'Epochs to wait for an improvement.'),
    metric: metricSchema.describe('Left out: the metric of the sweep.').optional(),
    min_delta: realNumber(
      { min: 0 },
      'Smaller improvements do not count; 0 by default.',
    ).optional(),
    start_after: wholeNumber(
      0,
      1_000_000,
      'Epochs before counting begins; 0 by default.',
    ).optional(),
    restore_best: z
      .boolean({ error: 'true or false' })
      .describe(
        'true (the default): the best epoch is what is ranked and saved; false: the last one is.',
      )
      .optional(),
  },
  'a map with `type`',
);

/** Sections with one form each. */
export const plainSections = {
  name: z
    .string({ error: NAME })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: NAME })
    .max(64, { error: `${NAME}, of at most 64 characters` })
    .describe('What the sweep is called; left out: the name of the file.'),
  description: text('text', 'What the sweep is for.', 10_000),
  method: oneOf(['grid', 'random', 'successive_halving'], 'What to try.'),
  trials: wholeNumber(
    1,
    1_000_000_000,
    'How many configurations to try; a grid left alone tries all.',
  ),
  seed: wholeNumber(0, WHOLE_MAX, 'Seed of the search and of the training; 0 by default.'),
  seeds: wholeNumber(1, 100, 'Under how many seeds to train each configuration; 1 by default.'),
  folds: wholeNumber(
    2,
    100,
    'Folds of cross-validation, in place of a validation part; none by default.',
  ),
  epochs: wholeNumber(
    1,
    1_000_000,
    'Passes over the training data for a trial that nothing stops.',
  ),
  trial_timeout: realNumber(
    { min: 0, aboveMin: true, max: 31_536_000 },
    'Seconds that one piece of training may take.',
  ),
  checkpoint_every: realNumber(
    { min: 0, max: 31_536_000 },
    'Seconds between the states that a training stores on its way; 0: after every epoch; 30 by default.',
  ),
  trial_memory: byteSize('64MiB', '1TiB', 'Memory that a trial may take, as 512MB.'),
  give_up_after: z
    .union([z.literal('never'), z.null(), wholeNumber(1, 1_000_000, 'Failed trials.')], {
      error: 'a whole number from 1 to 1000000, or `never`',
    })
    .describe('Failed trials in a row after which the sweep ends; 10 by default.'),
  parallelism: wholeNumber(1, 4096, 'Trials under way at a time, on any machine; 16 by default.'),
  order: oneOf(
    ['logical', 'arrival'],
    'When results count: by the definition alone (the default), or as they arrive.',
  ),
} as const;

/** The keys of a definition, in the order in which examples have them. */
export const definitionKeys = [
  '$schema',
  'name',
  'description',
  'method',
  'trials',
  'seed',
  'seeds',
  'folds',
  'metric',
  'data',
  'model',
  'epochs',
  'parameters',
  'schedule',
  'stopping',
  'also_measure',
  'trial_timeout',
  'trial_memory',
  'checkpoint_every',
  'give_up_after',
  'parallelism',
  'order',
] as const;

/** A whole definition, for editors and for the types of programs. */
export function definitionSchema(settings: Settings) {
  const {
    name,
    description,
    method,
    trials,
    seed: sweepSeed,
    seeds,
    folds,
    epochs,
  } = plainSections;
  return strictMap(
    {
      $schema: z.string().describe('For editors: where this schema is.').optional(),
      name: name.optional(),
      description: description.optional(),
      method,
      trials: trials.optional(),
      seed: sweepSeed.optional(),
      seeds: seeds.optional(),
      folds: folds.optional(),
      metric: metricSchema.describe('What the sweep is about.'),
      data: z.union([fileDataForm, generatorDataForm]).describe('What is learned from.'),
      model: modelSchema(settings).optional(),
      epochs,
      parameters: parametersSchema(settings),
      schedule: z.union([fullForm, halvingForm]).describe('How far to train each.').optional(),
      stopping: listOf(z.union([patienceForm, divergedForm, shortDivergedForm]), 'a list of rules')
        .describe('When to give a trial up.')
        .optional(),
      also_measure: alsoMeasureSchema.optional(),
      trial_timeout: plainSections.trial_timeout.optional(),
      trial_memory: plainSections.trial_memory.optional(),
      checkpoint_every: plainSections.checkpoint_every.optional(),
      give_up_after: plainSections.give_up_after.optional(),
      parallelism: plainSections.parallelism.optional(),
      order: plainSections.order.optional(),
    } satisfies Record<(typeof definitionKeys)[number], z.ZodType>,
    'a map of keys',
  );
}
