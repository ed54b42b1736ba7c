// Every point of a discrete space, each configuration once, in the order of the definition with the last
// parameter fastest. Nothing is listed: a point is computed when it is asked for, so ten million points start
// as fast as ten and take no more memory.

import { alternatives, type Grid, lazyGrid } from '../space/grid.js';
import { sameValue } from '../space/representative.js';
import type { SearchSpace } from '../space/search-space.js';
import type { Assignment } from '../vocabulary/configuration.js';
import { allTried, type ProposalOptions } from './distinct-proposals.js';
import { inAnyOrder } from './in-any-order.js';
import type { Sampler } from './sampler.js';

/** Grids of more points than this are not gone through to be counted. */
const COUNTED = 20_000;

export type GridSamplerOptions = Omit<ProposalOptions, 'duplicates'>;

/** @throws {Slip} where a parameter is continuous, or the points are more than can be counted */
export function gridSampler({ space, first = [] }: GridSamplerOptions): Sampler {
  const grid = lazyGrid(space.parameters);
  if (space.gridCount === grid.size && first.length === 0) return denseSampler(grid, space);
  const given = new Set(first.map(space.keyOf));
  const admitted = (index: number) => {
    const proposal = representative(space, grid.point(index));
    return proposal === null || given.has(space.keyOf(proposal)) ? null : proposal;
  };
  return inAnyOrder(countOf(), () => {
    let index = 0;
    let count = 0;
    return {
      next() {
        let next = first[count] ?? null;
        while (next === null && index < grid.size) next = admitted(index++);
        if (next !== null) count++;
        return next;
      },
      exhaustion: () => allTried(count),
    };
  });

  function countOf(): number | null {
    if (first.length === 0 && space.gridCount !== null) return space.gridCount;
    if (grid.size > COUNTED) return null;
    let count = first.length;
    for (let index = 0; index < grid.size; index++) if (admitted(index) !== null) count++;
    return count;
  }
}

/** Every point counts: trial n is point n. */
function denseSampler({ size, point }: Grid, space: SearchSpace): Sampler {
  return {
    size,
    observe: null,
    suggest: (trial) => (trial < size ? space.admit(point(trial)) : null),
    exhaustion: () => allTried(size),
  };
}

/**
 * What a point comes to. Of all the points of one configuration only that one counts where every parameter
 * without an effect stands at its first value (adam × momentum 0, 0.5, 0.9 is tried at momentum 0).
 */
function representative(space: SearchSpace, point: Assignment): Assignment | null {
  const proposal = space.admit(point);
  if (proposal === null) return null;
  const stands = space.parameters.every(
    ({ name, domain }) =>
      proposal[name] !== undefined || sameValue(point[name], alternatives(domain)?.at(0)),
  );
  return stands ? proposal : null;
}
