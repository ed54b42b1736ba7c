// Cross-entropy with weights of classes and label smoothing, as torch.nn.CrossEntropyLoss combines them
// (Szegedy et al. 2016): targets are (1 - s) one hot + s / classes, each term is weighted by its class,
// and the sum is divided by the weights of the rows' labels.

import { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { classLoss } from './sloped-loss.js';

/** Attributes: smoothing (0 <= s <= 1). */
export const weightedCrossEntropy = classLoss({
  name: 'weighted_cross_entropy',
  opcode: Opcode.WeightedCrossEntropy,
  bits: ({ smoothing }) => [floatBits(Number(smoothing))],
  // Maximum, difference, exp, sum, product; smoothing: a weighted sum and a difference.
  operationsPerElement: 5,
});
