// Cross-entropy of sigmoids, as torch.nn.BCEWithLogitsLoss: of one column of logits against labels 0 and
// 1, or of each column against the rest, as a mean over rows and columns.

import { Opcode } from '../../kernels/opcode.js';
import { classLoss } from './sloped-loss.js';

export const binaryCrossEntropy = classLoss({
  name: 'binary_cross_entropy',
  opcode: Opcode.BinaryCrossEntropy,
  // Sigmoids of both signs 3, the loss 6, the slope 5, the sum 2.
  operationsPerElement: 16,
});
