// The rule that turns gradients into steps, what each rule can be told, and how gradients are clipped
// before it.

import { optimizers } from '../../../core/optimizers/optimizer-registry.js';
import type { Settings } from '../../../vocabulary/setting.js';
import { share, underOptimizer, where } from './setting-forms.js';

/** Those that keep a running mean of gradients. */
const withMean = ['adam', 'adamw', 'adamax', 'nadam', 'radam', 'lion'] as const;

const withoutRoot = ['sgd', 'lion'];
const withRoot = optimizers.map(({ name }) => name).filter((name) => !withoutRoot.includes(name));

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
    defaults: {
      setting: 'optimizer',
      values: {
        rmsprop: 0.01,
        adagrad: 0.01,
        adadelta: 1,
        adamax: 0.002,
        nadam: 0.002,
        lion: 0.0001,
      },
    },
    about: 'Learning rate: what every step is multiplied by. The first thing to search.',
  },
  {
    name: 'momentum',
    group: 'training',
    kind: share,
    default: 0,
    appliesWhen: underOptimizer('sgd', 'rmsprop'),
    about: 'Share of the last step that the next one keeps (Polyak 1964; Sutskever et al. 2013).',
  },
  {
    name: 'dampening',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1 },
    default: 0,
    appliesWhen: [
      ...underOptimizer('sgd'),
      { setting: 'momentum', above: 0 },
      where('nesterov', false),
    ],
    about: 'Share of every gradient after the first that is kept out of the momentum.',
  },
  {
    name: 'nesterov',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: [...underOptimizer('sgd'), { setting: 'momentum', above: 0 }],
    about: 'Look ahead along the momentum (Nesterov 1983, in the form of Sutskever et al. 2013).',
  },
  {
    name: 'beta1',
    group: 'training',
    kind: share,
    default: 0.9,
    appliesWhen: underOptimizer(...withMean),
    about:
      'Decay of the running mean of gradients; under lion the share of that mean in the direction of a step.',
  },
  {
    name: 'beta2',
    group: 'training',
    kind: share,
    default: 0.999,
    defaults: { setting: 'optimizer', values: { lion: 0.99 } },
    appliesWhen: underOptimizer(...withMean),
    about:
      'Decay of the running mean of squared gradients; under adamax of their largest size, under lion of the mean of gradients.',
  },
  {
    name: 'amsgrad',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: underOptimizer('adam', 'adamw'),
    about:
      'Divide by the largest mean square so far instead of the present one (Reddi et al. 2018).',
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
    name: 'centered',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: underOptimizer('rmsprop'),
    about:
      'Divide by the standard deviation of the gradients instead of their root mean square (Graves 2013).',
  },
  {
    name: 'rho',
    group: 'training',
    kind: share,
    default: 0.9,
    appliesWhen: underOptimizer('adadelta'),
    about: 'Decay of the running means of squared gradients and of squared steps.',
  },
  {
    name: 'lr_decay',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    appliesWhen: underOptimizer('adagrad'),
    about: 'The learning rate of step t is lr / (1 + (t - 1) · lr_decay).',
  },
  {
    name: 'momentum_decay',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0.004,
    appliesWhen: underOptimizer('nadam'),
    about:
      'How fast the momentum grows from beta1 / 2 to beta1: it is beta1 · (1 - 0.96^(t · this) / 2) at step t.',
  },
  {
    name: 'eps',
    group: 'training',
    // Far below what anybody wants, and still a number above 0 in the kernels' single precision.
    kind: { type: 'number', min: 1e-30, max: 1 },
    default: 1e-8,
    defaults: { setting: 'optimizer', values: { adagrad: 1e-10, adadelta: 1e-6 } },
    appliesWhen: underOptimizer(...withRoot),
    about:
      'Added to what steps are divided by, against division by zero: to the root of the squared gradients, under adadelta inside the roots, under adamax to the size of the gradients.',
  },
  {
    name: 'clip_norm',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1e9 },
    default: 0,
    about:
      'Gradients are scaled down together so that their L2 norm over the whole network is at most this (Pascanu et al. 2013); 0 is off. The metric train_grad_norm is the mean norm before.',
  },
  {
    name: 'clip_value',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1e9 },
    default: 0,
    about:
      'Each element of the gradients is kept within this distance of 0, after clip_norm; 0 is off.',
  },
];
