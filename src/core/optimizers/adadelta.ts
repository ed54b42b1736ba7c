// Adadelta (Zeiler 2012), as torch.optim.Adadelta.

import { numberSetting } from '../../vocabulary/configuration.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const adadelta: Optimizer = {
  name: 'adadelta',
  moments: () => ['square', 'delta'],
  arithmeticPerWeight: 17,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('square'), moment('delta')];
    tape.instruction(Opcode.Adadelta, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr) {
    const rho = numberSetting(settings, 'rho');
    return [
      lr,
      rho,
      1 - rho,
      numberSetting(settings, 'eps'),
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
