// NSGA-II: generations by the number of a trial, parents from whole generations only, and fronts that are
// fuller than those of random draws.

import { describe, expect, it } from 'vitest';
import { nsga2Sampler } from '../../src/samplers/nsga2.js';
import { survivors } from '../../src/samplers/nsga2-selection.js';
import type { Observation, Sampler } from '../../src/samplers/sampler.js';
import type { Space } from '../../src/space/parameter.js';
import { searchSpace } from '../../src/space/search-space.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { hypervolume } from '../../src/vocabulary/hypervolume.js';

const spaceOf = (parameters: Space) =>
  searchSpace({ parameters, settings: networkSettings, fixed: {} });
const unit = (count: number): Space =>
  Array.from({ length: count }, (_, i) => ({
    name: `x${i}`,
    domain: { kind: 'uniform', min: 0, max: 1 },
  }));
const mixed: Space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.99 } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 16, max: 64 } },
  { name: 'label_smoothing', domain: { kind: 'constant', value: 0.1 } },
];
const goals = ['minimize', 'minimize'] as const;

type Values = (proposal: Assignment, trial: number) => readonly number[] | 'failed';

function tell(sampler: Sampler, trial: number, values: readonly number[] | 'failed'): void {
  const seen: Pick<Observation, 'state' | 'values'> =
    values === 'failed' ? { state: 'failed', values: [0, 0] } : { state: 'completed', values };
  sampler.observe!({ trial, epochs: 9, ...seen });
}

/** What is proposed where each result is known `lag` trials later. */
function proposals(
  sampler: Sampler,
  trials: number,
  values: Values,
  lag = 0,
): readonly Assignment[] {
  const proposed: Assignment[] = [];
  for (let trial = 0; trial < trials; trial++) {
    proposed.push(sampler.suggest(trial)!);
    const known = trial - lag;
    if (known >= 0) tell(sampler, known, values(proposed[known]!, known));
  }
  return proposed;
}

const numbers = (proposal: Assignment) => Object.values(proposal).map(Number);
const spread: Values = (proposal) => [Number(proposal.x0), 1 - Number(proposal.x0)];

