// Gaussian error linear unit with tanh for the normal distribution, as torch's approximate='tanh': within
// 5e-4 of the exact one.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const geluTanhGradient: Operation = elementwise({
  name: 'gelu_tanh_gradient',
  opcode: Opcode.GeluTanhGradient,
  operands: 2,
  operationsPerElement: 12,
});

export const geluTanh: Operation = elementwise({
  name: 'gelu_tanh',
  opcode: Opcode.GeluTanh,
  operands: 1,
  operationsPerElement: 8,
  gradient: (graph, node, upstream) => [graph.apply(geluTanhGradient, [upstream, node.inputs[0]!])],
});
