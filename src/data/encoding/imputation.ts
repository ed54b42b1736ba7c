// What stands for an empty cell, column by column, from the training part alone: the mean, the median or
// the most frequent value, as scikit-learn's SimpleImputer has them.

import type { EncodingSpec } from '../../definition/sweep-definition.js';
import { Slip } from '../../vocabulary/errors.js';
import { shownName } from '../shown.js';
import type { Table } from '../table.js';

export interface Imputation {
  /** The value for each feature's empty cells; NaN for a column that has none in any part. */
  readonly fills: Float64Array;
  /** 1 for each feature that has an empty cell in the training part. */
  readonly hadGaps: Uint8Array;
}

/**
 * @param train row numbers of the training part, ascending
 * @throws Slip for a column with gaps of which the training part has no value
 */
export function fitImputation(
  table: Table,
  train: Uint32Array,
  missing: EncodingSpec['missing'],
): Imputation {
  const features = table.features.length;
  const fills = new Float64Array(features).fill(Number.NaN);
  const hadGaps = new Uint8Array(features);
  if (missing === 'error' || missing === 'drop') return { fills, hadGaps };
  for (let feature = 0; feature < features; feature++) {
    if (!hasGap(table, feature)) continue;
    const values = valuesOf(table, feature, train);
    if (values.length === 0) throw nothingToFillWith(table, feature);
    if (values.length < train.length) hadGaps[feature] = 1;
    // The mean of levels means nothing.
    const way = table.levels.has(feature) ? 'most_frequent' : missing;
    fills[feature] = ways[way](values);
  }
  return { fills, hadGaps };
}

const ways = {
  mean: (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median(values: Float64Array) {
    const sorted = values.slice().sort();
    const middle = sorted.length >> 1;
    if (sorted.length % 2 === 1) return sorted[middle]!;
    return (sorted[middle - 1]! + sorted[middle]!) / 2;
  },
  /** The smallest of those that are as frequent. */
  most_frequent(values: Float64Array) {
    const sorted = values.slice().sort();
    let best = 0;
    let most = 0;
    for (let start = 0; start < sorted.length; ) {
      let end = start + 1;
      while (sorted[end] === sorted[start]) end++;
      if (end - start > most) {
        most = end - start;
        best = start;
      }
      start = end;
    }
    return sorted[best]!;
  },
};

function hasGap({ inputs, features }: Table, feature: number): boolean {
  for (let at = feature; at < inputs.length; at += features.length) {
    if (Number.isNaN(inputs[at])) return true;
  }
  return false;
}

/** The training part's values of a column, in the order of rows, without gaps. */
function valuesOf({ inputs, features }: Table, feature: number, train: Uint32Array): Float64Array {
  const values = new Float64Array(train.length);
  let count = 0;
  for (const row of train) {
    const value = inputs[row * features.length + feature]!;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  return values.subarray(0, count);
}

function nothingToFillWith({ origin, features }: Table, feature: number): Slip {
  const name = shownName(features[feature]!);
  const message = `expected values of ${name} in the training part to impute from, found only empty cells: put it under data.ignore`;
  return new Slip([{ place: origin, message }]);
}
