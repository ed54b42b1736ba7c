// Given configurations from the definition to the parts of a sweep: what they come to, that they are the
// proposals of whoever else proposes the same, and that what is checked before a start looks at them.

import { describe, expect, test } from 'vitest';
import { givenConfigurations, searchSpaceOf } from '../../src/cli/given-configurations.js';
import { defineSweep, Slip } from '../../src/cli/library.js';
import { configurationsShown } from '../../src/cli/live-view/outline.js';
import { largestTraining, refuseOversized } from '../../src/cli/memory-check.js';
import { refuseUnfitPictures } from '../../src/cli/picture-check.js';
import { identityOf } from '../../src/cli/sweep-identity.js';
import { planSweep } from '../../src/cli/sweep-plan.js';
import { loadDataSets } from '../../src/data/load-data-set.js';
import type { SweepInput } from '../../src/definition/define-sweep.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';

const input: SweepInput = {
  name: 'a',
  method: 'random',
  trials: 12,
  seed: 7,
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons', samples: 100 },
  epochs: 9,
  parameters: {
    lr: { distribution: 'log_uniform_values', min: 0.001, max: 0.1 },
    optimizer: ['sgd', 'adam'],
    momentum: { min: 0.5, max: 0.9, q: 0.1 },
    layers: { min: 1, max: 3 },
    width: '= layers * 8',
  },
  constraints: ['layers < 3 or lr < 0.05'],
};
const { trials: _all, parameters: _none, constraints: _free, ...open } = input;
const list = (configurations: readonly Assignment[], more: Partial<SweepInput> = {}) =>
  defineSweep({ ...open, method: 'list', configurations: [...configurations], ...more });
const planOf = (sweep: SweepInput) => planSweep(defineSweep(sweep), 'classification');

/** Of the first trials, without what is learned. */
function proposals(sweep: SweepInput, count: number): readonly Assignment[] {
  const { sampler } = planOf(sweep);
  return Array.from({ length: count }, (_, trial) => sampler.suggest(trial)!);
}

describe('what is given first', () => {
  test('that no draw can complete is refused for these data', () => {
    const definition = defineSweep({ ...input, first: [{ layers: 2 }] });
    const ruled = { ...definition, constraints: ['layers < 2'] };
    expect(() => givenConfigurations(ruled, searchSpaceOf(ruled, 'classification'))).toThrow(
      'first.0  expected a configuration that the rules allow',
    );
  });

  test.each(['random', 'sobol', 'tpe', 'nsga2'] as const)(
    'is proposed by %s as whoever else proposed it did, before anything else',
    (method) => {
      const others = proposals({ ...input, seed: 3 }, 8);
      const first = others.map(({ width: _computed, ...values }) => values);
      const sweep = { ...input, method, first };
      expect(planOf(sweep).given).toEqual(others);
      expect(proposals(sweep, 8).map((one) => Object.entries(one))).toEqual(
        others.map((one) => Object.entries(one)),
      );
      expect(others).not.toContainEqual(proposals(sweep, 9)[8]);
    },
  );

  test('is filled in with what a random search would draw for that trial', () => {
    const drawn = proposals(input, 3);
    const [one, two] = planOf({ ...input, first: [{ lr: 0.01 }, { lr: 0.02, layers: 1 }] }).given;
    expect(one).toEqual({ ...drawn[0], lr: 0.01 });
    expect(two).toMatchObject({ lr: 0.02, layers: 1, width: 8, optimizer: drawn[1]!.optimizer });
  });

  test('leaves the later draws of a random search as they were', () => {
    const first = [{ lr: 0.01 }];
    expect(proposals({ ...input, first }, 12).slice(1)).toEqual(proposals(input, 12).slice(1));
  });

  test('comes first in a grid, which tries it once; what is left out is at its first value', () => {
    const grid: SweepInput = {
      ...open,
      method: 'grid',
      parameters: { lr: [0.1, 0.01, 0.001], dropout: { min: 0.05, max: 0.25, q: 0.1 } },
      first: [{ lr: 0.01 }, { lr: 0.1, dropout: 0.2 }],
    };
    const plan = planOf(grid);
    expect(plan.configurations).toBe(7);
    expect(proposals(grid, 4)).toEqual([
      { lr: 0.01, dropout: 0.05 },
      { lr: 0.1, dropout: 0.2 },
      { lr: 0.1, dropout: 0.05 },
      { lr: 0.1, dropout: 0.15 },
    ]);
  });

  test('may lie at the ends of any distribution', () => {
    const parameters = {
      dropout: { distribution: 'beta', a: 0.5, b: 2, max: 0.9 },
      momentum: { distribution: 'q_beta', q: 0.1, max: 0.9 },
      weight_decay: { distribution: 'log_normal', mu: -7, sigma: 1 },
      input_noise: { distribution: 'normal', mu: 1, sigma: 0.2, min: 0, max: 5 },
      optimizer: { values: ['sgd', 'rmsprop'], probabilities: [1, 0] },
    } as const;
    const first = [
      { dropout: 0, momentum: 0, weight_decay: 1e-300, input_noise: 0, optimizer: 'rmsprop' },
      { dropout: 0.9, momentum: 0.9, weight_decay: 1e3, input_noise: 5, optimizer: 'sgd' },
    ];
    for (const method of ['tpe', 'nsga2'] as const) {
      const { sampler } = planOf({ ...open, method, trials: 30, parameters, first });
      for (let trial = 0; trial < 30; trial++) {
        const proposal = sampler.suggest(trial)!;
        const drawn = Object.values(proposal).filter((value) => typeof value === 'number');
        expect(drawn.every(Number.isFinite)).toBe(true);
        sampler.observe?.({ trial, state: 'completed', epochs: 9, values: [trial % 3] });
      }
    }
  });

  test('is told beside the number of configurations', () => {
    expect(configurationsShown(defineSweep({ ...input, first: [{ lr: 0.01 }] }), 12)).toBe(
      '12 configurations, the first 1 given',
    );
    expect(configurationsShown(defineSweep(input), 12)).toBe('12 configurations');
  });
});

