// CMA-ES as a sampler: what it proposes after what was observed, in one slot or sixteen.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cmaEsSampler } from '../../src/samplers/cma-es/cma-es.js';
import { type Individual, ranking } from '../../src/samplers/cma-es/generation.js';
import { randomSampler } from '../../src/samplers/random.js';
import type { Observation, Sampler } from '../../src/samplers/sampler.js';
import type { Domain, Space } from '../../src/space/parameter.js';
import { searchSpace } from '../../src/space/search-space.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import type { Goal } from '../../src/vocabulary/metric.js';
import { freeSpace } from './free-space.js';

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

const sampler = (parameters: Space, options: { goal?: Goal; seed?: number } = {}) =>
  cmaEsSampler({ space: freeSpace(parameters), seed: 7, goal: 'minimize', ...options });
const numbers = (proposal: Assignment) => Object.values(proposal).map(Number);

type Values = (proposal: Assignment, trial: number) => number | 'failed';

function tell(to: Sampler, trial: number, value: number | 'failed'): void {
  const seen: Pick<Observation, 'state' | 'values'> =
    value === 'failed'
      ? { state: 'failed', values: [-1e9] }
      : { state: 'completed', values: [value] };
  to.observe!({ trial, epochs: 9, ...seen });
}

/** What is proposed where each result is known `lag` trials later. */
function proposals(of: Sampler, trials: number, values: Values, lag = 0): readonly Assignment[] {
  const proposed: Assignment[] = [];
  for (let trial = 0; trial < trials; trial++) {
    proposed.push(of.suggest(trial)!);
    const known = trial - lag;
    if (known >= 0) tell(of, known, values(proposed[known]!, known));
  }
  return proposed;
}

/** Its axes are a hundred times as long as each other, its middle is off that of the range. */
const ellipsoid = (proposal: Assignment) => {
  const x = numbers(proposal);
  return x.reduce((sum, value, i) => sum + 100 ** (i / (x.length - 1)) * (value - 0.3) ** 2, 0);
};
const distance = (proposal: Assignment) =>
  Math.sqrt(numbers(proposal).reduce((sum, x) => sum + (x - 0.3) ** 2, 0));

