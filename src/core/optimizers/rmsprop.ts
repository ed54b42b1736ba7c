// RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop; centered (Graves 2013) divides by the root of
// the variance instead of the mean square.

import { numberSetting } from '../../vocabulary/configuration.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const rmsprop: Optimizer = {
  name: 'rmsprop',
  moments: (settings) => [
    'square',
    ...(settings.centered === true ? ['mean'] : []),
    ...(numberSetting(settings, 'momentum') > 0 ? ['velocity'] : []),
  ],
  arithmeticPerWeight: 11,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('square'), moment('mean'), moment('velocity')];
    tape.instruction(Opcode.Rmsprop, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr) {
    const alpha = numberSetting(settings, 'alpha');
    return [
      lr,
      alpha,
      1 - alpha,
      numberSetting(settings, 'eps'),
      numberSetting(settings, 'weight_decay'),
      numberSetting(settings, 'momentum'),
    ];
  },
};
