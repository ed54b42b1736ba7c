// Trainings that were stored before are still the same bits: what is new may not change what is old. A
// change here on purpose raises MEANING in core/kernels/kernels.ts.

import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;

async function trainedHash(kind: 'classification' | 'regression', activation: string) {
  const trainer = networkTrainable.open({
    kernels,
    data: [tinyData(kind)],
    measures: [],
  }) as Trainer;
  const training = await trainer.begin({
    configuration: tinyConfiguration({
      activation,
      loss: kind === 'regression' ? 'mse' : 'cross_entropy',
    }),
    seed: 7,
    fold: 0,
    budget: 3,
    state: null,
  });
  for (let epoch = 0; epoch < 3; epoch++) await training.epoch();
  const { tensors } = training.state();
  return contentHash(
    ...Object.keys(tensors).flatMap((name) => {
      const { data } = tensors[name]!;
      return [name, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
    }),
  );
}

describe('three epochs of a perceptron with dropout are the bits that they were, with', () => {
  it.each([
    ['classification', 'relu', '46ec48106bf528672b82e0d8884033c8a747086d0d509609bb33a4907a203918'],
    ['classification', 'tanh', '7f28a77100cd2d693199042500d2a541d9f9eb4ab217d0d8e4ed68da71fc2e6a'],
    ['regression', 'relu', '8688bbc48cc009efccc6ed4335b6ee05bbcbb386bf5740569d0c93d3ea9c40b1'],
    ['regression', 'tanh', 'cd9fc7bcbd81e0c7641fecaddb77cf076dd1474af6110691ae80f796822f655c'],
  ] as const)('%s, %s', async (kind, activation, hash) => {
    expect(await trainedHash(kind, activation)).toBe(hash);
  });
});
