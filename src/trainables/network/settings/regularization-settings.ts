// What keeps a network from learning its training rows by heart.

import type { Settings } from '../../../vocabulary/setting.js';
import { share } from './setting-forms.js';

export const regularizationSettings: Settings = [
  {
    name: 'dropout',
    group: 'model',
    kind: share,
    default: 0,
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
    about: 'L2 penalty: this share of every weight is added to its gradient.',
  },
];
