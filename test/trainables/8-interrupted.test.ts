// Perceptrons of every kind, on numbers and a category: finite figures, and the same bits when a training
// is interrupted at any epoch. The last batch of each epoch has one row, of which nobody can take a
// deviation.

import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { activations } from '../../src/core/models/activation-registry.js';
import { initialisers } from '../../src/core/models/initialiser-registry.js';
import { norms } from '../../src/core/models/norm-registry.js';
import type { DataSet, Part } from '../../src/data/data-set.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

/** Its third column as four levels of a category. */
function withCategory(data: DataSet): DataSet {
  const levels = ({ inputs, ...part }: Part): Part => ({
    ...part,
    inputs: inputs.map((value, i) => (i % 3 === 2 ? Math.floor(value) + 3 : value)),
  });
  const { train, validation, test } = data.parts;
  return {
    ...data,
    categories: [{ name: 'c', levels: 5 }],
    parts: { train: levels(train), validation: levels(validation), test: levels(test) },
  };
}

const trainer = networkTrainable.open({
  kernels: loadKernels().module,
  data: [withCategory(tinyData('classification'))],
  measures: [],
}) as Trainer;

async function states(
  configuration: ReturnType<typeof tinyConfiguration>,
  from: TrainingState | null,
) {
  const training = await trainer.begin({ configuration, seed: 5, fold: 0, budget: 3, state: from });
  const reached: TrainingState[] = [];
  for (let epoch = from?.epoch ?? 0; epoch < 3; epoch++) {
    const metrics = await training.epoch();
    expect(Object.values(metrics).filter((value) => !Number.isFinite(value))).toEqual([]);
    reached.push(training.state());
  }
  return reached;
}

const combinations = activations.flatMap(({ name: activation }) =>
  ['none', ...norms.map(({ name }) => name)].map((norm) => ({ activation, norm })),
);

describe('three epochs are the same bits, cut at any of them, with', () => {
  it.each(combinations)('$activation behind norm $norm', async (settings) => {
    for (const residual of [false, true]) {
      for (const { name: init } of initialisers) {
        for (const dropout of [0, 0.3]) {
          const configuration = tinyConfiguration({
            ...settings,
            residual,
            init,
            dropout,
            input_noise: dropout,
            hidden: [6, 6],
            batch_size: 37,
          });
          const whole = await states(configuration, null);
          for (const [i, state] of whole.slice(0, -1).entries()) {
            const rest = await states(configuration, state);
            expect(rest).toEqual(whole.slice(i + 1));
          }
        }
      }
    }
  });
});
