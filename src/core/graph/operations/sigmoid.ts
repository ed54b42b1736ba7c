// 1 / (1 + e^-x); its gradient is dy * y * (1 - y).

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const sigmoidGradient: Operation = elementwise({
  name: 'sigmoid_gradient',
  opcode: Opcode.SigmoidGradient,
  operands: 2,
  operationsPerElement: 3,
});

export const sigmoid: Operation = elementwise({
  name: 'sigmoid',
  opcode: Opcode.Sigmoid,
  operands: 1,
  operationsPerElement: 3,
  gradient: (graph, node, upstream) => [graph.apply(sigmoidGradient, [upstream, node.outputs[0]!])],
});
