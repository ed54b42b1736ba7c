// The sampler as a whole: what it makes of what it is told.

import { describe, expect, it } from 'vitest';
import { axesOf, neighboursOf } from '../../src/samplers/gp/axes.js';
import { costsOf } from '../../src/samplers/gp/costs.js';
import { gpSampler } from '../../src/samplers/gp/gp.js';
import { modelledTrials } from '../../src/samplers/gp/surrogate.js';
import type { Space } from '../../src/space/parameter.js';
import type { SearchSpace } from '../../src/space/search-space.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { freeSpace } from './free-space.js';

type Worth = (proposal: Assignment) => number;

/** One trial after the other. */
function proposalsOf(space: SearchSpace, worth: Worth, trials: number, seed = 1): Assignment[] {
  const sampler = gpSampler({ space, seed, goal: 'minimize' });
  return Array.from({ length: trials }, (_, trial) => {
    const proposal = sampler.suggest(trial)!;
    sampler.observe?.({ trial, state: 'completed', epochs: 1, values: [worth(proposal)] });
    return proposal;
  });
}

const reals = (count: number): Space =>
  Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    domain: { kind: 'uniform', min: 0, max: 1 },
  }));
const bowl: Worth = ({ x0, x1 }) => (Number(x0) - 0.3) ** 2 + (Number(x1) - 0.8) ** 2;

describe('what was measured', () => {
  it('says nothing where nothing is finite', () => {
    expect(costsOf([], 'minimize')).toBeNull();
    expect(costsOf([Number.NaN, Infinity], 'minimize')).toBeNull();
  });

  it('has mean 0 and deviation 1, and keeps its order', () => {
    const costs = costsOf([5, 1, 2, 4, 3, 1000], 'minimize')!;
    expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(0, 12);
    expect(costs.reduce((sum, cost) => sum + cost * cost, 0) / 6).toBeCloseTo(1, 12);
    expect([...costs.keys()].sort((a, b) => costs[a]! - costs[b]!)).toEqual([1, 2, 4, 3, 0, 5]);
  });

  it('is all alike where all values are', () => {
    expect([...costsOf([3, 3, 3], 'minimize')!]).toEqual([0, 0, 0]);
  });

  it('counts what is no number as the worst of the others, either way', () => {
    const [a, b, c, d] = costsOf([1, 2, Number.NaN, -Infinity], 'minimize')!;
    expect([c, d]).toEqual([b, b]);
    expect(a).toBeLessThan(b!);
    const [e, f, g] = costsOf([1, 2, Infinity], 'maximize')!;
    expect(g).toBe(e);
    expect(f).toBeLessThan(e!);
  });

  it('does not let one bad value make all others look alike', () => {
    const [a, b] = costsOf([0, 1, 2, 1e9, 3], 'minimize')!;
    expect(b! - a!).toBeGreaterThan(0.03);
  });

  it('keeps the shape of what is not far worse than the others', () => {
    const [a, b, c, d] = costsOf([0, 1, 19, 2, 1.5], 'minimize')!;
    expect((c! - a!) / (b! - a!)).toBeCloseTo(19, 9);
    expect((d! - a!) / (b! - a!)).toBeCloseTo(2, 9);
  });
});

describe('an axis', () => {
  it('is made for no parameter that has one value', () => {
    const space: Space = [
      { name: 'a', domain: { kind: 'constant', value: 3 } },
      { name: 'b', domain: { kind: 'categorical', values: ['only'] } },
      { name: 'c', domain: { kind: 'int_uniform', min: 2, max: 2 } },
    ];
    expect(axesOf(space)).toEqual([]);
  });

  it('leads to each of a few choices, and by steps of 1, 2, 4 … to many', () => {
    expect(neighboursOf(Float64Array.of(0, 0.5, 1), 0.5)).toEqual([0, 1]);
    const many = Float64Array.from({ length: 20 }, (_, i) => i);
    expect(neighboursOf(many, 3)).toEqual([2, 4, 1, 5, 7, 11, 19]);
  });
});

describe('a model of very many trials', () => {
  const costs = (count: number) => Float64Array.from({ length: count }, (_, i) => (i * 37) % 1009);

  it('is of all of them up to a thousand', () => {
    expect(modelledTrials(costs(1000))).toHaveLength(1000);
  });

  it.each([1001, 1100, 1200, 1201, 5000])('is of the best and the newest of %i', (count) => {
    const all = costs(count);
    const kept = modelledTrials(all);
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(kept.slice(-400)).toEqual(Array.from({ length: 400 }, (_, i) => count - 400 + i));
    expect(kept).toContain(all.indexOf(0));
    expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    expect(new Set(kept).size).toBe(kept.length);
  });

  it('only grows until a block is full', () => {
    const kept = modelledTrials(costs(1150));
    expect(modelledTrials(costs(1151)).slice(0, -1)).toEqual(kept);
  });
});

