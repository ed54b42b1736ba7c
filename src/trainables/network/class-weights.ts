// How much the rows of each class count.

import type { DataSet, Part } from '../../data/data-set.js';
import type { Configuration } from '../../vocabulary/configuration.js';

/**
 * One weight per class, in the order of the classes; null where every row counts the same. `balanced` is
 * scikit-learn's rows / (classes * rows of the class) over the training part; a class without a row there
 * counts as if it had one.
 */
export function classWeightsOf(
  { task, parts }: DataSet,
  { class_weights: wish = 'none' }: Configuration,
): readonly number[] | null {
  if (task.kind === 'regression' || wish === 'none') return null;
  if (typeof wish === 'object') return wish.map(Number);
  const { counts } = task;
  return counts.map((count) => parts.train.rows / (counts.length * Math.max(count, 1)));
}

function meanWeight(weights: readonly number[], targets: Float32Array): number {
  let sum = 0;
  for (const label of targets) sum += weights[label]!;
  return sum / targets.length;
}

/**
 * Means over batches that are divided by their rows' weights, multiplied by this and averaged by rows, are
 * the mean over the whole part.
 * @returns of the targets of a batch
 */
export function batchShares(
  weights: readonly number[],
  part: Part,
): (targets: Float32Array) => number {
  const whole = meanWeight(weights, part.targets);
  return (targets) => meanWeight(weights, targets) / whole;
}
