// What keeps a network from learning its training rows by heart.

import type { Settings } from '../../../vocabulary/setting.js';
import { hasHiddenLayers } from './layer-effects.js';
import { share } from './setting-forms.js';

export const regularizationSettings: Settings = [
  {
    name: 'dropout',
    group: 'model',
    kind: share,
    default: 0,
    matters: hasHiddenLayers,
    about: 'Probability that a hidden unit is dropped for one training step.',
  },
  {
    name: 'input_noise',
    group: 'model',
    kind: { type: 'number', min: 0, max: 100 },
    default: 0,
    about:
      'Standard deviation of the normal noise that is added to every number of the input while training, anew at each step, in units of the scaled input; levels of categories have none.',
  },
  {
    name: 'weight_decay',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    defaults: { setting: 'optimizer', values: { adamw: 0.01 } },
    about:
      'This share of every weight is added to its gradient, biases included, as in PyTorch. Under adamw and lion it is decoupled: a step shrinks every weight by lr times this share (Loshchilov & Hutter 2019).',
  },
  {
    name: 'l1',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    about:
      'Penalty of this times the sum of the sizes of all weights, biases and gains spared: it drives weights to 0. Reported losses are without it.',
  },
  {
    name: 'l2',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    about:
      'Penalty of this times the sum of the squares of all weights, biases and gains spared, as in Keras. Reported losses are without it.',
  },
  {
    name: 'max_norm',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1e9 },
    default: 0,
    about:
      'After every step the weights into each unit are scaled down to at most this L2 norm (Srivastava et al. 2014); 0 is off.',
  },
];
