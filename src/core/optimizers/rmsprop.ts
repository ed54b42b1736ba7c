// RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop.

import { Opcode } from '../kernels/opcode.js';
import { numberSetting, type Optimizer } from './optimizer.js';

export const rmsprop: Optimizer = {
  name: 'rmsprop',
  moments: () => ['square'],
  arithmeticPerWeight: 11,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    tape.instruction(Opcode.Rmsprop, [weights, gradients, moment('square'), count, scalars]);
  },
  scalars(settings, lr) {
    const alpha = numberSetting(settings, 'alpha');
    return [
      lr,
      alpha,
      1 - alpha,
      numberSetting(settings, 'eps'),
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
