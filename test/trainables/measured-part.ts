// Short ways from rows of logits or predictions to figures, for the tests of measures.

import type { Task } from '../../src/data/data-set.js';
import type { Measurement } from '../../src/trainables/network/measures/measurement.js';
import { partMeasurement } from '../../src/trainables/network/measures/part-measurement.js';
import type { Scoring } from '../../src/trainables/network/measures/scoring.js';
import type { Metrics } from '../../src/vocabulary/metric.js';

export const classificationNames = [
  ...['loss', 'accuracy', 'balanced_accuracy', 'f1_macro', 'f1_weighted'],
  ...['roc_auc', 'log_loss', 'top_2', 'top_3', 'top_5', 'confusion'],
];

export const regressionNames = ['loss', 'mse', 'rmse', 'mae', 'mape', 'r2'];

export interface Rows {
  readonly task: Task;
  /** (rows, columns) */
  readonly outputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly scoring?: Scoring;
}

/** Figures of all measures, by name. @param batch rows at a time; all at once unless said */
export function measured({ task, outputs, targets, scoring }: Rows, batch?: number): Metrics {
  const rows = targets.length;
  const names = task.kind === 'classification' ? classificationNames : regressionNames;
  const order = { task, part: 'val', rows, names } as const;
  const measurement = partMeasurement(scoring === undefined ? order : { ...order, scoring });
  takeAll(measurement, outputs, targets, batch ?? rows);
  const entries = Object.entries(measurement.metrics());
  return Object.fromEntries(entries.map(([name, value]) => [name.replace(/^val_/, ''), value]));
}

function takeAll(
  { take }: Pick<Measurement, 'take'>,
  outputs: readonly (readonly number[])[],
  targets: readonly number[],
  batch: number,
): void {
  for (let from = 0; from < targets.length; from += batch) {
    const rows = outputs.slice(from, from + batch);
    take(0, Float32Array.from(rows.flat()), Float32Array.from(targets.slice(from, from + batch)));
  }
}

export function classesOf(count: number): Task {
  const classes = Array.from({ length: count }, (_, c) => String(c));
  return { kind: 'classification', classes, counts: classes.map(() => 1) };
}
