// A trial is one configuration; its replicates are the trainings of it under several seeds and on
// several folds, usually just one. A trial's figures are the means over its replicates, summed in
// their order, so that they are the same bits whoever computes them.

import { isConfusionCell } from './confusion-cell.js';
import type { EpochMetrics, Metrics } from './metric.js';
import type { Seed } from './seed.js';
import type { TrainingKey } from './segment.js';

export interface Replicate {
  readonly training: TrainingKey;
  readonly seed: Seed;
  /** Which fold validates, from 0; 0 as well where there are no folds. */
  readonly fold: number;
}

/** NaN where one of them is. Of one value it is that value, a minus zero included. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value) / values.length;
}

/** Sample standard deviation, by n - 1; two values at least. */
export function sampleDeviation(values: readonly number[]): number {
  const centre = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - centre) * (value - centre);
  return Math.sqrt(squares / (values.length - 1));
}

/** Standard error of the mean; null for one value, and where one is not finite. */
export function standardError(values: readonly number[]): number | null {
  if (values.length < 2 || !values.every(Number.isFinite)) return null;
  return sampleDeviation(values) / Math.sqrt(values.length);
}

/**
 * Each metric's mean; a metric that some replicate lacks is left out. Cells of confusion matrices count
 * rows, and are summed: over folds every row is then in one cell. One replicate at least.
 */
export function meanMetrics(replicates: readonly Metrics[]): Metrics {
  if (replicates.length === 1) return replicates[0]!;
  const means: Record<string, number> = {};
  for (const name of new Set(replicates.flatMap((metrics) => Object.keys(metrics)))) {
    const values = replicates.flatMap((metrics) => metrics[name] ?? []);
    if (isConfusionCell(name)) means[name] = values.reduce((sum, rows) => sum + rows);
    else if (values.length === replicates.length) means[name] = mean(values);
  }
  return means;
}

/** The same epoch of several replicates, as one. */
export function meanEpoch(replicates: readonly EpochMetrics[]): EpochMetrics {
  if (replicates.length === 1) return replicates[0]!;
  const metrics = meanMetrics(replicates.map((epoch) => epoch.metrics));
  return Object.freeze({ epoch: replicates[0]!.epoch, metrics: Object.freeze(metrics) });
}
