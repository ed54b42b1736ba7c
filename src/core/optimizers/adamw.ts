// AdamW (Loshchilov & Hutter 2019), as torch.optim.AdamW: Adam whose weight decay shrinks the weights
// themselves and never meets the gradients.

import { numberSetting } from '../../vocabulary/configuration.js';
import { adam, adamScalars } from './adam.js';
import type { Optimizer } from './optimizer.js';

export const adamw: Optimizer = {
  ...adam,
  name: 'adamw',
  scalars(settings, lr, step) {
    const shrink = 1 - lr * numberSetting(settings, 'weight_decay');
    return adamScalars(settings, lr, step, { decay: 0, shrink });
  },
};
