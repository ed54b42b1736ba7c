// Everything the network trainable can be told. Names and defaults are PyTorch's where it has them; the
// words that choose a part of the core are those of its registries.

import { activations } from '../../core/models/mlp.js';
import { models } from '../../core/models/model-registry.js';
import { optimizers } from '../../core/optimizers/optimizer-registry.js';
import type { Settings } from '../../vocabulary/setting.js';

/** 0 <= share < 1 */
const share = { type: 'number', min: 0, max: 1, belowMax: true } as const;

function under(...names: readonly string[]) {
  return { setting: 'optimizer', values: names };
}

export const networkSettings: Settings = Object.freeze([
  {
    name: 'kind',
    group: 'model',
    kind: { type: 'choice', values: models.map(({ name }) => name) },
    default: 'mlp',
    about: 'The family of models: mlp is a multi-layer perceptron.',
  },
  {
    name: 'hidden',
    group: 'model',
    kind: { type: 'integers', min: 1, max: 65_536, maxLength: 32 },
    default: [64],
    about: 'Units of each hidden layer, from input to output.',
  },
  {
    name: 'activation',
    group: 'model',
    kind: { type: 'choice', values: Object.keys(activations) },
    default: 'relu',
    about: 'What follows each hidden layer.',
  },
  {
    name: 'dropout',
    group: 'model',
    kind: share,
    default: 0,
    about: 'Probability that a hidden unit is dropped for one training step.',
  },
  {
    name: 'batch_size',
    group: 'training',
    kind: { type: 'integer', min: 1, max: 65_536 },
    default: 32,
    about: 'Rows per optimizer step; the last step of an epoch takes what is left.',
  },
  {
    name: 'optimizer',
    group: 'training',
    kind: { type: 'choice', values: optimizers.map(({ name }) => name) },
    default: 'adam',
    about: 'The rule that turns gradients into steps.',
  },
  {
    name: 'lr',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000, aboveMin: true },
    default: 0.001,
    about: 'Learning rate.',
  },
  {
    name: 'momentum',
    group: 'training',
    kind: share,
    default: 0,
    appliesWhen: under('sgd'),
    about: 'Share of the last step that the next one keeps.',
  },
  {
    name: 'nesterov',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: under('sgd'),
    about: 'Look ahead along the momentum (Nesterov 1983, as in PyTorch).',
  },
  {
    name: 'beta1',
    group: 'training',
    kind: share,
    default: 0.9,
    appliesWhen: under('adam'),
    about: 'Decay of the running mean of gradients.',
  },
  {
    name: 'beta2',
    group: 'training',
    kind: share,
    default: 0.999,
    appliesWhen: under('adam'),
    about: 'Decay of the running mean of squared gradients.',
  },
  {
    name: 'alpha',
    group: 'training',
    kind: share,
    default: 0.99,
    appliesWhen: under('rmsprop'),
    about: 'Decay of the running mean of squared gradients.',
  },
  {
    name: 'eps',
    group: 'training',
    // Far below what anybody wants, and still a number above 0 in the kernels' single precision.
    kind: { type: 'number', min: 1e-30, max: 1 },
    default: 1e-8,
    appliesWhen: under('adam', 'rmsprop'),
    about: 'Added to the root of the squared gradients, against division by zero.',
  },
  {
    name: 'weight_decay',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    about: 'L2 penalty: this share of every weight is added to its gradient.',
  },
] as const satisfies Settings);
