// Quasi-random draws: points of a Sobol' sequence (Joe and Kuo 2008), scrambled as Owen has it with the sweep's
// seed. Trial n is the n-th point that is neither forbidden nor tried already. Dimensions are given to the
// parameters that are drawn in the order of the definition; those beyond the 256 for which there are direction
// numbers are drawn independently.

import { valueAt } from '../space/draw.js';
import type { Space } from '../space/parameter.js';
import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import type { Seed } from '../vocabulary/seed.js';
import { distinctProposals, type ProposalOptions } from './distinct-proposals.js';
import { finiteSpace } from './finite-space.js';
import { inAnyOrder } from './in-any-order.js';
import { unitStream } from './independent-draws.js';
import type { Sampler } from './sampler.js';
import { owenScrambling } from './sobol/owen-scrambling.js';
import { directionNumbers, SOBOL_DIMENSIONS, sobolWord } from './sobol/sobol-sequence.js';

export interface SobolSamplerOptions extends ProposalOptions {
  /** The sweep's. */
  readonly seed: Seed;
}

export function sobolSampler(options: SobolSamplerOptions): Sampler {
  const { space, seed, first, duplicates = false } = options;
  const draws = sobolDraws(space.parameters, seed);
  const finite = duplicates ? null : finiteSpace(space, first);
  return inAnyOrder(finite?.count ?? null, () => {
    const proposals = distinctProposals(options, finite);
    return {
      next: () => proposals.next((_, drawn) => draws(drawn)),
      exhaustion: proposals.exhaustion,
    };
  });
}

/**
 * Scrambled points as draws of these parameters, also for the start of samplers that learn.
 * @returns the draw of a number, 0 <= number < 2^32
 */
export function sobolDraws(parameters: Space, seed: Seed): (index: number) => Assignment {
  let dimension = 0;
  const columns = parameters.map(({ name, domain }) => ({
    name,
    draw:
      domain.kind === 'constant'
        ? () => domain.value
        : drawOf(coordinate(name, dimension++, seed), domain),
  }));
  return (index) => {
    const drawn: Record<string, ParameterValue> = {};
    for (const { name, draw } of columns) drawn[name] = draw(index);
    return drawn;
  };
}

function drawOf(unit: (index: number) => number, domain: Space[number]['domain']) {
  return (index: number): ParameterValue => valueAt(domain, unit(index));
}

function coordinate(name: string, dimension: number, seed: Seed): (index: number) => number {
  if (dimension >= SOBOL_DIMENSIONS) {
    const unit = unitStream(name, seed);
    return (index) => unit(index, 0);
  }
  const directions = directionNumbers(dimension);
  const scramble = owenScrambling(seed, dimension);
  return (index) => scramble(sobolWord(index, directions)) / 0x100000000;
}
