// Lion (Chen et al. 2023, "Symbolic discovery of optimization algorithms"), with the decoupled weight
// decay of the paper.

import { numberSetting } from '../../vocabulary/configuration.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const lion: Optimizer = {
  name: 'lion',
  moments: () => ['mean'],
  arithmeticPerWeight: 8,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    tape.instruction(Opcode.Lion, [weights, gradients, moment('mean'), count, scalars]);
  },
  scalars: (settings, lr) => [
    lr,
    1 - lr * numberSetting(settings, 'weight_decay'),
    1 - numberSetting(settings, 'beta1'),
    1 - numberSetting(settings, 'beta2'),
  ],
};
