// The network trainable: what it refuses, what it learns, and that a training is the same bits however
// it is cut into segments and whatever its worker trained before.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { losses } from '../../src/core/losses/loss-registry.js';
import { activations } from '../../src/core/models/activation-registry.js';
import { optimizers } from '../../src/core/optimizers/optimizer-registry.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer, Training } from '../../src/trainables/trainable.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;

function trainerFor(
  kind: 'classification' | 'regression',
  measures: readonly string[] = [],
): Trainer {
  return networkTrainable.open({ kernels, data: [tinyData(kind)], measures }) as Trainer;
}

async function epochs(training: Training, count: number): Promise<Metrics[]> {
  const curve: Metrics[] = [];
  for (let e = 0; e < count; e++) curve.push(await training.epoch());
  return curve;
}

describe('a training refuses', () => {
  const trainer = trainerFor('classification');
  const begin = (changes: Parameters<typeof tinyConfiguration>[0]) => () =>
    trainer.begin({
      configuration: tinyConfiguration(changes),
      seed: 1,
      fold: 0,
      budget: 9,
      state: null,
    });

  it('a loss of another task', () => {
    expect(begin({ loss: 'huber' })).toThrow('huber is no loss of classification');
  });
  it('an optimizer that there is not', () => {
    expect(begin({ optimizer: 'adamant' })).toThrow('there is no optimizer adamant');
  });
  it('a network that no memory holds, and says what to do', () => {
    expect(begin({ hidden: [65_536, 65_536] })).toThrow(
      /limit of a worker is 2048 MiB: take smaller layers/,
    );
  });
  it('a state of another network', async () => {
    const small = await trainer.begin({
      configuration: tinyConfiguration({ hidden: [4] }),
      seed: 1,
      fold: 0,
      budget: 9,
      state: null,
    });
    const state = small.state();
    expect(() =>
      trainer.begin({ configuration: tinyConfiguration(), seed: 1, fold: 0, budget: 9, state }),
    ).toThrow('no tensor 0.weight of shape (3, 12)');
  });
  it('a state whose tensor has as many elements in another shape', async () => {
    const order = { configuration: tinyConfiguration(), seed: 1, fold: 0, budget: 9 };
    const state = (await trainer.begin({ ...order, state: null })).state();
    const turned = { shape: [12, 3], data: state.tensors['0.weight']!.data };
    const tensors = { ...state.tensors, '0.weight': turned };
    expect(() => trainer.begin({ ...order, state: { ...state, tensors } })).toThrow(
      'no tensor 0.weight of shape (3, 12)',
    );
  });
});

describe('a training learns', () => {
  it('to classify', async () => {
    const training = await trainerFor('classification').begin({
      configuration: tinyConfiguration({ dropout: 0 }),
      seed: 1,
      fold: 0,
      budget: 60,
      state: null,
    });
    const curve = await epochs(training, 60);
    expect(curve[59]!.train_loss).toBeLessThan(curve[0]!.train_loss! / 3);
    expect(curve[59]!.val_accuracy).toBeGreaterThan(0.8);
  });
  it('to predict, with errors in the target’s own unit', async () => {
    const training = await trainerFor('regression').begin({
      configuration: tinyConfiguration({ loss: 'mse', dropout: 0 }),
      seed: 1,
      fold: 0,
      budget: 80,
      state: null,
    });
    const last = (await epochs(training, 80))[79]!;
    expect(last.val_r2).toBeGreaterThan(0.9);
    expect(last.val_mse).toBeCloseTo(last.val_loss! * 100, 3);
    expect(last.val_rmse! ** 2).toBeCloseTo(last.val_mse!, 6);
  });
});

describe('a training measures', () => {
  const order = { configuration: tinyConfiguration(), seed: 7, fold: 0, budget: 3, state: null };

  it('what it is asked for, and changes nothing by it', async () => {
    const usual = await epochs(await trainerFor('classification').begin(order), 3);
    const asked = ['train_accuracy', 'train_roc_auc', 'val_confusion', 'val_f1_macro'];
    const more = await epochs(await trainerFor('classification', asked).begin(order), 3);
    for (const [e, metrics] of more.entries()) {
      expect(metrics).toMatchObject(usual[e]!);
      const others = Object.keys(metrics).filter((name) => !Object.hasOwn(usual[e]!, name));
      const cells = others.filter((name) => /^val_confusion\[[01],[01]\]$/.test(name));
      expect(others.filter((name) => !cells.includes(name)).sort()).toEqual([
        ...['train_accuracy', 'train_roc_auc', 'val_f1_macro'],
      ]);
      const rows = cells.reduce((sum, name) => sum + metrics[name]!, 0);
      expect(rows).toBe(30);
      const right = cells.filter((name) => /\[(.),\1\]/.test(name));
      const hits = right.reduce((sum, name) => sum + metrics[name]!, 0);
      expect(hits / rows).toBe(metrics.val_accuracy);
    }
  });

  it('the training part by the outputs of its steps, each row once', async () => {
    // Steps so small that the network stands still: then it is one network on one part.
    const configuration = tinyConfiguration({ lr: 1e-30, dropout: 0, weight_decay: 0 });
    const data = tinyData('classification');
    const { train, test } = data.parts;
    const same = { ...data, parts: { train, validation: train, test } };
    const measures = ['accuracy', 'roc_auc', 'log_loss', 'balanced_accuracy'];
    const both = measures.flatMap((name) => [`train_${name}`, `val_${name}`]);
    const trainer = networkTrainable.open({ kernels, data: [same], measures: both }) as Trainer;
    const training = await trainer.begin({ ...order, configuration });
    const metrics = await training.epoch();
    for (const name of measures) {
      expect(metrics[`train_${name}`], name).toBeCloseTo(metrics[`val_${name}`]!, 6);
    }
  });

  it('errors of the training part in the target’s own unit', async () => {
    const trainer = trainerFor('regression', ['train_mse', 'val_mape']);
    const configuration = tinyConfiguration({ loss: 'mse' });
    const [first] = await epochs(await trainer.begin({ ...order, configuration }), 1);
    expect(first!.train_mse).toBeCloseTo(first!.train_loss! * 100, 3);
    // Targets lie between 20 and 180.
    expect(first!.val_mape).toBeGreaterThan(first!.val_mae! / 180);
    expect(first!.val_mape).toBeLessThan(first!.val_mae! / 20);
  });
});

