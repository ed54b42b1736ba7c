// NAdam (Dozat 2016), as torch.optim.NAdam. Its momentum grows from step to step, and a step needs the
// product of all momenta before it: always multiplied up from step 1, so that a training that was cut
// goes on with the same bits.

import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import { pow, wholePower } from '../../vocabulary/deterministic-math.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

/** mu of one step: beta1 * (1 - 0.96^(step * momentum_decay) / 2) */
function momentum(beta1: number, decay: number, step: number): number {
  return beta1 * (1 - 0.5 * pow(0.96, step * decay));
}

interface Product {
  step: number;
  value: number;
}

/** How far the product of a training has been multiplied up; it only saves time. */
const products = new WeakMap<Configuration, Product>();

/** mu(1) * mu(2) * … * mu(step) */
function momentumProduct(settings: Configuration, step: number): number {
  const beta1 = numberSetting(settings, 'beta1');
  const decay = numberSetting(settings, 'momentum_decay');
  let product = products.get(settings);
  if (product === undefined || product.step > step) {
    product = { step: 0, value: 1 };
    products.set(settings, product);
  }
  // Once it is 0 it stays 0.
  while (product.step < step && product.value > 0) {
    product.step += 1;
    product.value *= momentum(beta1, decay, product.step);
  }
  return product.value;
}

export const nadam: Optimizer = {
  name: 'nadam',
  moments: () => ['mean', 'square'],
  arithmeticPerWeight: 17,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    const moments = [moment('mean'), moment('square')];
    tape.instruction(Opcode.Nadam, [weights, gradients, ...moments, count, scalars]);
  },
  scalars(settings, lr, step) {
    const beta1 = numberSetting(settings, 'beta1');
    const beta2 = numberSetting(settings, 'beta2');
    const decay = numberSetting(settings, 'momentum_decay');
    const now = momentum(beta1, decay, step);
    const next = momentum(beta1, decay, step + 1);
    const product = momentumProduct(settings, step);
    return [
      (lr * (1 - now)) / (1 - product),
      (lr * next) / (1 - product * next),
      1 / Math.sqrt(1 - wholePower(beta2, step)),
      numberSetting(settings, 'eps'),
      1 - beta1,
      beta2,
      1 - beta2,
      numberSetting(settings, 'weight_decay'),
    ];
  },
};
