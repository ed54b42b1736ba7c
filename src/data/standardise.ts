// (x - mean) / scale, column by column, with mean and scale from the training part alone: validation
// and test must not leak into what training sees. Sums run in float64 in the order of rows.

import { Slip } from '../vocabulary/errors.js';
import { shownName } from './shown.js';

/** One mean and one scale for each column. */
export interface Scaling {
  readonly means: Float64Array;
  /** Population standard deviations; 1 where a column is constant. */
  readonly scales: Float64Array;
}

/** Numbers in rows of `names.length` columns. */
export interface Matrix {
  readonly origin: string;
  readonly names: readonly string[];
  /** (rows, columns), row-major */
  readonly values: Float64Array;
}

/**
 * Means and scales of some rows of a matrix, summed in the order of `rows`.
 * @throws Slip where numbers are so large or so close that they have no finite, positive spread
 */
export function fitScaling({ origin, names, values }: Matrix, rows: Uint32Array): Scaling {
  const columns = names.length;
  const means = new Float64Array(columns);
  const scales = new Float64Array(columns);
  const varies = new Uint8Array(columns);
  for (const row of rows) {
    for (let c = 0; c < columns; c++) {
      const value = values[row * columns + c]!;
      means[c]! += value;
      if (value !== values[rows[0]! * columns + c]) varies[c] = 1;
    }
  }
  for (let c = 0; c < columns; c++) {
    // Of equal numbers the mean is the number itself, which sum / n may miss by rounding.
    means[c] = varies[c] === 1 ? means[c]! / rows.length : values[rows[0]! * columns + c]!;
  }
  for (const row of rows) {
    for (let c = 0; c < columns; c++) {
      const deviation = values[row * columns + c]! - means[c]!;
      scales[c]! += deviation * deviation;
    }
  }
  for (let c = 0; c < columns; c++) {
    scales[c] = varies[c] === 1 ? Math.sqrt(scales[c]! / rows.length) : 1;
    if (scales[c]! > 0 && Number.isFinite(scales[c])) continue;
    refuse(origin, names[c]!);
  }
  return { means, scales };
}

/**
 * Writes the standardised rows, in the order of `rows`, to `out`: (rows.length, columns).
 * @throws Slip where a number is too far from the training part's to be a float32
 */
export function standardise(
  { origin, names, values }: Matrix,
  { means, scales }: Scaling,
  rows: Uint32Array,
  out: Float32Array,
): void {
  const columns = names.length;
  let at = 0;
  for (const row of rows) {
    for (let c = 0; c < columns; c++) {
      const value = (values[row * columns + c]! - means[c]!) / scales[c]!;
      out[at] = value;
      if (!Number.isFinite(out[at++])) refuse(origin, names[c]!);
    }
  }
}

function refuse(origin: string, name: string): never {
  const message = `expected numbers in ${shownName(name)} that can be standardised, found ones that are too large or too close to each other: give them in another unit`;
  throw new Slip([{ place: origin, message }]);
}
