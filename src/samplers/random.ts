// Independent draws: trial n is what its own draw comes to, drawn again where that is forbidden or was tried.

import type { Seed } from '../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from './distinct-proposals.js';
import { finiteSpace } from './finite-space.js';
import { inAnyOrder } from './in-any-order.js';
import { independentDraws } from './independent-draws.js';
import type { Sampler } from './sampler.js';

export interface RandomSamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
}

export function randomSampler(options: RandomSamplerOptions): Sampler {
  const { space, seed, first, duplicates = false } = options;
  const draws = independentDraws(space.parameters, seed);
  const finite = duplicates ? null : finiteSpace(space, first);
  return inAnyOrder(finite?.count ?? null, () => {
    const proposals = distinctProposals(options, finite);
    let trial = 0;
    return {
      next() {
        const proposal = proposals.next((attempt) => draws(trial, attempt));
        trial++;
        return proposal;
      },
      exhaustion: proposals.exhaustion,
    };
  });
}
