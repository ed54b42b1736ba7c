// Convolutional networks as a whole: what they refuse, the names and shapes of their tensors, and their
// gradients against differences of the loss.

import { describe, expect, it } from 'vitest';
import { elements } from '../../src/core/graph/tensor.js';
import { Engine } from '../../src/core/kernels/engine.js';
import { cnn } from '../../src/core/models/cnn.js';
import type { PictureShape } from '../../src/core/models/picture-layers.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { kernels } from './graph-runner.js';
import { climbAlongGradient, sessionOfModel } from './small-network.js';

const engine = new Engine(kernels.module);
const plain: Configuration = {
  convolutions: [3, 'pool', 5],
  kernel_size: 3,
  conv_stride: 1,
  padding: 'same',
  pooling: 'max',
  pool_size: 2,
  conv_dropout: 0,
  hidden: [4],
  layers: 0,
  activation: 'relu',
  norm: 'none',
  dropout: 0,
  momentum: 0,
  dampening: 0,
  nesterov: false,
  weight_decay: 0,
};

function sessionOf(settings: Configuration, image: PictureShape | null = [6, 7, 2], rows = 5) {
  const inputs = image === null ? 3 : elements(image);
  const spec = { inputs, categories: [], image, settings: { ...plain, ...settings } };
  return sessionOfModel(engine, cnn, spec, rows);
}

describe('a convolutional network', () => {
  it('refuses a table, and pictures of which nothing is left', () => {
    expect(() => sessionOf({}, null)).toThrow('write data.image: [height, width]');
    expect(() => sessionOf({ convolutions: [2, 'pool', 'pool', 'pool'] })).toThrow(
      'before entry 4 of convolutions: [2, pool, pool, pool], found 1 x 1',
    );
    expect(() => sessionOf({ kernel_size: 7, padding: 'valid' })).toThrow('smaller kernel_size');
  });

  const shapes = (settings: Configuration) =>
    Object.entries(sessionOf(settings).save())
      .filter(([name]) => !name.startsWith('optimizer.'))
      .map(([name, { shape }]) => `${name} ${shape.join(' ')}`);

  it('has the names of a torch.nn.Sequential of its layers', () => {
    expect(shapes({})).toEqual([
      '0.weight 18 3',
      '0.bias 3',
      '3.weight 27 5',
      '3.bias 5',
      '6.weight 45 4',
      '6.bias 4',
      '8.weight 4 3',
      '8.bias 3',
    ]);
  });
  it('has them with norms, whose columns are channels', () => {
    expect(shapes({ convolutions: [3, 'pool'], hidden: [], norm: 'batch_norm' })).toEqual([
      '0.weight 18 3',
      '0.bias 3',
      '1.weight 3',
      '1.bias 3',
      '5.weight 27 3',
      '5.bias 3',
      '1.running_mean 3',
      '1.running_var 3',
    ]);
  });
  it('may have no convolution at all', () => {
    expect(shapes({ convolutions: [], hidden: [] })).toEqual(['1.weight 84 3', '1.bias 3']);
  });
  it.each([
    ['valid padding', { padding: 'valid', convolutions: [3] }, 4 * 5 * 3],
    ['a stride', { conv_stride: 2, convolutions: [3] }, 3 * 4 * 3],
    ['an even kernel', { kernel_size: 4, convolutions: [3] }, 6 * 7 * 3],
    ['a larger pool', { pool_size: 3, convolutions: ['pool'] }, 2 * 2 * 2],
  ])('gives its dense part what is left behind %s', (_, settings, inputs) => {
    expect(shapes({ ...settings, hidden: [] }).at(-2)).toContain(`weight ${inputs} 3`);
  });

  it.each([
    ['none', 'max'],
    ['none', 'avg'],
    ['batch_norm', 'avg'],
    ['layer_norm', 'max'],
  ])(
    'has the gradient that differences of its loss have, norm %s and pooling %s',
    (norm, pooling) => {
      const session = sessionOf({ norm, pooling, activation: 'tanh' });
      const stream = new PhiloxStream(4, 99);
      const inputs = Float32Array.from({ length: 5 * 84 }, () => 4 * stream.uniform() - 2);
      const batch = { engine, session, inputs, labels: [0, 2, 1, 1, 0] };
      expect(climbAlongGradient(batch, session.save(), 2e-3)).toBeCloseTo(1, 1.7);
    },
  );
});
