// How many configurations there are to draw from, each counted once: where a sweep would come to an end by
// itself, a plan says so before it starts, and what draws have not hit upon can be found.

import { drawablePoints } from '../space/enumeration.js';
import type { Grid } from '../space/grid.js';
import type { SearchSpace } from '../space/search-space.js';
import type { Assignment } from '../vocabulary/configuration.js';

export interface FiniteSpace {
  /** All that can be drawn, forbidden ones and repetitions among them. */
  readonly points: Grid;
  /** Different configurations, with those that are given before any draw. */
  readonly count: number;
}

/** @returns null: without end, or too many to go through */
export function finiteSpace(
  space: SearchSpace,
  first: readonly Assignment[] = [],
): FiniteSpace | null {
  const points = drawablePoints(space.parameters);
  if (points === null) return null;
  const keys = new Set(first.map(space.keyOf));
  for (let index = 0; index < points.size; index++) {
    const proposal = space.admit(points.point(index));
    if (proposal !== null) keys.add(space.keyOf(proposal));
  }
  return Object.freeze({ points, count: keys.size });
}
