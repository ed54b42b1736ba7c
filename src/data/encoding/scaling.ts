// (x - shift) / scale, column by column, with both from the training part alone: validation and test
// must not leak into what training sees. Sums run in float64 in the order of rows.

import { Slip } from '../../vocabulary/errors.js';
import { shownName } from '../shown.js';

/** One shift and one scale for each column. */
export interface Scaling {
  readonly shifts: Float64Array;
  readonly scales: Float64Array;
}

/** Numbers in rows of `names.length` columns. */
export interface Matrix {
  readonly origin: string;
  readonly names: readonly string[];
  /** (rows, columns), row-major */
  readonly values: Float64Array;
}

/** Numbers stay as they are. */
export function noScaling(columns: number): Scaling {
  return { shifts: new Float64Array(columns), scales: new Float64Array(columns).fill(1) };
}

/**
 * To mean 0 and standard deviation 1 (of the population): scales are 1 where a column is constant.
 * @param rows row numbers of the training part, in whose order sums run
 * @param channels columns that lie so far apart share their mean and scale, as the pixels of a picture
 * @throws Slip where numbers are so large or so close that they have no finite, positive spread
 */
export function fitStandard(
  { origin, names, values }: Matrix,
  rows: Uint32Array,
  channels = names.length,
): Scaling {
  const columns = names.length;
  const count = rows.length * (columns / channels);
  const first = (rows[0] ?? 0) * columns;
  const means = new Float64Array(channels);
  const scales = new Float64Array(channels);
  const varies = new Uint8Array(channels);
  for (const row of rows) {
    for (let c = 0, s = 0; c < columns; c++, s = s + 1 === channels ? 0 : s + 1) {
      const value = values[row * columns + c]!;
      means[s]! += value;
      if (value !== values[first + s]) varies[s] = 1;
    }
  }
  for (let s = 0; s < channels; s++) {
    // Of equal numbers the mean is the number itself, which sum / n may miss by rounding.
    means[s] = varies[s] === 1 ? means[s]! / count : values[first + s]!;
  }
  for (const row of rows) {
    for (let c = 0, s = 0; c < columns; c++, s = s + 1 === channels ? 0 : s + 1) {
      const deviation = values[row * columns + c]! - means[s]!;
      scales[s]! += deviation * deviation;
    }
  }
  for (let s = 0; s < channels; s++) {
    scales[s] = varies[s] === 1 ? Math.sqrt(scales[s]! / count) : 1;
    if (scales[s]! > 0 && Number.isFinite(scales[s])) continue;
    refuse(origin, names[s]!);
  }
  return repeated({ shifts: means, scales }, columns);
}

/**
 * To 0 for the training part's least number and 1 for its greatest; a constant column becomes 0.
 * @param rows row numbers of the training part
 * @param channels as for fitStandard
 * @throws Slip where the range of a column is no finite number
 */
export function fitMinMax(
  { origin, names, values }: Matrix,
  rows: Uint32Array,
  channels = names.length,
): Scaling {
  const columns = names.length;
  const least = new Float64Array(channels).fill(Number.POSITIVE_INFINITY);
  const greatest = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY);
  for (const row of rows) {
    for (let c = 0, s = 0; c < columns; c++, s = s + 1 === channels ? 0 : s + 1) {
      const value = values[row * columns + c]!;
      if (value < least[s]!) least[s] = value;
      if (value > greatest[s]!) greatest[s] = value;
    }
  }
  const scales = greatest.map((most, s) => (most > least[s]! ? most - least[s]! : 1));
  const wide = scales.findIndex((scale) => !Number.isFinite(scale));
  if (wide >= 0) refuse(origin, names[wide]!);
  return repeated({ shifts: least, scales }, columns);
}

/** One shift and scale per column from one per channel, which come round and round. */
function repeated({ shifts, scales }: Scaling, columns: number): Scaling {
  if (shifts.length === columns) return { shifts, scales };
  const spread = (channels: Float64Array) =>
    Float64Array.from({ length: columns }, (_, c) => channels[c % channels.length]!);
  return { shifts: spread(shifts), scales: spread(scales) };
}

/** The same scaling that leaves some columns alone. */
export function onlyFor(isScaled: readonly boolean[], { shifts, scales }: Scaling): Scaling {
  return {
    shifts: shifts.map((shift, c) => (isScaled[c] ? shift : 0)),
    scales: scales.map((scale, c) => (isScaled[c] ? scale : 1)),
  };
}

/**
 * Writes the scaled rows, in the order of `rows`, to `out`: (rows.length, columns).
 * @throws Slip where a number is too far from the training part's to be a float32
 */
export function writeScaled(
  { origin, names, values }: Matrix,
  { shifts, scales }: Scaling,
  rows: Uint32Array,
  out: Float32Array,
): void {
  const columns = names.length;
  let at = 0;
  for (const row of rows) {
    for (let c = 0; c < columns; c++) {
      const value = (values[row * columns + c]! - shifts[c]!) / scales[c]!;
      out[at] = value;
      if (!Number.isFinite(out[at++])) refuse(origin, names[c]!);
    }
  }
}

function refuse(origin: string, name: string): never {
  const message = `expected numbers in ${shownName(name)} that can be scaled, found ones that are too large or too close to each other: give them in another unit`;
  throw new Slip([{ place: origin, message }]);
}
