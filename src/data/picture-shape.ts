// Whether a table's features are the pixels of pictures, and of which shape: as data.image says, else as
// the file's array does. Only columns of numbers can be pixels.

import { Slip } from '../vocabulary/errors.js';
import type { PictureShape } from './data-set.js';
import { shownName } from './shown.js';
import type { FileSpec, Table } from './table.js';

/**
 * The table with the shape of its pictures.
 * @throws Slip where the shape does not fit the features, or a setting does not fit pictures
 */
export function withPictures(table: Table, spec: FileSpec): Table {
  const image = spec.image === null ? table.image : shapeOf(spec.image);
  if (image === null) return table;
  const message = misfit(table, spec, image);
  if (message !== null) throw new Slip([{ place: table.origin, message }]);
  return Object.freeze({ ...table, image });
}

/** Height, width and channels, of which grey pictures have one. */
export function shapeOf([height = 1, width = 1, channels = 1]: readonly number[]): PictureShape {
  return Object.freeze([height, width, channels] as const);
}

function misfit(table: Table, spec: FileSpec, image: PictureShape): string | null {
  const [height, width, channels] = image;
  const pixels = height * width * channels;
  const shape = `${height} × ${width} × ${channels}`;
  if (pixels !== table.features.length) {
    return `expected ${pixels} features for pictures of ${shape}, found ${table.features.length}: mend data.image, or put columns that are no pixels under data.ignore`;
  }
  const [categorical] = table.levels.keys();
  if (categorical !== undefined) {
    const name = shownName(table.features[categorical]!);
    return `expected pixels to be numbers, found levels in ${name}: take data.image out, or mend the column`;
  }
  if (spec.missingIndicator) {
    return 'expected no data.missing_indicator for pictures, whose features are pixels, found true: take it out';
  }
  return spec.scaling === 'quantile'
    ? 'expected data.scaling of standard, minmax or none for pictures, found quantile: choose one of them'
    : null;
}
