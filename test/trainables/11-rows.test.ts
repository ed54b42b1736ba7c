// A training on some rows is the training that there would be if the training part had no others.

import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import type { DataSet } from '../../src/data/data-set.js';
import { trainedOn } from '../../src/data/training-rows.js';
import { epochWork } from '../../src/trainables/network/epoch-work.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;
const whole = tinyData('classification');

/** As if it had been read so: nothing of the others is left. */
function alone({ task, ...data }: DataSet): DataSet {
  const { train, validation, test } = data.parts;
  const copy = { ...train, inputs: train.inputs.slice(), targets: train.targets.slice() };
  const order = Uint32Array.from({ length: train.rows }, (_, row) => row);
  return {
    ...data,
    task,
    parts: { train: copy, validation, test },
    nesting: { order, ends: null },
  };
}

async function trained(data: DataSet, configuration: Configuration, cut: number | null = null) {
  const trainer = networkTrainable.open({ kernels, data: [data], measures: [] }) as Trainer;
  const begin = (state: TrainingState | null) =>
    trainer.begin({ configuration, seed: 5, fold: 0, budget: 4, state });
  let training = await begin(null);
  const curve = [];
  for (let epoch = 1; epoch <= 4; epoch++) {
    curve.push(await training.epoch());
    if (epoch === cut) training = await begin(training.state());
  }
  return { curve, state: training.state() };
}

describe('a training on some rows', () => {
  it.each([
    ['usual', {}],
    ['with balanced weights of classes', { class_weights: 'balanced' }],
    ['in batches larger than it has rows', { batch_size: 64 }],
    [
      'under a schedule that spans its steps',
      { lr_schedule: 'cosine', lr_min: 0, lr_interval: 'step' },
    ],
  ])('is that of a data set of these rows: %s', async (_, changes) => {
    const settings = tinyConfiguration(changes);
    const some = await trained(whole, { ...settings, rows: 23 });
    const own = await trained(alone(trainedOn(whole, 23)), settings);
    expect(some).toEqual(own);
    expect(some.state.step).toBe(4 * Math.ceil(23 / Number(settings.batch_size)));
    expect(some).not.toEqual(await trained(whole, settings));
  });

  it('is the same wherever it is cut', async () => {
    const settings = { ...tinyConfiguration(), rows: 23 };
    expect(await trained(whole, settings, 2)).toEqual(await trained(whole, settings));
  });

  it('on all rows is that of the whole part', async () => {
    const settings = tinyConfiguration();
    const all = await trained(whole, { ...settings, rows: 75 });
    expect(all).toEqual(await trained(whole, settings));
  });

  it('costs less than one on all', () => {
    const settings = tinyConfiguration();
    const work = (rows: number) => epochWork(whole, { ...settings, rows });
    expect(work(16)).toBeLessThan(work(32));
    expect(work(75)).toBe(epochWork(whole, settings));
  });
});
