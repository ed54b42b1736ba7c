// The hinge loss of several classes with margin 1, as torch.nn.MultiMarginLoss with p = 1.

import { Opcode } from '../../kernels/opcode.js';
import { classLoss } from './sloped-loss.js';

export const multiMarginLoss = classLoss({
  name: 'multi_margin_loss',
  opcode: Opcode.MultiMargin,
  // Sum, comparison, maximum, sum.
  operationsPerElement: 4,
});
