// Adam (Kingma & Ba 2015), as torch.optim.Adam; the bias corrections are part of the scalars.

import { wholePower } from '../../vocabulary/deterministic-math.js';
import { Opcode } from '../kernels/opcode.js';
import { numberSetting, type Optimizer } from './optimizer.js';

export const adam: Optimizer = {
  name: 'adam',
  moments: () => ['mean', 'square'],
  arithmeticPerWeight: 15,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const [mean, square] = [moment('mean'), moment('square')];
    tape.instruction(Opcode.Adam, [weights, gradients, mean, square, count, scalars]);
  },
  scalars(settings, lr, step) {
    const beta1 = numberSetting(settings, 'beta1');
    const beta2 = numberSetting(settings, 'beta2');
    const correction1 = 1 - wholePower(beta1, step);
    const correction2 = 1 - wholePower(beta2, step);
    return [
      lr / correction1,
      1 / Math.sqrt(correction2),
      numberSetting(settings, 'eps'),
      1 - beta1,
      beta2,
      1 - beta2,
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
