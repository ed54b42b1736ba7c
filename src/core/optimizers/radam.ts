// RAdam (Liu et al. 2020), as torch.optim.RAdam: Adam whose adaptive rate begins only when enough steps
// have been seen to tell its variance, and is rectified by it.

import { numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

/**
 * The rectification of a step, or null while the variance of the adaptive rate is intractable: rho, the
 * length of the approximated simple moving average, must be above 5 as in PyTorch (4 in the paper).
 */
function rectification(beta2: number, step: number): number | null {
  const power = wholePower(beta2, step);
  const limit = 2 / (1 - beta2) - 1;
  const rho = limit - (2 * step * power) / (1 - power);
  if (!(rho > 5)) return null;
  return Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
}

export const radam: Optimizer = {
  name: 'radam',
  moments: () => ['mean', 'square'],
  arithmeticPerWeight: 14,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('mean'), moment('square')];
    tape.instruction(Opcode.Radam, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr, step) {
    const beta1 = numberSetting(settings, 'beta1');
    const beta2 = numberSetting(settings, 'beta2');
    const corrected = lr / (1 - wholePower(beta1, step));
    const rectified = rectification(beta2, step);
    const adaptive = (rectified ?? 0) * Math.sqrt(1 - wholePower(beta2, step));
    return [
      rectified === null ? corrected : corrected * adaptive,
      rectified === null ? 0 : 1,
      numberSetting(settings, 'eps'),
      1 - beta1,
      beta2,
      1 - beta2,
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
