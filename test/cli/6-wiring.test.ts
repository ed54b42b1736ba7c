// From a definition to its parts: what is planned, what a sweep's id depends on, and what cannot fit.

import { describe, expect, test } from 'vitest';
import { extraMetricsOf, refuseUnmeasurable } from '../../src/cli/asked-metrics.js';
import { defineSweep, Slip } from '../../src/cli/library.js';
import { largestTraining, refuseOversized } from '../../src/cli/memory-check.js';
import { refuseUnfitPictures } from '../../src/cli/picture-check.js';
import { identityOf, sweepId } from '../../src/cli/sweep-identity.js';
import { planSweep } from '../../src/cli/sweep-plan.js';
import type { DataSet } from '../../src/data/data-set.js';
import { loadDataSets } from '../../src/data/load-data-set.js';
import type { SweepInput } from '../../src/definition/define-sweep.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { nine } from './started-sweep.js';

const input: SweepInput = {
  name: 'a',
  method: 'random',
  trials: 81,
  seed: 7,
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons', samples: 100 },
  epochs: 27,
  parameters: { lr: { min: 0.001, max: 0.1 } },
};

describe('a plan', () => {
  test('of successive halving has the rungs of the paper', () => {
    const schedule = { type: 'successive_halving', eta: 3, min_epochs: 1 } as const;
    const plan = planSweep(defineSweep({ ...input, schedule }), 'classification');
    expect(plan.rungs.map((rung) => [rung.configurations, rung.epochs])).toEqual([
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
    ]);
    expect([plan.configurations, plan.epochs]).toEqual([81, 81 + 27 * 2 + 9 * 6 + 3 * 18]);
  });
  test('of a grid counts configurations that differ', () => {
    const parameters = {
      optimizer: { values: ['sgd', 'adam'] },
      momentum: { values: [0, 0.5, 0.9] },
    };
    const { trials: _all, ...grid } = { ...input, method: 'grid' as const, parameters };
    const plan = planSweep(defineSweep(grid), 'classification');
    expect([plan.configurations, plan.epochs]).toEqual([4, 108]);
  });
  test('ends a grid at `trials`', () => {
    const parameters = { lr: { values: [0.1, 0.2, 0.3] } };
    const plan = planSweep(
      defineSweep({ ...input, method: 'grid', trials: 2, parameters }),
      'classification',
    );
    expect(plan.configurations).toBe(2);
  });
  test('asks the rules in the order of the definition', () => {
    const stopping = [{ type: 'patience', patience: 3 }] as const;
    const { rules } = planSweep(
      defineSweep({ ...input, stopping: [...stopping] }),
      'classification',
    );
    expect(rules.map(({ name }) => name)).toEqual(['patience', 'diverged']);
  });
});

describe('the id of a sweep', () => {
  const id = sweepId(nine, 'data', 'core');
  test('is sixteen hexadecimal digits', () => expect(id).toMatch(/^[0-9a-f]{16}$/));
  test('depends on the definition, the data and the core', () => {
    expect(sweepId(nine, 'data', 'core')).toBe(id);
    expect(sweepId({ ...nine, seed: 8 }, 'data', 'core')).not.toBe(id);
    expect(sweepId(nine, 'data 2', 'core')).not.toBe(id);
    expect(sweepId(nine, 'data', 'core 2')).not.toBe(id);
  });
  test('survives being stored as JSON', () => {
    expect(sweepId(JSON.parse(JSON.stringify(nine)), 'data', 'core')).toBe(id);
  });
});

