// What the files of wandb/ mean that are about distributions: every word of W&B, with the ends that it comes
// to. Powers of e are those of the system here, which may differ in the last digit.

import { expect } from 'vitest';
import type { ExpectedSweep } from './wandb-expected.js';

const power = (exponent: number) => expect.closeTo(Math.exp(exponent), 12) as unknown as number;

export const expectedDistributions: Readonly<Record<string, ExpectedSweep>> = {
  'exponents.yaml': {
    space: {
      lr: { kind: 'log_uniform_values', min: power(-9), max: power(-2) },
      batch_size: { kind: 'q_log_uniform_values', min: power(2), max: power(4), q: 4 },
      weight_decay: { kind: 'log_uniform_values', min: power(-9), max: power(-3) },
    },
    says: { trials: 4, epochs: 2, objective: { name: 'val_loss', goal: 'minimize' } },
    ignored: ['program'],
  },
  'logarithmic-values.yaml': {
    space: {
      lr: { kind: 'log_uniform_values', min: 0.0001, max: 0.1 },
      width: { kind: 'q_log_uniform_values', min: 4, max: 64, q: 1 },
      weight_decay: { kind: 'log_uniform_values', min: 0.000001, max: 0.01 },
      layers: { kind: 'constant', value: 1 },
    },
    says: { trials: 4, epochs: 2, objective: { name: 'val_loss', goal: 'minimize' } },
    ignored: ['program'],
  },
  'normals.yaml': {
    space: {
      lr: { kind: 'log_normal', mu: -5, sigma: 0.5 },
      dropout: { kind: 'normal', mu: 0.3, sigma: 0.1, min: 0, max: 0.999999999 },
      width: { kind: 'q_normal', mu: 24, sigma: 8, min: 1, q: 4 },
      batch_size: { kind: 'q_log_normal', mu: 3, sigma: 0.5, min: 1, q: 8 },
      l2: { kind: 'log_normal', mu: 0, sigma: 1, max: 1000 },
      layers: { kind: 'constant', value: 1 },
    },
    says: { trials: 5, epochs: 2, objective: { name: 'val_loss', goal: 'minimize' } },
    ignored: ['program'],
  },
  'betas.yaml': {
    space: {
      optimizer: { kind: 'constant', value: 'sgd' },
      momentum: { kind: 'beta', a: 9, b: 2 },
      dropout: { kind: 'q_beta', a: 2, b: 5, max: 0.999999999, q: 0.1 },
      label_smoothing: { kind: 'beta', a: 1, b: 1 },
    },
    says: { trials: 5, epochs: 2, objective: { name: 'val_accuracy', goal: 'maximize' } },
    ignored: ['program'],
  },
  'probabilities.yaml': {
    space: {
      optimizer: {
        kind: 'categorical',
        values: ['adam', 'sgd', 'rmsprop'],
        probabilities: [0.6, 0.3, 0.1],
      },
      batch_size: {
        kind: 'categorical',
        values: [8, 16, 32],
        probabilities: [0.5, 0.25, 0.25],
      },
      activation: { kind: 'categorical', values: ['relu', 'gelu', 'tanh'] },
    },
    says: { trials: 6, epochs: 2, objective: { name: 'val_accuracy', goal: 'maximize' } },
    ignored: ['program'],
  },
  'grid-steps.yaml': {
    space: {
      layers: { kind: 'int_uniform', min: 1, max: 2 },
      dropout: { kind: 'q_uniform', min: 0, max: 0.3, q: 0.1 },
      nesterov: { kind: 'categorical', values: [true, false] },
      momentum: { kind: 'constant', value: 0.9 },
      optimizer: { kind: 'constant', value: 'sgd' },
    },
    says: {
      method: 'grid',
      trials: null,
      epochs: 1,
      objective: { name: 'val_accuracy', goal: 'maximize' },
    },
    ignored: ['program'],
  },
};
