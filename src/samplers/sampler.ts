// What to try. A sampler proposes the configuration of each new trial.
//
// An implementer guarantees: `suggest(n)` is a pure function of (space, seed, n, what was observed until
// then), with no clock and no global randomness. One that learns is asked for 0, 1, 2 … once each, and
// told of trials in logical order; one that does not learn may be asked in any order, and as often as one
// likes. A proposal is what `SearchSpace.admit` makes of a draw: parameters in the definition's order,
// without those that have no effect, and never one that the constraints forbid; none comes twice unless
// duplicates are asked for (distinct-proposals.ts does all of that). Every sampler takes `first`, proposals
// that are given: they are those of trials 0 to first.length - 1, and observed like any other, so that a
// sampler knows the proposal of every trial that it is told of.
// A caller may assume: after null come only nulls.
//
//   const sampler = gridSampler(space, …);   // lr: [0.1, 0.01]
//   sampler.suggest(0)  ->  { lr: 0.1 }
//   sampler.suggest(1)  ->  { lr: 0.01 }
//   sampler.suggest(2)  ->  null             // the space is exhausted

import type { Assignment } from '../vocabulary/configuration.js';
import type { TrialState } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';

/** What is known of a trial whenever something is decided about it: at a rung, and at its end. */
export interface Observation {
  readonly trial: number;
  /** What became of it: paused where it waits at a rung; after completed, stopped and failed nothing comes. */
  readonly state: Exclude<TrialState, 'running'>;
  /** Trained so far, and measured by. */
  readonly epochs: number;
  /**
   * What speaks for the trial so far, for each of the sweep's objectives in their order; NaN and the
   * infinities are legal, and all are NaN where nothing was measured.
   */
  readonly values: readonly number[];
}

export interface Sampler {
  /** How many configurations there are; null where there is no end, or too many ways to count them. */
  readonly size: number | null;
  /** The configuration of a trial (numbered from 0), or null where nothing is left to try. */
  suggest(trial: number): Assignment | null;
  /** null: it learns nothing, so that the order of results does not matter to it. */
  readonly observe: ((observation: Observation) => void) | null;
  /** Why `suggest` gave null; null where it has not, or cannot tell. */
  exhaustion?(): Reason | null;
}
