// Focal loss (Lin et al. 2017) in its softmax form: -w (1 - p)^gamma ln p of the label's probability p,
// with a weight for each class as their alpha, as a mean over rows.

import { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { classLoss } from './sloped-loss.js';

/** Attributes: gamma (>= 0; 0 is cross-entropy). */
export const focalLoss = classLoss({
  name: 'focal_loss',
  opcode: Opcode.Focal,
  bits: ({ gamma }) => [floatBits(Number(gamma))],
  // Maximum, difference, exp, sum, product.
  operationsPerElement: 5,
});