describe('cma_es', () => {
  it('proposes what the space admits: of momentum nothing under adam', () => {
    const space = searchSpace({ parameters: mixed, settings: networkSettings, fixed: {} });
    const learner = cmaEsSampler({ space, seed: 7, goal: 'minimize' });
    const names = mixed.map(({ name }) => name);
    for (const proposal of proposals(learner, 120, ({ lr }) => Number(lr), 4)) {
      const isSgd = proposal.optimizer !== 'adam';
      expect(Object.keys(proposal)).toEqual(names.filter((n) => isSgd || n !== 'momentum'));
      expect(proposal.lr).toBeGreaterThanOrEqual(1e-4);
      expect(proposal.lr).toBeLessThanOrEqual(0.1);
      expect(Number.isInteger(proposal.batch_size)).toBe(true);
    }
  });

  it('never proposes what a constraint forbids, though the best lies behind it', () => {
    const space = searchSpace({
      parameters: unit(2),
      settings: [],
      fixed: {},
      constraints: ['x0 + x1 <= 0.9'],
    });
    const learner = cmaEsSampler({ space, seed: 7, goal: 'maximize' });
    const sum = (proposal: Assignment) => numbers(proposal).reduce((a, b) => a + b, 0);
    const sums = proposals(learner, 150, sum).map(sum);
    expect(Math.max(...sums)).toBeLessThanOrEqual(0.9);
    expect(Math.max(...sums)).toBeGreaterThan(0.89);
  });

  it('proposes the same from the same seed and results, and other things from another seed', () => {
    const run = (seed: number) => proposals(sampler(unit(3), { seed }), 60, ellipsoid, 5);
    expect(run(7)).toEqual(run(7));
    expect(run(8)).not.toEqual(run(7));
  });

  it('begins around the middle, and looks around while nothing is known', () => {
    // Three coordinates: seven trials in a generation.
    const silent = sampler(unit(3));
    const drawn = Array.from({ length: 71 }, (_, trial) => silent.suggest(trial)!).map(numbers);
    const spread = (points: readonly number[][]) =>
      points.flat().reduce((sum, x) => sum + (x - 0.5) ** 2, 0) / points.flat().length;
    expect(spread(drawn.slice(0, 7))).toBeLessThan(0.06);
    // Of even draws it is a twelfth.
    expect(spread(drawn.slice(7))).toBeGreaterThan(0.075);
  });

  it('learns from each generation as soon as it is known, whichever trials it is of', () => {
    const next = (told: readonly number[]) => {
      const learner = sampler(unit(2));
      const first = Array.from({ length: 12 }, (_, trial) => learner.suggest(trial)!);
      for (const trial of told) tell(learner, trial, ellipsoid(first[trial]!));
      return learner.suggest(12);
    };
    // Two coordinates: six trials.
    expect(next([0, 1, 2, 3, 4])).toEqual(next([]));
    expect(next([0, 1, 2, 3, 4, 5])).not.toEqual(next([]));
    expect(next([5, 3, 1, 0, 2, 4])).toEqual(next([0, 1, 2, 3, 4, 5]));
    expect(next([11, 10, 9, 8, 7, 6])).not.toEqual(next([]));
  });

  it.each([
    ['one after the other', 0, 0.005],
    ['in sixteen slots', 15, 0.03],
  ])('converges on a shifted ellipsoid, %s', (_, lag, near) => {
    const found = proposals(sampler(unit(5)), 400, ellipsoid, lag).map(distance);
    expect(Math.min(...found)).toBeLessThan(near);
  });

  it('depends on the order of values alone', () => {
    const transforms = fc.constantFrom<(x: number) => number>(
      (x) => 3 * x - 7,
      (x) => x ** 3,
      (x) => Math.log(x + 1e-9),
      (x) => 1 - 1 / (1 + x),
    );
    const seeds = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(transforms, seeds, (transform, seed) => {
        const plain = proposals(sampler(unit(3), { seed }), 50, ellipsoid, 3);
        const other = proposals(sampler(unit(3), { seed }), 50, (p) => transform(ellipsoid(p)), 3);
        expect(other).toEqual(plain);
      }),
      { numRuns: 20 },
    );
  });

  it('proposes the same for maximising the negative', () => {
    const least = proposals(sampler(mixed), 80, ({ lr }) => Number(lr), 5);
    const most = sampler(mixed, { goal: 'maximize' });
    expect(proposals(most, 80, ({ lr }) => -Number(lr), 5)).toEqual(least);
  });

  it.each([
    ['that failed', 'failed'],
    ['with a NaN', Number.NaN],
  ] as const)('never prefers a trial %s to a healthy one', (_, fault) => {
    // Everything below a half is broken, and would look best.
    const values: Values = ({ x0 }) => (Number(x0) < 0.5 ? fault : Number(x0));
    const late = proposals(sampler(unit(2)), 120, values).slice(60);
    expect(late.filter(({ x0 }) => Number(x0) >= 0.5).length).toBeGreaterThan(30);
    const others = late.filter(({ x0 }) => Number(x0) >= 0.5).map(({ x0 }) => Number(x0));
    expect(Math.max(...others)).toBeLessThan(0.9);
  });

  it('goes on looking where everything fails, and then somewhere else', () => {
    const proposed = proposals(sampler(unit(2)), 300, () => 'failed').map(numbers);
    const corners = new Set(proposed.map((x) => x.map((u) => Number(u > 0.5)).join()));
    expect(corners.size).toBe(4);
  });

  it('starts again once it has collapsed, elsewhere and with twice the population', () => {
    const proposed = proposals(sampler(unit(2)), 500, ellipsoid).map(distance);
    const collapsed = proposed.findIndex(
      (_, i) => i > 10 && proposed.slice(i - 6, i).every((d) => d < 1e-3),
    );
    expect(collapsed).toBeGreaterThan(10);
    expect(Math.max(...proposed.slice(collapsed))).toBeGreaterThan(0.2);
  });

  it('finds the value of a choice, and goes on trying the others', () => {
    const parameters: Space = [
      ...unit(2),
      { name: 'kind', domain: { kind: 'categorical', values: ['a', 'b', 'c', 'd'] } },
    ];
    const values: Values = ({ x0, x1, kind }) =>
      (Number(x0) - 0.4) ** 2 + (Number(x1) - 0.6) ** 2 + (kind === 'c' ? 0 : 0.05);
    const late = proposals(sampler(parameters), 200, values).slice(100);
    const ofC = late.filter(({ kind }) => kind === 'c').length;
    expect(ofC).toBeGreaterThan(50);
    expect(new Set(late.map(({ kind }) => kind)).size).toBeGreaterThan(2);
  });

  it('begins with what is given, and searches from there', () => {
    const first = [{ x0: 0.05, x1: 0.95 }];
    const given = cmaEsSampler({ space: freeSpace(unit(2)), seed: 7, goal: 'minimize', first });
    const away = (p: Assignment) => (Number(p.x0) - 0.05) ** 2 + (Number(p.x1) - 0.95) ** 2;
    // It is told nothing more of where the best is than this: all others are alike but for noise.
    const values: Values = (p, trial) =>
      trial === 0 ? -1 : Math.round(away(p) * 3) + trial * 1e-9;
    const proposed = proposals(given, 80, values);
    expect(proposed[0]).toEqual(first[0]);
    const near = (from: number, to: number) =>
      proposed.slice(from, to).reduce((sum, p) => sum + away(p), 0) / (to - from);
    expect(near(60, 80)).toBeLessThan(near(1, 7) / 4);
  });

  it('tries each configuration of a small space once, and then says that none is left', () => {
    const small: Space = [
      { name: 'a', domain: { kind: 'int_uniform', min: 0, max: 4 } },
      { name: 'b', domain: { kind: 'categorical', values: ['x', 'y'] } },
    ];
    const learner = sampler(small);
    const proposed = proposals(learner, 10, ({ a }) => Number(a));
    expect(new Set(proposed.map((p) => JSON.stringify(p))).size).toBe(10);
    expect(learner.suggest(10)).toBeNull();
    expect(learner.exhaustion?.()?.text).toBe('all 10 configurations were tried');
  });

  it('goes on in any space, with values that are there and good only now and then', () => {
    const domains: readonly Domain[] = [
      { kind: 'uniform', min: -3, max: 3 },
      { kind: 'log_uniform_values', min: 1e-6, max: 1 },
      { kind: 'int_uniform', min: 0, max: 1 },
      { kind: 'int_uniform', min: 1, max: 1e12 },
      { kind: 'q_log_uniform_values', min: 1, max: 1024, q: 16 },
      { kind: 'normal', mu: 0, sigma: 1 },
      { kind: 'q_normal', mu: 3, sigma: 2, q: 1 },
      { kind: 'q_beta', a: 0.5, b: 0.5, q: 0.1 },
      { kind: 'categorical', values: [[1], [1, 2], [3]], ordered: true },
      { kind: 'categorical', values: ['x', 'y', 'z'], probabilities: [0.5, 0.5, 0] },
    ];
    const course = fc.record({
      chosen: fc.array(fc.constantFrom(...domains), { minLength: 1, maxLength: 6 }),
      seed: fc.nat(),
      lag: fc.nat({ max: 17 }),
      pattern: fc.array(fc.constantFrom<number | 'failed'>('failed', Number.NaN, 0, 1, 2), {
        minLength: 1,
        maxLength: 30,
      }),
    });
    fc.assert(
      fc.property(course, ({ chosen, seed, lag, pattern }) => {
        const parameters = chosen.map((domain, i) => ({ name: `x${i}`, domain }));
        const space = freeSpace(parameters);
        const goes = cmaEsSampler({ space, seed, goal: 'minimize', duplicates: true });
        const values: Values = (_, trial) => pattern[trial % pattern.length]!;
        for (const proposal of proposals(goes, 200, values, lag)) {
          for (const [name, value] of Object.entries(proposal)) {
            expect(`${name}: ${value}`).not.toMatch(/NaN|Infinity|z|undefined/);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['of constants alone', [{ name: 'a', domain: { kind: 'constant', value: 1 } }]],
    ['of choices alone', [{ name: 'a', domain: { kind: 'categorical', values: ['x', 'y', 'z'] } }]],
  ] as const)('works in a space %s', (_, parameters) => {
    const learner = cmaEsSampler({
      space: freeSpace(parameters),
      seed: 7,
      goal: 'minimize',
      duplicates: true,
    });
    const late = proposals(learner, 60, ({ a }) => (a === 'y' ? 0 : 1)).slice(20);
    const best = parameters[0].domain.kind === 'constant' ? 1 : 'y';
    expect(late.filter(({ a }) => a === best).length).toBeGreaterThan(20);
  });
});

describe('trials of a generation', () => {
  const individual = (trial: number, ...seen: readonly [Observation['state'], number, number][]) =>
    ({
      trial,
      point: { numbers: new Float64Array(0), chosen: [] },
      seen: seen.map(([state, epochs, value]) => ({ trial, state, epochs, values: [value] })),
    }) satisfies Individual;
  const ordered = (...individuals: readonly Individual[]) =>
    ranking(individuals, 'minimize').order.map(({ trial }) => trial);

  it('are compared at the most epochs that all have come to', () => {
    const far = individual(0, ['paused', 1, 5], ['paused', 3, 1]);
    const near = individual(1, ['paused', 1, 4]);
    expect(ordered(far, near)).toEqual([1, 0]);
    const gone = individual(1, ['paused', 1, 4], ['completed', 3, 2]);
    expect(ordered(far, gone)).toEqual([0, 1]);
  });

  it('count by what spoke for them last, where there are no rungs', () => {
    expect(ordered(individual(0, ['stopped', 2, 1]), individual(1, ['completed', 9, 2]))).toEqual([
      0, 1,
    ]);
  });

  it('come last where they failed or are NaN, and leave the others comparable', () => {
    const failed = individual(0, ['paused', 1, -9], ['failed', 2, -9]);
    const nan = individual(1, ['paused', 1, Number.NaN], ['completed', 9, Number.NaN]);
    const one = individual(2, ['paused', 1, 5], ['completed', 9, 1]);
    const other = individual(3, ['paused', 1, 4], ['completed', 9, 2]);
    expect(ordered(failed, nan, one, other)).toEqual([2, 3, 0, 1]);
  });

  it('are flat where none is better than another', () => {
    const same = [0, 1, 2].map((trial) => individual(trial, ['completed', 9, 4]));
    expect(ranking(same, 'minimize').isFlat).toBe(true);
    expect(ranking([...same, individual(3, ['completed', 9, 5])], 'minimize').isFlat).toBe(false);
    expect(
      ranking([individual(0, ['failed', 1, 1]), individual(1, ['failed', 1, 2])], 'maximize')
        .isFlat,
    ).toBe(true);
  });
});

describe('beside random search, 60 trials in 16 slots and 15 seeds', () => {
  it('is nearer in most pairs on a sphere', () => {
    const seeds = Array.from({ length: 15 }, (_, seed) => seed);
    const sphere = (p: Assignment) => distance(p) ** 2;
    const best = (of: Sampler) => Math.min(...proposals(of, 60, sphere, 15).map(sphere));
    const ours = seeds.map((seed) => best(sampler(unit(5), { seed })));
    const theirs = seeds.map((seed) => {
      const random = randomSampler({ space: freeSpace(unit(5)), seed });
      return Math.min(
        ...seeds.concat(seeds, seeds, seeds).map((_, t) => sphere(random.suggest(t)!)),
      );
    });
    const wins = ours.flatMap((a) => theirs.map((b) => Number(a < b)));
    expect(wins.reduce((sum, win) => sum + win, 0)).toBeGreaterThan(0.75 * wins.length);
  });
});
