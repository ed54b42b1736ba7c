// Points of trials and what was observed of them, in order. Under a schedule with rungs they are compared at the
// largest number of epochs that all of them have come to; what failed, or is NaN, comes last.

import { compareValues, type Goal } from '../../vocabulary/metric.js';
import { observationsByEpochs } from '../observations.js';
import type { Observation } from '../sampler.js';
import type { Point } from './coordinates.js';

export interface Individual {
  readonly trial: number;
  readonly point: Point;
  /** In the order in which they came. */
  readonly seen: Observation[];
}

export interface Ranking {
  /** From the best; of equal ones the earlier trial is first. */
  readonly order: readonly Individual[];
  /** None of them is better than another. */
  readonly isFlat: boolean;
}

/** @param individuals of which something was observed */
export function ranking(individuals: readonly Individual[], goal: Goal): Ranking {
  const healthy = individuals.filter(({ seen }) => seen.at(-1)!.state !== 'failed');
  const observed = observationsByEpochs(Math.max(healthy.length, 1));
  for (const { seen } of healthy) {
    for (const { trial, state, epochs, values } of seen) {
      observed.note({ trial, epochs, value: values[0]! }, state);
    }
  }
  const values = new Map(observed.atMost().map(({ trial, value }) => [trial, value]));
  const compare = (a: Individual, b: Individual) =>
    compareValues(values.get(a.trial) ?? Number.NaN, values.get(b.trial) ?? Number.NaN, goal);
  const order = [...individuals].sort((a, b) => compare(a, b) || a.trial - b.trial);
  return { order, isFlat: compare(order[0]!, order.at(-1)!) === 0 };
}