describe('metrics that a sweep asks for', () => {
  const asking = (metric: string, also: readonly string[] = [], more: Partial<SweepInput> = {}) =>
    defineSweep({ ...input, metric: { name: metric }, also_measure: [...also], ...more });

  test('are none by default, and do not change the id of a sweep', () => {
    const plain = defineSweep(input);
    expect(extraMetricsOf(plain)).toEqual([]);
    const usual = asking('val_accuracy', ['val_loss', 'train_loss']);
    expect(sweepId(usual, 'data', 'core')).toBe(sweepId(plain, 'data', 'core'));
    const more = asking('val_accuracy', ['val_roc_auc']);
    expect(sweepId(more, 'data', 'core')).not.toBe(sweepId(plain, 'data', 'core'));
  });
  test('are those that rank, that stop and that are wanted, each once', () => {
    const stopping = [
      { type: 'patience', patience: 3, metric: { name: 'train_accuracy' } },
    ] as const;
    const also = ['val_top_3', 'val_roc_auc', 'val_top_3', 'val_f1_macro'];
    const sweep = asking('val_f1_macro', also, { stopping: [...stopping] });
    expect(extraMetricsOf(sweep)).toEqual([
      'train_accuracy',
      'val_f1_macro',
      'val_roc_auc',
      'val_top_3',
    ]);
  });
  test('are refused where the data show that there is nothing to measure', async () => {
    const [data] = (await loadDataSets(asking('val_loss').data, null)) as [DataSet];
    expect(() => refuseUnmeasurable(asking('val_roc_auc', ['val_confusion']), data)).not.toThrow();
    expect(() => refuseUnmeasurable(asking('val_top_2'), data)).toThrow(
      'expected fewer than the 2 classes of this data for `val_top_2`, which is else always 1, found 2: take a smaller number',
    );
    const numbers = { ...data, task: { kind: 'regression', mean: 0, scale: 1 } } as const;
    expect(() => refuseUnmeasurable(asking('val_loss', ['train_roc_auc']), numbers)).toThrow(
      'expected metrics of regression, which this data is, found `train_roc_auc`: use one of `val_loss`, `val_mse`,',
    );
    expect(() => refuseUnmeasurable(asking('val_loss', ['val_accuracy']), numbers)).toThrow(
      'found `val_accuracy`',
    );
  });
});

describe('the key of a training', () => {
  const data = loadDataSets({ ...defineSweep(input).data }, null);
  async function keyOf(epochs: number, assignment: Assignment) {
    const definition = defineSweep({ ...input, epochs });
    const sweep = { definition, data: await data, coreBuild: 'core' };
    return identityOf(assignment, sweep).replicates[0]!.training;
  }
  test('is one for each seed and each fold, and the first seed’s is that of a single one', async () => {
    const coreBuild = 'core';
    const identity = async (more: Partial<SweepInput>) => {
      const definition = defineSweep({ ...input, ...more });
      const folds = await loadDataSets(definition.data, definition.folds);
      return identityOf({}, { definition, data: folds, coreBuild }).replicates;
    };
    const [one] = await identity({});
    const three = await identity({ seeds: 3 });
    expect(three[0]).toEqual(one);
    expect(three.map(({ seed, fold }) => [seed, fold])).toEqual([7, 8, 9].map((s) => [s, 0]));
    const six = await identity({ seeds: 2, folds: 3 });
    expect(six.map(({ seed, fold }) => [seed, fold])).toEqual(
      [7, 8].flatMap((seed) => [0, 1, 2].map((fold) => [seed, fold])),
    );
    expect(new Set([...three, ...six].map(({ training }) => training)).size).toBe(9);
  });
  const alike: readonly [Assignment, Assignment][] = [
    [{ hidden: [8] }, { hidden: [8], residual: true }],
    [{ hidden: [16, 8] }, { hidden: [16, 8], residual: true }],
    [{ layers: 1 }, { layers: 1, residual: true }],
    [{ hidden: [] }, { hidden: [], dropout: 0.5, norm: 'batch_norm', residual: true }],
    [
      { lr_schedule: 'multi_step', lr_milestones: [4, 9] },
      { lr_schedule: 'multi_step', lr_milestones: [9, 4] },
    ],
    [{ optimizer: 'adamw' }, { optimizer: 'adamw', weight_decay: 0.01, lr: 0.001 }],
    [{}, { loss: 'cross_entropy', negative_slope: 0.3, focal_gamma: 1, pool_size: 3 }],
  ];
  test.each(alike)('is one for what trains the same: %j and %j', async (one, other) => {
    expect(await keyOf(9, one)).toBe(await keyOf(9, other));
  });
  const apart: readonly [Assignment, Assignment][] = [
    [{ hidden: [8, 8] }, { hidden: [8, 8], residual: true }],
    [{ layers: 2 }, { layers: 2, residual: true }],
    [
      { lr_schedule: 'multi_step', lr_milestones: [4] },
      { lr_schedule: 'multi_step', lr_milestones: [4, 4] },
    ],
    [{ hidden: [8, 4] }, { hidden: [4, 8] }],
  ];
  test.each(apart)('is another for what trains otherwise: %j and %j', async (one, other) => {
    expect(await keyOf(9, one)).not.toBe(await keyOf(9, other));
  });
  const shared: readonly Assignment[] = [
    {},
    { lr_schedule: 'step', lr_step_size: 3 },
    { lr_schedule: 'reduce_on_plateau' },
    { warmup: 10 },
  ];
  test.each(shared)('is that of a longer sweep, under %j', async (assignment) => {
    expect(await keyOf(9, assignment)).toBe(await keyOf(27, assignment));
  });
  const own: readonly Assignment[] = [
    { lr_schedule: 'cosine' },
    { lr_schedule: 'one_cycle' },
    { warmup: 0.1 },
  ];
  test.each(own)('is another for every number of epochs, under %j', async (assignment) => {
    expect(await keyOf(9, assignment)).not.toBe(await keyOf(27, assignment));
  });
});

