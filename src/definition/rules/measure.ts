// What can be measured, in which task, and which direction is better.

import type { Goal } from '../../vocabulary/metric.js';

export type TaskKind = 'classification' | 'regression';

export interface Measure {
  readonly name: string;
  readonly goal: Goal;
  readonly tasks: readonly TaskKind[];
}

const measures: readonly Measure[] = Object.freeze([
  { name: 'loss', goal: 'minimize', tasks: ['classification', 'regression'] },
  { name: 'accuracy', goal: 'maximize', tasks: ['classification'] },
  { name: 'mse', goal: 'minimize', tasks: ['regression'] },
  { name: 'rmse', goal: 'minimize', tasks: ['regression'] },
  { name: 'mae', goal: 'minimize', tasks: ['regression'] },
  { name: 'r2', goal: 'maximize', tasks: ['regression'] },
]);

/**
 * Metrics that may rank trials: the test part is for the end, when nothing is chosen any more. Of the
 * training part only the loss is measured, as it comes by in training.
 */
export const metricNames: readonly string[] = Object.freeze([
  ...measures.map(({ name }) => `val_${name}`),
  'train_loss',
]);

/** The measure of a metric named split_measure. */
export function measureOf(metric: string): Measure | undefined {
  const name = metric.slice(metric.indexOf('_') + 1);
  return measures.find((measure) => measure.name === name);
}

/** What to write instead of a metric that there is none of; null: nothing better than the list. */
export function metricRemedy(name: string): string | null {
  if (name.startsWith('test_') && measureOf(name) !== undefined) {
    return `the test part would no longer be unseen if trials were chosen by it: use \`val_${name.slice(5)}\``;
  }
  const bare = name.replace(/^(validation|valid|dev)_/, '');
  const measure = bare === 'acc' || bare === 'val_acc' ? 'accuracy' : bare;
  const known = measures.some((candidate) => candidate.name === measure);
  return known ? `did you mean \`val_${measure}\`?` : null;
}