describe('a training is the same bits', () => {
  const optimizer = fc.constantFrom(...optimizers.map(({ name }) => name));
  const anyLoss = fc.constantFrom(...losses);

  it('whether it runs 9 epochs, or 3 and then 6 from the saved state in another worker', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLoss,
        optimizer,
        fc.constantFrom(...activations.map(({ name }) => name)),
        fc.nat(1000),
        fc.integer({ min: 1, max: 80 }),
        async ({ name: loss, task }, rule, activation, seed, batch) => {
          const configuration = tinyConfiguration({
            optimizer: rule,
            loss,
            activation,
            batch_size: batch,
            lr: 0.003,
          });
          const whole = await trainerFor(task).begin({
            configuration,
            seed,
            fold: 0,
            budget: 9,
            state: null,
          });
          const curve = await epochs(whole, 9);
          const first = await trainerFor(task).begin({
            configuration,
            seed,
            fold: 0,
            budget: 9,
            state: null,
          });
          const start = await epochs(first, 3);
          const second = await trainerFor(task).begin({
            configuration,
            seed,
            fold: 0,
            budget: 9,
            state: structuredClone(first.state()),
          });
          const rest = await epochs(second, 6);
          expect([...start, ...rest]).toEqual(curve);
          expect(second.state()).toEqual(whole.state());
        },
      ),
      { numRuns: 25 },
    );
  });

  it('whatever the worker trained before', async () => {
    const trainer = trainerFor('classification');
    const order = { configuration: tinyConfiguration(), seed: 5, fold: 0, budget: 3, state: null };
    const fresh = await epochs(await trainer.begin(order), 3);
    await epochs(
      await trainer.begin({
        ...order,
        configuration: tinyConfiguration({ hidden: [200, 200], dropout: 0.5 }),
      }),
      2,
    );
    expect(await epochs(await trainer.begin(order), 3)).toEqual(fresh);
  });

  it('as when this test was written', async () => {
    const training = await trainerFor('classification').begin({
      configuration: tinyConfiguration(),
      seed: 7,
      fold: 0,
      budget: 5,
      state: null,
    });
    expect(await epochs(training, 5)).toMatchInlineSnapshot(`
      [
        {
          "train_loss": 0.6922080643971761,
          "val_accuracy": 0.6333333333333333,
          "val_loss": 0.6383533477783203,
        },
        {
          "train_loss": 0.6697219959894816,
          "val_accuracy": 0.7333333333333333,
          "val_loss": 0.6204004287719727,
        },
        {
          "train_loss": 0.618050266901652,
          "val_accuracy": 0.8333333333333334,
          "val_loss": 0.5768827199935913,
        },
        {
          "train_loss": 0.5389317735036214,
          "val_accuracy": 0.8333333333333334,
          "val_loss": 0.5059687495231628,
        },
        {
          "train_loss": 0.5082318325837453,
          "val_accuracy": 0.8333333333333334,
          "val_loss": 0.4433188736438751,
        },
      ]
    `);
  });
});

describe('the norm of gradients', () => {
  const oneEpoch = async (changes: Parameters<typeof tinyConfiguration>[0]) => {
    const configuration = tinyConfiguration({ optimizer: 'sgd', ...changes });
    const order = { configuration, seed: 3, fold: 0, budget: 1, state: null };
    return await (await trainerFor('classification').begin(order)).epoch();
  };

  it('is told where gradients are clipped, and only there', async () => {
    expect(await oneEpoch({})).not.toHaveProperty('train_grad_norm');
    expect((await oneEpoch({ clip_value: 1 })).train_grad_norm).toBeGreaterThan(0);
  });
  it('is the mean over the steps of an epoch, before clipping', async () => {
    // A limit that nothing reaches changes nothing else.
    const { train_grad_norm: norm, ...rest } = await oneEpoch({ clip_norm: 1e6 });
    expect(rest).toEqual(await oneEpoch({}));
    expect(norm).toBeGreaterThan(0);
    // Standing still, the whole part's gradient is the mean of its thirds', so its norm is at most theirs.
    const still = { lr: 1e-9, momentum: 0, dropout: 0, weight_decay: 0, clip_norm: 0.001 };
    const whole = (await oneEpoch({ ...still, batch_size: 75 })).train_grad_norm!;
    const thirds = (await oneEpoch({ ...still, batch_size: 25 })).train_grad_norm!;
    expect(thirds).toBeGreaterThan(whole);
    expect(thirds).toBeLessThan(3 * whole);
  });
});

describe('another seed is another training', () => {
  it('from the first epoch', async () => {
    const begin = async (seed: number) =>
      epochs(
        await trainerFor('classification').begin({
          configuration: tinyConfiguration(),
          seed,
          fold: 0,
          budget: 1,
          state: null,
        }),
        1,
      );
    expect(await begin(1)).not.toEqual(await begin(2));
  });
});
