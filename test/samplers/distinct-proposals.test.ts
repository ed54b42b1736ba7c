// No configuration is proposed twice, none that is forbidden, and where there is nothing left that is said.

import { describe, expect, it } from 'vitest';
import { distinctProposals } from '../../src/samplers/distinct-proposals.js';
import { gridSampler } from '../../src/samplers/grid.js';
import { randomSampler } from '../../src/samplers/random.js';
import type { Sampler } from '../../src/samplers/sampler.js';
import type { SearchSpace } from '../../src/space/search-space.js';
import { freeSpace } from './free-space.js';

const whole = (max: number): SearchSpace =>
  freeSpace([{ name: 'x', domain: { kind: 'int_uniform', min: 1, max } }]);
const real = freeSpace([{ name: 'x', domain: { kind: 'uniform', min: 0, max: 1 } }]);
const forbidding = (space: SearchSpace, isForbidden: (x: number) => boolean): SearchSpace => ({
  ...space,
  gridCount: null,
  admit: (drawn) => (isForbidden(Number(drawn.x)) ? null : space.admit(drawn)),
});
function all(sampler: Sampler): number[] {
  const proposed: number[] = [];
  for (let next = sampler.suggest(0); next !== null; next = sampler.suggest(proposed.length)) {
    proposed.push(Number(next.x));
  }
  return proposed;
}
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

describe('a finite space', () => {
  it('is tried whole, also where draws hardly hit upon the last ones', () => {
    const sampler = randomSampler({ space: whole(2000), seed: 1 });
    expect(sampler.size).toBe(2000);
    expect(ascending(all(sampler))).toEqual(Array.from({ length: 2000 }, (_, i) => i + 1));
    expect(sampler.exhaustion?.()).toEqual({
      rule: 'search',
      text: 'all 2000 configurations were tried',
      facts: { configurations: 2000 },
    });
  });

  it('is tried as often as one likes where duplicates are wanted', () => {
    const sampler = randomSampler({ space: whole(2), seed: 1, duplicates: true });
    expect(sampler.size).toBeNull();
    expect(sampler.suggest(1000)).not.toBeNull();
    expect(sampler.exhaustion?.()).toBeNull();
  });

  it('has what is given before any draw once', () => {
    const first = [{ x: 3 }, { x: 1 }];
    const random = all(randomSampler({ space: whole(4), seed: 1, first }));
    expect(random.slice(0, 2)).toEqual([3, 1]);
    expect(ascending(random)).toEqual([1, 2, 3, 4]);
    expect(all(gridSampler({ space: whole(4), first }))).toEqual([3, 1, 2, 4]);
  });

  it('draws what it drew without what was given: trial 2 is trial 2', () => {
    const plain = randomSampler({ space: real, seed: 1 });
    const after = randomSampler({ space: real, seed: 1, first: [{ x: 0.5 }, { x: 0.6 }] });
    expect(after.suggest(2)).toEqual(plain.suggest(2));
  });
});

describe('a space of which some is forbidden', () => {
  const odd = forbidding(whole(9), (x) => x % 2 === 0);

  it('is tried without it', () => {
    expect(ascending(all(randomSampler({ space: odd, seed: 1 })))).toEqual([1, 3, 5, 7, 9]);
    expect(all(gridSampler({ space: odd }))).toEqual([1, 3, 5, 7, 9]);
    expect(gridSampler({ space: odd }).size).toBe(5);
  });

  it('ends where 256 draws in a row are forbidden, and says so', () => {
    const sampler = randomSampler({ space: forbidding(real, () => true), seed: 1 });
    expect(sampler.suggest(0)).toBeNull();
    expect(sampler.exhaustion?.()?.text).toBe(
      '256 draws in a row gave only configurations that are forbidden',
    );
  });

  it('says that nobody knows where nobody can count', () => {
    const proposals = distinctProposals({ space: forbidding(whole(1e9), (x) => x > 5) });
    const draw = (attempt: number) => ({ x: attempt % 2 === 0 ? 1 : 6 });
    expect(proposals.next(draw)).toEqual({ x: 1 });
    expect(proposals.next(draw)).toBeNull();
    expect(proposals.exhaustion()).toMatchObject({
      text: '256 draws in a row gave only configurations that were tried or are forbidden',
      facts: { draws: 256, forbidden: 128 },
    });
    expect(proposals.next(() => ({ x: 2 }))).toBeNull();
  });
});
