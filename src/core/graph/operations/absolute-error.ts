// Mean absolute error over all elements, as torch.nn.L1Loss.

import { Opcode } from '../../kernels/opcode.js';
import { valueLoss } from './sloped-loss.js';

export const absoluteError = valueLoss({
  name: 'absolute_error',
  opcode: Opcode.AbsoluteError,
  // Difference, comparison, sum.
  operationsPerElement: 3,
});