describe('a list', () => {
  const three = [{ lr: 0.1 }, {}, { hidden: [8], optimizer: 'sgd' }];

  test('is all of them, or the first so many, under any schedule', () => {
    const plan = (more: Partial<SweepInput>) => planSweep(list(three, more), 'classification');
    expect(plan({}).configurations).toBe(3);
    expect(plan({ trials: 2 }).configurations).toBe(2);
    expect(plan({ schedule: { type: 'hyperband' } }).configurations).toBe(3);
    expect(plan({}).order).toEqual({ kind: 'free' });
  });

  test('trains what other searches train under the same keys', async () => {
    const random = defineSweep(input);
    const data = await loadDataSets(random.data, null);
    const [proposal] = proposals(input, 1);
    const { width: _computed, ...values } = proposal!;
    const listed = list([{ ...values, width: proposal!.width! }]);
    const keyOf = (definition: typeof random, assignment: Assignment) =>
      identityOf(assignment, { definition, data, coreBuild: 'core' }).replicates[0]!.training;
    const { given } = planSweep(listed, 'classification');
    expect(keyOf(listed, given[0]!)).toBe(keyOf(random, proposal!));
  });

  test('needs the memory of its largest configuration, and not of a mixture', async () => {
    const wide = [
      { hidden: [512], batch_size: 8 },
      { hidden: [8], batch_size: 4096 },
    ];
    const bytesOf = async (configurations: readonly Assignment[]) => {
      const definition = list(configurations);
      return largestTraining(definition, await loadDataSets(definition.data, null));
    };
    const [both, one, other] = await Promise.all([
      bytesOf(wide),
      bytesOf(wide.slice(0, 1)),
      bytesOf(wide.slice(1)),
    ]);
    expect(both.bytes).toBe(Math.max(one.bytes, other.bytes));
    const mixture = await bytesOf([{ hidden: [512], batch_size: 4096 }]);
    expect(mixture.bytes).toBeGreaterThan(both.bytes);
  });

  test('with a configuration that fits no worker is refused', async () => {
    const definition = list([{}, { hidden: [65536, 65536] }]);
    const data = await loadDataSets(definition.data, null);
    expect(() => refuseOversized(definition, data)).toThrow(Slip);
  });

  test('of networks for pictures is checked one by one', async () => {
    const glyphs = { data: { generator: 'glyphs', samples: 100 } } as const;
    const small = { kind: 'cnn', convolutions: [8, 'pool'] };
    const tiny = { kind: 'cnn', convolutions: [8, 'pool', 'pool', 'pool', 'pool'] };
    const refusal = async (configurations: readonly Assignment[]) => {
      const definition = list(configurations, glyphs);
      const data = (await loadDataSets(definition.data, null))[0]!;
      return () => refuseUnfitPictures(definition, data);
    };
    expect(await refusal([small, { hidden: [8] }])).not.toThrow();
    expect(await refusal([small, tiny])).toThrow(
      /with .*convolutions \[8,"pool","pool","pool","pool"\]/,
    );
  });
});
