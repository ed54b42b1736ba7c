// Sigmoid linear unit, x * sigmoid(x), also called swish (Elfwing et al. 2018).

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const siluGradient: Operation = elementwise({
  name: 'silu_gradient',
  opcode: Opcode.SiluGradient,
  operands: 2,
  operationsPerElement: 8,
});

export const silu: Operation = elementwise({
  name: 'silu',
  opcode: Opcode.Silu,
  operands: 1,
  operationsPerElement: 4,
  gradient: (graph, node, upstream) => [graph.apply(siluGradient, [upstream, node.inputs[0]!])],
});
