// What a sweep with several metrics has found, in a few words: the size of its first front, and the share of
// the seen values' box that it dominates.

import type { FrontSummary } from '../leaderboard/pareto-ranks.js';
import type { Objective } from '../vocabulary/metric.js';
import { printable } from './terminal/printable.js';
import { plural } from './terminal/quantities.js';
import { metricShown } from './terminal/value-shown.js';

/** 12 trials, hypervolume 0.8123 */
export function frontShown({ size, hypervolume }: FrontSummary): string {
  if (hypervolume === null) return plural(size, 'trial');
  return `${plural(size, 'trial')}, hypervolume ${metricShown(hypervolume)}`;
}

/** val_accuracy (greatest), parameters (least) */
export function objectivesShown(objectives: readonly Objective[]): string {
  return objectives
    .map(({ name, goal }) => `${printable(name)} (${goal === 'maximize' ? 'greatest' : 'least'})`)
    .join(', ');
}
