// Stochastic gradient descent with momentum (Sutskever et al. 2013), as torch.optim.SGD.

import { Opcode } from '../kernels/opcode.js';
import { numberSetting, type Optimizer } from './optimizer.js';

export const sgd: Optimizer = {
  name: 'sgd',
  moments: () => ['velocity'],
  arithmeticPerWeight: 6,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    tape.instruction(Opcode.Sgd, [weights, gradients, moment('velocity'), count, scalars]);
  },
  scalars: (settings, lr) => [
    lr,
    numberSetting(settings, 'momentum'),
    settings.nesterov === true ? 1 : 0,
    numberSetting(settings, 'weight_decay'),
  ],
};
