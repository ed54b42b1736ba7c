// Where a result stands among those that arrived before it: lists are kept best first, equals by trial
// number, so that a place is found in a few comparisons however many there are.

import { firstPlace } from '../vocabulary/first-place.js';
import { compareValues, type Objective } from '../vocabulary/metric.js';
import type { RungResult } from './rung-ranking.js';

/** How many of a list, best first, come before a result. */
export function placeIn(
  list: readonly RungResult[],
  { trial, value }: RungResult,
  { goal }: Objective,
): number {
  return firstPlace(list.length, (place) => {
    const other = list[place]!;
    return (compareValues(other.value, value, goal) || other.trial - trial) >= 0;
  });
}
