// Squared error near 0 and absolute error beyond delta (Huber 1964), as torch.nn.HuberLoss; times 1 /
// delta it is torch.nn.SmoothL1Loss.

import { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { valueLoss } from './sloped-loss.js';

/** Attributes: delta (> 0), factor (of the whole loss). */
export const huberLoss = valueLoss({
  name: 'huber_loss',
  opcode: Opcode.Huber,
  bits: ({ delta, factor }) => [floatBits(Number(delta)), floatBits(Number(factor))],
  // Difference, minimum, three for the term, its sum, and the slope.
  operationsPerElement: 7,
});
