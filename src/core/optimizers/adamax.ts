// Adamax (Kingma & Ba 2015, section 7), as torch.optim.Adamax: Adam over the largest size of gradients
// instead of their mean square.

import { numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const adamax: Optimizer = {
  name: 'adamax',
  moments: () => ['mean', 'infinity'],
  arithmeticPerWeight: 12,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('mean'), moment('infinity')];
    tape.instruction(Opcode.Adamax, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr, step) {
    const beta1 = numberSetting(settings, 'beta1');
    return [
      lr / (1 - wholePower(beta1, step)),
      1 - beta1,
      numberSetting(settings, 'beta2'),
      numberSetting(settings, 'eps'),
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
