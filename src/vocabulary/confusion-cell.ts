// The cells of a confusion matrix as metrics: val_confusion[03,05] counts the rows of class 3 that were
// taken for class 5. Cells without a row are left out. Indices are padded, so that cells in the order of
// their names are in the order of the matrix.

import type { Metrics } from './metric.js';

export interface ConfusionCell {
  /** train_confusion, val_confusion, test_confusion */
  readonly metric: string;
  readonly actual: number;
  /** null: the outputs were not numbers, so nothing was predicted. */
  readonly predicted: number | null;
}

const pattern = /^(.+_confusion)\[(\d+),(\d+|nan)\]$/s;

/** Without the part: confusion[03,05]. @param classes how many there are */
export function confusionCell(actual: number, predicted: number | null, classes: number): string {
  const width = String(classes - 1).length;
  const index = (n: number) => String(n).padStart(width, '0');
  return `confusion[${index(actual)},${predicted === null ? 'nan' : index(predicted)}]`;
}

/** null for a metric that is no cell. */
export function readConfusionCell(metric: string): ConfusionCell | null {
  const [, name, actual, predicted] = pattern.exec(metric) ?? [];
  if (name === undefined) return null;
  return {
    metric: name,
    actual: Number(actual),
    predicted: predicted === 'nan' ? null : Number(predicted),
  };
}

export function isConfusionCell(metric: string): boolean {
  return pattern.test(metric);
}

/** The metrics that are one number each. */
export function withoutCells(metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => !isConfusionCell(name)));
}
