// Adagrad (Duchi et al. 2011), as torch.optim.Adagrad, its sum of squares beginning at 0.

import { numberSetting } from '../../vocabulary/configuration.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const adagrad: Optimizer = {
  name: 'adagrad',
  moments: () => ['sum'],
  arithmeticPerWeight: 9,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    tape.instruction(Opcode.Adagrad, [weights, gradients, moment('sum'), count, scalars]);
  },
  scalars: (settings, lr, step) => [
    lr / (1 + (step - 1) * numberSetting(settings, 'lr_decay')),
    numberSetting(settings, 'eps'),
    numberSetting(settings, 'weight_decay'),
  ],
};
