// What to try. A sampler proposes the configuration of each new trial.
//
// An implementer guarantees: `suggest(n)` is a pure function of (space, seed, n, what was observed),
// with no clock, no global randomness and no dependence on the order of calls beyond `observe`.
// A caller may assume: trial 17 is the same whatever else runs; after null come only nulls.
//
//   const sampler = gridSampler(space, …);   // lr: [0.1, 0.01]
//   sampler.suggest(0)  ->  { lr: 0.1 }
//   sampler.suggest(1)  ->  { lr: 0.01 }
//   sampler.suggest(2)  ->  null             // the space is exhausted

import type { Assignment } from '../vocabulary/configuration.js';

export interface Sampler {
  /** How many configurations there are; null where there is no end, or too many ways to count them. */
  readonly size: number | null;
  /** The configuration of a trial (numbered from 0), or null where nothing is left to try. */
  suggest(trial: number): Assignment | null;
}
