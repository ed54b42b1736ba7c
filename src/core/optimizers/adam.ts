// Adam (Kingma & Ba 2015) and its AMSGrad form (Reddi et al. 2018), as torch.optim.Adam; the bias
// corrections are part of the scalars.

import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import { wholePower } from '../../vocabulary/deterministic-math.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

/**
 * What Adam's kernel reads.
 * @param decay of the gradients: this share of every weight is added to its gradient
 * @param shrink what every weight is multiplied by
 */
export function adamScalars(
  settings: Configuration,
  lr: number,
  step: number,
  { decay, shrink }: { readonly decay: number; readonly shrink: number },
): readonly number[] {
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
    decay,
    shrink,
  ];
}

export const adam: Optimizer = {
  name: 'adam',
  moments: ({ amsgrad }) => ['mean', 'square', ...(amsgrad === true ? ['largest'] : [])],
  arithmeticPerWeight: 15,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('mean'), moment('square'), moment('largest')];
    tape.instruction(Opcode.Adam, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr, step) {
    const decay = numberSetting(settings, 'weight_decay');
    return adamScalars(settings, lr, step, { decay, shrink: 1 });
  },
};
