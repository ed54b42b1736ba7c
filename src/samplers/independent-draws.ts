// Independent draws. Each value is a function of (sweep seed, parameter name, trial, attempt) and of nothing
// else: trial 17 is the same whatever else runs, and a parameter that is added to a definition leaves the
// values of the others as they were.

import seedrandom from 'seedrandom';
import { valueAt } from '../space/draw.js';
import type { Space } from '../space/parameter.js';
import type { Assignment, ParameterValue } from '../vocabulary/configuration.js';
import { contentHash } from '../vocabulary/hash.js';
import { Purpose, philox } from '../vocabulary/philox.js';
import { fixedWidth, type Seed } from '../vocabulary/seed.js';

/** @param attempt 0, and on from there where what came of it was refused */
export type IndependentDraws = (trial: number, attempt: number) => Assignment;

export function independentDraws(parameters: Space, seed: Seed): IndependentDraws {
  const columns = parameters.map(({ name, domain }) => ({
    name,
    domain,
    unit: unitStream(name, seed),
  }));
  return (trial, attempt) => {
    const drawn: Record<string, ParameterValue> = {};
    for (const { name, domain, unit } of columns) {
      drawn[name] =
        domain.kind === 'constant' ? domain.value : valueAt(domain, unit(trial, attempt));
    }
    return drawn;
  };
}

/** Numbers in [0, 1) with 53 random bits, one for each trial and attempt. */
export function unitStream(name: string, seed: Seed): (trial: number, attempt: number) => number {
  // A generator's start is dear, so it makes a key and no more. Its seed is of one length for every name
  // and seed: seedrandom repeats short ones until they are long enough.
  const keys = seedrandom(contentHash(name) + fixedWidth(seed));
  const key = [keys.int32() >>> 0, keys.int32() >>> 0] as const;
  const words = new Uint32Array(4);
  const counter: [number, number, number, number] = [0, 0, 0, Purpose.search];
  return (trial, attempt) => {
    counter[0] = trial >>> 0;
    counter[1] = Math.floor(trial / 0x100000000);
    counter[2] = attempt;
    philox(counter, key, words);
    return ((words[0]! >>> 5) * 0x4000000 + (words[1]! >>> 6)) / 0x20000000000000;
  };
}
