// The rule that turns gradients into steps, and what each rule can be told.

import { optimizers } from '../../../core/optimizers/optimizer-registry.js';
import type { Settings } from '../../../vocabulary/setting.js';
import { share, underOptimizer } from './setting-forms.js';

export const optimizerSettings: Settings = [
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
    appliesWhen: underOptimizer('sgd'),
    about: 'Share of the last step that the next one keeps.',
  },
  {
    name: 'nesterov',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: underOptimizer('sgd'),
    about: 'Look ahead along the momentum (Nesterov 1983, as in PyTorch).',
  },
  {
    name: 'beta1',
    group: 'training',
    kind: share,
    default: 0.9,
    appliesWhen: underOptimizer('adam'),
    about: 'Decay of the running mean of gradients.',
  },
  {
    name: 'beta2',
    group: 'training',
    kind: share,
    default: 0.999,
    appliesWhen: underOptimizer('adam'),
    about: 'Decay of the running mean of squared gradients.',
  },
  {
    name: 'alpha',
    group: 'training',
    kind: share,
    default: 0.99,
    appliesWhen: underOptimizer('rmsprop'),
    about: 'Decay of the running mean of squared gradients.',
  },
  {
    name: 'eps',
    group: 'training',
    // Far below what anybody wants, and still a number above 0 in the kernels' single precision.
    kind: { type: 'number', min: 1e-30, max: 1 },
    default: 1e-8,
    appliesWhen: underOptimizer('adam', 'rmsprop'),
    about: 'Added to the root of the squared gradients, against division by zero.',
  },
];
