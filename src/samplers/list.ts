// Given configurations, each once, in the order in which they are given: trial n is the n-th.

import type { Assignment } from '../vocabulary/configuration.js';
import { allTried } from './distinct-proposals.js';
import type { Sampler } from './sampler.js';

/** @param proposals as `givenProposals` makes them */
export function listSampler(proposals: readonly Assignment[]): Sampler {
  return {
    size: proposals.length,
    observe: null,
    suggest: (trial) => proposals[trial] ?? null,
    exhaustion: () => allTried(proposals.length),
  };
}
