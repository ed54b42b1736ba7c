// Cross-entropy of sigmoids, as torch.nn.BCEWithLogitsLoss: of one column of logits against labels 0 and
// 1, or of each column against the rest, as a mean over rows and columns.

import { Opcode } from '../../kernels/opcode.js';
import { classLoss } from './sloped-loss.js';

export const binaryCrossEntropy = classLoss({
  name: 'binary_cross_entropy',
  opcode: Opcode.BinaryCrossEntropy,
  // Of the sigmoid and of its logarithm six each, and as many to mix them by the target.
  operationsPerElement: 18,
});
