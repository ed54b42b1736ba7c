// Independent draws. Each value is a function of (sweep seed, trial number, parameter name) and of
// nothing else: trial 17 is the same whatever else runs, and a parameter that is added to a definition
// leaves the values of the others as they were.

import seedrandom from 'seedrandom';
import { valueAt } from '../space/draw.js';
import type { Parameter, Space } from '../space/parameter.js';
import type { ParameterValue } from '../vocabulary/configuration.js';
import { contentHash } from '../vocabulary/hash.js';
import { fixedWidth, type Seed } from '../vocabulary/seed.js';
import type { Sampler } from './sampler.js';

export interface RandomSamplerOptions {
  readonly space: Space;
  /** The sweep's. */
  readonly seed: Seed;
}

export function randomSampler({ space, seed }: RandomSamplerOptions): Sampler {
  const streams = space.map((parameter) => parameterStream(parameter, seed));
  return {
    size: null,
    observe: null,
    suggest: (trial) => Object.freeze(Object.fromEntries(streams.map((draw) => draw(trial)))),
  };
}

type Draw = (trial: number) => [name: string, value: ParameterValue];

function parameterStream({ name, domain }: Parameter, seed: Seed): Draw {
  if (domain.kind === 'constant') return () => [name, domain.value];
  // Of one length for every name, seed and trial: seedrandom repeats short seeds until they are long
  // enough, so '1' and '11' would be one stream, and so would ('a', 11) and ('a1', 1).
  const prefix = contentHash(name) + fixedWidth(seed);
  return (trial) => [name, valueAt(domain, seedrandom(prefix + fixedWidth(trial))())];
}
