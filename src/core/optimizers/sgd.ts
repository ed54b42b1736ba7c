// Stochastic gradient descent with momentum (Polyak 1964; Sutskever et al. 2013), as torch.optim.SGD.

import { numberSetting } from '../../vocabulary/configuration.js';
import { Opcode } from '../kernels/opcode.js';
import type { Optimizer } from './optimizer.js';

export const sgd: Optimizer = {
  name: 'sgd',
  moments: (settings) => (numberSetting(settings, 'momentum') > 0 ? ['velocity'] : []),
  arithmeticPerWeight: 6,
  emit(tape, { weights, gradients, moment, count, scalars }) {
    tape.instruction(Opcode.Sgd, [weights, gradients, moment('velocity'), count, scalars]);
  },
  scalars(settings, lr, step) {
    const decay = numberSetting(settings, 'weight_decay');
    const momentum = numberSetting(settings, 'momentum');
    if (momentum === 0) return [lr, decay];
    const nesterov = settings.nesterov === true;
    // The first velocity is the gradient itself; Nesterov's form knows no dampening.
    const dampening = nesterov || step === 1 ? 0 : numberSetting(settings, 'dampening');
    return [lr, decay, momentum, 1 - dampening, nesterov ? 1 : 0];
  },
};