describe('memory', () => {
  const wide = (sizes: readonly (readonly number[])[]) =>
    defineSweep({
      ...input,
      parameters: { hidden: { values: sizes }, optimizer: { values: ['sgd', 'adam'] } },
    });
  test('is that of the largest configuration', async () => {
    const definition = wide([[8], [256, 256], [16]]);
    const largest = largestTraining(definition, await loadDataSets(definition.data, null));
    expect(largest.assignment).toEqual({ hidden: [256, 256], optimizer: 'adam' });
    expect(largest.bytes).toBeGreaterThan(256 * 256 * 4 * 4);
  });
  test('that no worker has is refused, with the configuration that asks for it', async () => {
    const definition = wide([[8], [65536, 65536]]);
    const data = await loadDataSets(definition.data, null);
    expect(() => refuseOversized(definition, data)).toThrow(Slip);
    expect(() => refuseOversized(definition, data)).toThrow(
      /at most 2.0 GiB in a worker, found one of \d+ GiB with hidden \[65536,65536\] .* take smaller layers/,
    );
  });
});

describe('pictures', () => {
  const glyphs: SweepInput = { ...input, data: { generator: 'glyphs', samples: 100 } };
  const refused = async (sweep: SweepInput) => {
    const definition = defineSweep(sweep);
    const data = (await loadDataSets(definition.data, null))[0]!;
    return () => refuseUnfitPictures(definition, data);
  };

  test('are what a cnn needs', async () => {
    const check = await refused({ ...input, model: { kind: 'cnn' } });
    expect(check).toThrow(Slip);
    expect(check).toThrow('found a table: write data.image: [height, width]');
    const parameters = { kind: { values: ['mlp', 'cnn'] } };
    expect(await refused({ ...input, parameters })).toThrow('found a table');
  });
  test('are no matter to perceptrons', async () => {
    expect(await refused(input)).not.toThrow();
    expect(await refused({ ...glyphs, model: { kind: 'mlp' } })).not.toThrow();
  });
  test('may not shrink to nothing in any trial, and the message has the one that does it', async () => {
    const parameters = {
      convolutions: {
        values: [
          [4, 'pool'],
          ['pool', 4, 'pool', 'pool'],
        ],
      },
      pool_size: { min: 2, max: 3 },
    };
    const check = await refused({ ...glyphs, model: { kind: 'cnn' }, parameters });
    expect(check).toThrow(
      'before entry 4 of convolutions: [pool, 4, pool, pool], found 1 x 1: take fewer pools or a smaller pool_size (with ',
    );
    expect(check).toThrow('pool_size 3');
    const fitting = { ...parameters, pool_size: { value: 2 } };
    expect(await refused({ ...glyphs, model: { kind: 'cnn' }, parameters: fitting })).not.toThrow();
  });
  test('are looked at under the padding that leaves less of them', async () => {
    const parameters = { padding: { values: ['same', 'valid'] }, kernel_size: { values: [3, 7] } };
    const model = { kind: 'cnn', convolutions: [4, 4, 4] };
    expect(await refused({ ...glyphs, model, parameters })).toThrow('smaller kernel_size');
    const same = { ...parameters, padding: { values: ['same'] } };
    expect(await refused({ ...glyphs, model, parameters: same })).not.toThrow();
  });
  describe('under rules between parameters', () => {
    const lists = [[4], ['pool', 4, 'pool', 'pool']];
    const parameters = { convolutions: { values: lists }, pool_size: { min: 2, max: 3 } };
    const cnn = { ...glyphs, model: { kind: 'cnn' }, parameters };
    const fewPools = 'length(convolutions) = 1 or pool_size = 2';

    test('are not refused for a trial that a constraint forbids', async () => {
      expect(await refused({ ...cnn, constraints: [fewPools] })).not.toThrow();
    });
    test('are refused for one that the constraints leave, and the message has it', async () => {
      const check = await refused({ ...cnn, constraints: ['length(convolutions) <= 4'] });
      expect(check).toThrow('(with convolutions ["pool",4,"pool","pool"] · pool_size 3)');
    });
    test('have the default where a condition does not hold', async () => {
      const pool = { min: 2, max: 3, when: 'length(convolutions) = 1' };
      const conditional = { ...parameters, pool_size: pool };
      expect(await refused({ ...cnn, parameters: conditional })).not.toThrow();
      const wrong = { ...pool, when: 'length(convolutions) > 1' };
      expect(await refused({ ...cnn, parameters: { ...parameters, pool_size: wrong } })).toThrow(
        'found 1 x 1',
      );
    });
    test('are looked at with what is derived', async () => {
      const pool = { ...parameters, pool_size: '= 1 + min(2, length(convolutions))' };
      expect(await refused({ ...cnn, parameters: pool })).toThrow('pool_size 3');
      const small = { ...parameters, pool_size: '= 3 - min(1, length(convolutions))' };
      expect(await refused({ ...cnn, parameters: small })).not.toThrow();
    });
    test('are looked at beside other parameters, as far as rules tie them together', async () => {
      const dropout = { min: 0.0, max: 0.5 };
      const tied = { ...cnn, parameters: { ...parameters, dropout } };
      const few = { ...tied, constraints: [`${fewPools} or dropout > 0.6`] };
      expect(await refused(few)).not.toThrow();
      const some = { ...tied, constraints: [`${fewPools} or dropout > 0.45`] };
      expect(await refused(some)).toThrow(/pool_size 3 · dropout 0\.4[5-9]/);
    });
    test('are needed only where a cnn is left', async () => {
      const kinds = { kind: { values: ['mlp', 'cnn'] }, dropout: { values: [0, 0.1] } };
      const table = { ...input, parameters: kinds };
      expect(await refused({ ...table, constraints: ["kind = 'mlp'"] })).not.toThrow();
      expect(await refused({ ...table, constraints: ['dropout > 0'] })).toThrow('found a table');
    });
  });
  test('of many channels take memory, whatever comes first in the definition', async () => {
    const parameters = {
      convolutions: { values: [[4], [2048, 2048]] },
      pool_size: { min: 1, max: 4 },
      kind: { values: ['mlp', 'cnn'] },
    };
    const definition = defineSweep({ ...glyphs, parameters });
    const { assignment } = largestTraining(definition, await loadDataSets(definition.data, null));
    expect(assignment).toMatchObject({ kind: 'cnn', convolutions: [2048, 2048] });
  });
});
