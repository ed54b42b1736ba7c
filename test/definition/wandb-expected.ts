// What each file of wandb/ means here: its space, how long and how often, and the keys that mean nothing.

import type { StoppingSpec } from '../../src/definition/sweep-definition.js';
import type { Space } from '../../src/space/parameter.js';
import { expectedDistributions } from './wandb-expected-distributions.js';

export interface ExpectedSweep {
  readonly space: Readonly<Record<string, Space[number]['domain']>>;
  /** Parts of the definition. */
  readonly says: object;
  /** Rules beside the one that is always on. */
  readonly stopping?: readonly StoppingSpec[];
  /** Keys and parameters that are ignored, in the file's order. */
  readonly ignored: readonly string[];
}

export const expected: Readonly<Record<string, ExpectedSweep>> = {
  ...expectedDistributions,
  'random-mnist.yaml': {
    space: {
      optimizer: { kind: 'categorical', values: ['adam', 'sgd'] },
      width: { kind: 'categorical', values: [128, 256, 512] },
      dropout: { kind: 'categorical', values: [0.3, 0.4, 0.5] },
      lr: { kind: 'uniform', min: 1e-9, max: 0.1 },
      batch_size: { kind: 'q_log_uniform_values', min: 32, max: 256, q: 8 },
      layers: { kind: 'constant', value: 1 },
    },
    says: {
      name: 'random-mnist',
      method: 'random',
      trials: 100,
      epochs: 1,
      objective: { name: 'val_loss', goal: 'minimize' },
    },
    ignored: ['program', 'project'],
  },
  'grid-ints.yaml': {
    space: {
      layers: { kind: 'int_uniform', min: 1, max: 3 },
      width: { kind: 'int_uniform', min: 8, max: 10 },
      lr: { kind: 'categorical', values: [0.01, 0.001] },
    },
    says: {
      name: 'Grid-of-whole-numbers',
      description: 'Whole ranges are enumerated, both ends included.',
      method: 'grid',
      trials: null,
      epochs: 4,
      objective: { name: 'val_accuracy', goal: 'maximize' },
    },
    ignored: ['program', 'entity', 'project', 'command'],
  },
  'nested.yaml': {
    space: {
      optimizer: { kind: 'categorical', values: ['adamw', 'sgd'] },
      lr: { kind: 'log_uniform_values', min: 0.00001, max: 0.1 },
      weight_decay: { kind: 'constant', value: 0.01 },
      dropout: { kind: 'uniform', min: 0, max: 0.5 },
      activation: { kind: 'categorical', values: ['relu', 'tanh', 'leaky_relu'] },
    },
    says: {
      trials: 12,
      epochs: 3,
      seed: 42,
      objective: { name: 'val_loss', goal: 'minimize' },
    },
    ignored: ['program', 'target', 'dataset', 'model.head.activation'],
  },
  'steps.json': {
    space: {
      dropout: { kind: 'q_uniform', min: 0, max: 0.5, q: 0.1 },
      batch_size: { kind: 'q_uniform', min: 16, max: 64, q: 16 },
      lr: { kind: 'uniform', min: 0.001, max: 0.1 },
    },
    says: { trials: 8, epochs: 5, objective: { name: 'val_accuracy', goal: 'maximize' } },
    ignored: ['command'],
  },
  'inferred.yaml': {
    space: {
      lr: { kind: 'uniform', min: 0.0001, max: 0.1 },
      batch_size: { kind: 'int_uniform', min: 8, max: 64 },
      dropout: { kind: 'uniform', min: 0, max: 0.5 },
      optimizer: { kind: 'categorical', values: ['sgd'] },
      momentum: { kind: 'constant', value: 0.9 },
      nesterov: { kind: 'constant', value: true },
      activation: { kind: 'categorical', values: ['relu', 'tanh'] },
    },
    says: { trials: 100, epochs: 27, objective: { name: 'val_loss', goal: 'minimize' } },
    ignored: [],
  },
  'launch.yaml': {
    space: {
      hidden: { kind: 'categorical', values: [[8], [8, 8]] },
      lr: { kind: 'log_uniform_values', min: 0.001, max: 0.1 },
    },
    says: { trials: 6, epochs: 3, objective: { name: 'val_accuracy', goal: 'maximize' } },
    ignored: [
      ...['apiVersion', 'kind', 'program', 'project', 'entity', 'controller', 'image_uri', 'job'],
      ...['scheduler', 'command', 'impute', 'run_cap'],
    ],
  },
  'bayes-early.yaml': {
    space: {
      batch_size: { kind: 'categorical', values: [8, 16, 32] },
      lr: { kind: 'uniform', min: 0.0001, max: 0.1 },
      optimizer: { kind: 'categorical', values: ['adam', 'sgd', 'rmsprop'] },
    },
    says: {
      method: 'tpe',
      trials: 12,
      epochs: 4,
      objective: { name: 'val_loss', goal: 'minimize' },
    },
    stopping: [{ type: 'hyperband', bands: { minIter: 1, eta: 3 }, metric: null }],
    ignored: ['program', 'project'],
  },
  'bands-from-the-end.yaml': {
    space: {
      lr: { kind: 'log_uniform_values', min: 0.0003, max: 0.3 },
      width: { kind: 'categorical', values: [8, 16] },
      layers: { kind: 'constant', value: 1 },
    },
    says: { trials: 9, epochs: 9, objective: { name: 'val_accuracy', goal: 'maximize' } },
    stopping: [{ type: 'hyperband', bands: { maxIter: 9, s: 2, eta: 3 }, metric: null }],
    ignored: ['program'],
  },
  'deep-groups.yaml': {
    space: {
      optimizer: { kind: 'constant', value: 'adamw' },
      lr: { kind: 'log_uniform_values', min: 0.001, max: 0.1 },
      beta1: { kind: 'categorical', values: [0.8, 0.9] },
      width: { kind: 'categorical', values: [8, 16] },
      layers: { kind: 'constant', value: 1 },
    },
    says: { trials: 4, epochs: 2, objective: { name: 'val_accuracy', goal: 'maximize' } },
    ignored: ['program', 'target', 'logging.every', 'logging.verbose'],
  },
  'macros.yaml': {
    space: { lr: { kind: 'uniform', min: 0.001, max: 0.1 } },
    says: {
      name: 'Macros-more',
      trials: 3,
      epochs: 2,
      objective: { name: 'val_loss', goal: 'minimize' },
    },
    ignored: ['program', 'impute', 'impute_while_running', 'command'],
  },
  'several-metrics.yaml': {
    space: {
      lr: { kind: 'log_uniform_values', min: 0.001, max: 0.1 },
      width: { kind: 'categorical', values: [4, 8, 16] },
      layers: { kind: 'constant', value: 1 },
    },
    says: {
      method: 'nsga2',
      trials: 8,
      epochs: 2,
      seed: 0,
      objectives: [
        { name: 'val_accuracy', goal: 'maximize' },
        { name: 'train_loss', goal: 'minimize' },
      ],
    },
    ignored: ['scheduler', 'job', 'target', 'seed'],
  },
};
