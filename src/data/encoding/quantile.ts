// Numbers become the share of the training part that lies below them, in [0, 1]: what a column's
// distribution looked like no longer matters, and an outlier lies no further out than its neighbours. As
// scikit-learn's QuantileTransformer to the uniform distribution, without its sampling of rows. (Not to the
// normal one: it sends each column's least and greatest value, which whole numbers repeat, to ±5.2.)

import { firstPlace } from '../../vocabulary/first-place.js';
import type { Matrix } from './scaling.js';

/** As many quantiles as scikit-learn's default; fewer where there are fewer rows. */
const MOST_QUANTILES = 1000;

/** One ascending list of quantiles for a column. */
export type Quantiles = Float64Array;

/**
 * The quantiles of some rows of a column, at equal steps from 0 to 1, interpolated linearly.
 * @param values of the column, without gaps
 */
export function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.slice().sort();
  const count = Math.min(sorted.length, MOST_QUANTILES);
  const quantiles = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const place = count === 1 ? 0 : (i / (count - 1)) * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below]!;
    const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
    const value = low + (high - low) * (place - below);
    // Rounding must not let a quantile fall below the one before it.
    quantiles[i] = i === 0 ? value : Math.max(value, quantiles[i - 1]!);
  }
  return quantiles;
}

/**
 * The share of the training part below a value, 0 to 1; of a value that spans several quantiles, the
 * middle of them. Never falls as the value rises.
 */
export function shareBelow(quantiles: Quantiles, value: number): number {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]!) return 0;
  if (value >= quantiles[last]!) return 1;
  const first = firstPlace(last, (place) => quantiles[place]! >= value);
  if (quantiles[first] === value) {
    let end = first;
    while (quantiles[end + 1] === value) end++;
    return (first + end) / 2 / last;
  }
  const low = quantiles[first - 1]!;
  return (first - 1 + (value - low) / (quantiles[first]! - low)) / last;
}

/**
 * A matrix whose columns of numbers are shares, fitted on some rows; other columns stay as they are.
 * @param train row numbers
 */
export function quantileScaled(
  { origin, names, values }: Matrix,
  train: Uint32Array,
  isNumber: readonly boolean[],
): Matrix {
  const columns = names.length;
  const scaled = values.slice();
  for (let c = 0; c < columns; c++) {
    if (!isNumber[c]) continue;
    const quantiles = quantilesOf(Float64Array.from(train, (row) => values[row * columns + c]!));
    for (let at = c; at < scaled.length; at += columns) {
      scaled[at] = shareBelow(quantiles, scaled[at]!);
    }
  }
  return { origin, names, values: scaled };
}