describe('the sampler', () => {
  it('refuses to be asked out of order', () => {
    const sampler = gpSampler({ space: freeSpace(reals(1)), seed: 1, goal: 'minimize' });
    expect(() => sampler.suggest(1)).toThrow('expected trial 0 to be asked for, found 1');
  });

  it('begins with points of a Sobol’ sequence: ten of them lie in ten different sixteenths', () => {
    const proposals = proposalsOf(freeSpace(reals(2)), bowl, 10);
    expect(new Set(proposals.map(({ x0 }) => Math.floor(16 * Number(x0)))).size).toBe(10);
  });

  it('comes close to the least value of a bowl', () => {
    const proposals = proposalsOf(freeSpace(reals(2)), bowl, 25);
    expect(Math.min(...proposals.map(bowl))).toBeLessThan(1e-5);
  });

  it('comes close beside a wall that is higher by far', () => {
    const walled: Worth = (proposal) => (Number(proposal.x0) > 0.8 ? 1e9 : bowl(proposal));
    const found = proposalsOf(freeSpace(reals(2)), walled, 40).map(walled);
    expect(Math.min(...found)).toBeLessThan(1e-3);
  });

  it('proposes an end of the range once, also where more improvement is expected there than anywhere', () => {
    const slope: Worth = ({ x0 }) => Number(x0);
    const found = proposalsOf(freeSpace(reals(1)), slope, 24).map(({ x0 }) => x0);
    expect(found).toContain(0);
    expect(new Set(found).size).toBe(24);
  });

  it('proposes the only value that a list has', () => {
    const one = { name: 'one', domain: { kind: 'categorical', values: ['a'] } } as const;
    const found = proposalsOf(freeSpace([...reals(2), one]), bowl, 14);
    expect(found.map((proposal) => proposal.one)).toEqual(new Array(14).fill('a'));
  });

  it('proposes the same with the same seed, and other points with another', () => {
    const of = (seed: number) => proposalsOf(freeSpace(reals(2)), bowl, 16, seed);
    expect(of(1)).toEqual(of(1));
    expect(of(2)).not.toEqual(of(1));
  });

  it('learns which of some alternatives is better', () => {
    const space = freeSpace([
      { name: 'kind', domain: { kind: 'categorical', values: ['a', 'b', 'c', 'd'] } },
      ...reals(1),
    ]);
    const worth: Worth = ({ kind, x0 }) => (kind === 'c' ? 0 : 1) + (Number(x0) - 0.5) ** 2;
    const learnt = proposalsOf(space, worth, 30).slice(10);
    // Five would be chance.
    expect(learnt.filter(({ kind }) => kind === 'c').length).toBeGreaterThanOrEqual(12);
  });

  it('finds the best whole number among many, and the best step', () => {
    const space = freeSpace([
      { name: 'width', domain: { kind: 'int_uniform', min: 1, max: 200 } },
      { name: 'share', domain: { kind: 'q_uniform', min: 0, max: 1, q: 0.1 } },
    ]);
    const worth: Worth = ({ width, share }) =>
      (Number(width) / 200 - 0.37) ** 2 + (Number(share) - 0.7) ** 2;
    expect(Math.min(...proposalsOf(space, worth, 30).map(worth))).toBeLessThan(1e-9);
  });

  it('searches beneath conditions: what is not there is neither proposed nor missed', () => {
    const parameters: Space = [
      { name: 'kind', domain: { kind: 'categorical', values: ['flat', 'deep'] } },
      ...reals(2),
    ];
    const admit = ({ kind, x0, x1 }: Assignment) =>
      Object.freeze(kind === 'deep' ? { kind, x0: x0!, x1: x1! } : { kind: kind!, x0: x0! });
    const space = { ...freeSpace(parameters), admit };
    const worth: Worth = ({ kind, x0, x1 }) =>
      kind === 'deep' ? bowl({ x0: x0!, x1: x1! }) : 0.1 + Number(x0);
    const proposals = proposalsOf(space, worth, 35);
    for (const { kind, x1 } of proposals) expect(x1 === undefined).toBe(kind === 'flat');
    expect(Math.min(...proposals.map(worth))).toBeLessThan(1e-3);
  });

  it('proposes nothing that is forbidden, also where the best would be', () => {
    const free = freeSpace(reals(2));
    const admit = (drawn: Assignment) => (Number(drawn.x0) < 0.5 ? null : free.admit(drawn));
    const proposals = proposalsOf({ ...free, admit }, bowl, 25);
    expect(Math.min(...proposals.map(({ x0 }) => Number(x0)))).toBeGreaterThanOrEqual(0.5);
    expect(Math.min(...proposals.map(bowl))).toBeLessThan(0.04 + 1e-3);
  });

  it('keeps trials apart that are under way at the same time', () => {
    const sampler = gpSampler({ space: freeSpace(reals(2)), seed: 1, goal: 'minimize' });
    for (let trial = 0; trial < 12; trial++) {
      const values = [bowl(sampler.suggest(trial)!)];
      sampler.observe?.({ trial, state: 'completed', epochs: 1, values });
    }
    const together = Array.from({ length: 8 }, (_, i) => sampler.suggest(12 + i)!);
    for (const [i, a] of together.entries()) {
      for (const b of together.slice(i + 1)) {
        const away = (Number(a.x0) - Number(b.x0)) ** 2 + (Number(a.x1) - Number(b.x1)) ** 2;
        expect(Math.sqrt(away)).toBeGreaterThan(5e-4);
      }
    }
  });

  it('keeps away from where trials fail', () => {
    const sampler = gpSampler({ space: freeSpace(reals(1)), seed: 1, goal: 'minimize' });
    const late: number[] = [];
    for (let trial = 0; trial < 30; trial++) {
      const x = Number(sampler.suggest(trial)!.x0);
      const state = x > 0.6 ? 'failed' : 'completed';
      sampler.observe?.({ trial, state, epochs: 1, values: [-x] });
      if (trial >= 15) late.push(x);
    }
    expect(late.filter((x) => x > 0.65).length).toBeLessThanOrEqual(3);
    expect(late.some((x) => x > 0.55 && x <= 0.6)).toBe(true);
  });

  it('goes on where every trial failed', () => {
    const sampler = gpSampler({ space: freeSpace(reals(2)), seed: 1, goal: 'minimize' });
    for (let trial = 0; trial < 14; trial++) {
      expect(sampler.suggest(trial)).not.toBeNull();
      sampler.observe?.({ trial, state: 'failed', epochs: 0, values: [Number.NaN] });
    }
  });
});