describe('nsga2', () => {
  it('proposes what the space admits: of momentum nothing under adam', () => {
    const size: Values = ({ lr, batch_size: batch }) => [Number(lr), Number(batch)];
    const sampler = nsga2Sampler({ space: spaceOf(mixed), seed: 7, goals, population: 8 });
    for (const proposal of proposals(sampler, 80, size)) {
      const names = mixed.map(({ name }) => name);
      const expected =
        proposal.optimizer === 'adam' ? names.filter((n) => n !== 'momentum') : names;
      expect(Object.keys(proposal)).toEqual(expected);
      expect(Object.isFrozen(proposal)).toBe(true);
      expect(proposal.lr).toBeGreaterThanOrEqual(1e-4);
      expect(proposal.lr).toBeLessThanOrEqual(0.1);
      expect(Number.isInteger(proposal.batch_size)).toBe(true);
    }
  });

  it('proposes the same from the same seed and results, and other things from another seed', () => {
    const run = (seed: number, lag: number) =>
      proposals(
        nsga2Sampler({ space: spaceOf(unit(3)), seed, goals, population: 5 }),
        40,
        spread,
        lag,
      );
    expect(run(7, 3)).toEqual(run(7, 3));
    expect(run(8, 3)).not.toEqual(run(7, 3));
  });

  it('draws independently until its first generation is known', () => {
    const silent = nsga2Sampler({ space: spaceOf(unit(2)), seed: 7, goals, population: 5 });
    const other = nsga2Sampler({ space: spaceOf(unit(2)), seed: 7, goals, population: 5 });
    const drawn = Array.from({ length: 20 }, (_, trial) => silent.suggest(trial));
    const late = proposals(other, 20, spread, 8);
    // Trial 5 - 1 is told when trial 12 was proposed: 13 is the first with parents.
    expect(late.slice(0, 13)).toEqual(drawn.slice(0, 13));
    expect(late.slice(13)).not.toEqual(drawn.slice(13));
  });

  it('changes its parents with whole generations only, in whatever order results come', () => {
    const run = (order: readonly number[]) => {
      const sampler = nsga2Sampler({ space: spaceOf(unit(2)), seed: 7, goals, population: 4 });
      const first = [0, 1, 2, 3, 4, 5].map((trial) => sampler.suggest(trial)!);
      for (const trial of order) tell(sampler, trial, spread(first[trial]!, trial));
      return sampler.suggest(6);
    };
    expect(run([3, 1, 0, 2])).toEqual(run([0, 1, 2, 3]));
    // Of the second generation only two are known.
    expect(run([5, 4, 0, 1, 2, 3])).toEqual(run([0, 1, 2, 3]));
    expect(run([0, 1, 2])).not.toEqual(run([0, 1, 2, 3]));
  });

  it('breeds children near their parents once these are good', () => {
    const peak: Values = (proposal) => numbers(proposal).map((x) => Math.abs(x - 0.7));
    const sampler = nsga2Sampler({ space: spaceOf(unit(2)), seed: 3, goals, population: 10 });
    const last = proposals(sampler, 200, peak).slice(-50);
    const near = last.filter((proposal) => numbers(proposal).every((x) => Math.abs(x - 0.7) < 0.1));
    // Of independent draws two would be.
    expect(near.length).toBeGreaterThan(10);
  });

  it.each([
    ['that failed', 'failed'],
    ['with a NaN', [Number.NaN, -1]],
  ] as const)('never prefers a trial %s to a healthy one', (_, fault) => {
    // Everything below a half is broken, and would look best.
    const values: Values = ({ x0 }) => (Number(x0) < 0.5 ? fault : [1 - Number(x0), 2]);
    const sampler = nsga2Sampler({ space: spaceOf(unit(1)), seed: 5, goals, population: 10 });
    const late = proposals(sampler, 120, values).slice(60);
    expect(late.filter(({ x0 }) => Number(x0) >= 0.5).length).toBeGreaterThan(50);
  });

  it('proposes the same for maximising the negative', () => {
    const of = (goal: 'minimize' | 'maximize', sign: number) =>
      proposals(
        nsga2Sampler({ space: spaceOf(unit(3)), seed: 7, goals: [goal, goal], population: 6 }),
        60,
        (proposal) =>
          numbers(proposal)
            .slice(0, 2)
            .map((x) => sign * x),
      );
    expect(of('maximize', -1)).toEqual(of('minimize', 1));
  });

  it('works with one objective', () => {
    const sampler = nsga2Sampler({
      space: spaceOf(unit(2)),
      seed: 7,
      goals: ['maximize'],
      population: 8,
    });
    const sum: Values = (proposal) => [numbers(proposal).reduce((a, b) => a + b, 0)];
    const best = Math.max(
      ...proposals(sampler, 160, sum).map((p, trial) => Number((sum(p, trial) as number[])[0])),
    );
    expect(best).toBeGreaterThan(1.9);
  });

  it('counts a trial by what was observed of it last', () => {
    const run = (again: boolean) => {
      const sampler = nsga2Sampler({ space: spaceOf(unit(2)), seed: 7, goals, population: 4 });
      const known = [0, 1, 2, 3, 4, 5, 6].map((trial) => sampler.suggest(trial)!);
      for (let trial = 0; trial < 4; trial++) tell(sampler, trial, spread(known[trial]!, trial));
      if (again) tell(sampler, 0, [9, 9]);
      for (let i = 0; i < 3; i++) tell(sampler, 4 + i, [0.5 + i, 0.5 - i]);
      sampler.suggest(7);
      tell(sampler, 7, [3, -3]);
      return Array.from({ length: 12 }, (_, i) => sampler.suggest(8 + i));
    };
    expect(run(true)).not.toEqual(run(false));
  });

  it('tries each configuration of a small space once, and then says that none is left', () => {
    const small: Space = [
      { name: 'a', domain: { kind: 'int_uniform', min: 0, max: 4 } },
      { name: 'b', domain: { kind: 'categorical', values: ['x', 'y'] } },
    ];
    const sampler = nsga2Sampler({ space: spaceOf(small), seed: 7, goals, population: 3 });
    const seen = new Set<string>();
    for (let trial = 0; trial < 10; trial++) {
      const proposal = sampler.suggest(trial)!;
      seen.add(JSON.stringify(proposal));
      tell(sampler, trial, [Number(proposal.a), -Number(proposal.a)]);
    }
    expect(seen.size).toBe(10);
    expect(sampler.suggest(10)).toBeNull();
    expect(sampler.suggest(11)).toBeNull();
    expect(sampler.exhaustion?.()?.text).toBe('all 10 configurations were tried');
  });

  it('never breeds the same trial again, although genes without steps are handed on', () => {
    const space = spaceOf(mixed);
    const size: Values = ({ lr, batch_size: batch }) => [Number(lr), Number(batch)];
    const sampler = nsga2Sampler({ space, seed: 7, goals, population: 4 });
    const keys = proposals(sampler, 300, size).map(space.keyOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('begins with what is given, and breeds from it', () => {
    const first = [{ x0: 0.25, x1: 0.5 }];
    const sampler = nsga2Sampler({ space: spaceOf(unit(2)), seed: 7, goals, population: 2, first });
    // Nothing else is ever as good.
    const values: Values = (_, trial) => (trial === 0 ? [0, 0] : [1, 1]);
    const proposed = proposals(sampler, 60, values);
    expect(proposed[0]).toEqual(first[0]);
    const near = proposed.slice(2).filter(({ x0 }) => Math.abs(Number(x0) - 0.25) < 0.05);
    expect(near.length).toBeGreaterThan(15);
  });
});

describe('who stays of a population', () => {
  const candidates = (points: readonly (readonly number[])[]) =>
    points.map((values, trial) => ({ trial, genes: [], values }));
  const kept = (points: readonly (readonly number[])[], population: number) =>
    survivors(candidates(points), population, goals).map(({ trial }) => trial);

  it('are whole fronts first, and of the one that does not fit those with the most room', () => {
    const first = [
      [0, 4],
      [1, 3],
      [1.1, 2.9],
      [4, 0],
    ];
    const behind = [
      [5, 5],
      [6, 6],
    ];
    expect(kept([...behind, ...first], 6)).toEqual([2, 5, 4, 3, 0, 1]);
    expect(kept([...behind, ...first], 3)).toEqual([2, 5, 4]);
  });

  it('are those with a NaN only where nothing else is left', () => {
    const points = [
      [Number.NaN, 0],
      [9, 9],
      [0, Number.NaN],
      [8, 8],
    ];
    expect(kept(points, 3)).toEqual([3, 1, 0]);
  });
});

/** Zitzler, Deb and Thiele 2000, with six variables. */
const functions: Readonly<Record<string, (f: number, g: number) => number>> = {
  ZDT1: (f, g) => g * (1 - Math.sqrt(f / g)),
  ZDT2: (f, g) => g * (1 - (f / g) ** 2),
  ZDT3: (f, g) => g * (1 - Math.sqrt(f / g) - (f / g) * Math.sin(10 * Math.PI * f)),
};

describe('on the functions of Zitzler, Deb and Thiele, 200 trials in 16 slots and 20 seeds', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const space = spaceOf(unit(6));

  it.each(Object.entries(functions))('%s: its hypervolume beats random (p < 0.001)', (_, h) => {
    const values = (proposal: Assignment) => {
      const [f, ...rest] = numbers(proposal) as [number, ...number[]];
      const g = 1 + (9 * rest.reduce((a, b) => a + b, 0)) / rest.length;
      return [f, h(f, g)];
    };
    const volume = (seed: number, population?: number) => {
      const options = { space, seed, goals, ...(population === undefined ? {} : { population }) };
      const points = proposals(nsga2Sampler(options), 200, values, 15).map(values);
      return hypervolume(points, [1.1, 10]);
    };
    const bred = seeds.map((seed) => volume(seed));
    // A generation that never ends is a random search.
    const random = seeds.map((seed) => volume(1000 + seed, 1e9));
    expect(mannWhitneyZ(bred, random)).toBeGreaterThan(3.1);
  });
});

/** Of the normal approximation: how far a tends to be above b. */
function mannWhitneyZ(a: readonly number[], b: readonly number[]): number {
  const wins = a.flatMap((x) => b.map((y) => (x > y ? 1 : x === y ? 0.5 : 0)));
  const u = wins.reduce<number>((sum, win) => sum + win, 0);
  const [n, m] = [a.length, b.length];
  return (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
