// max(x, 0). The gradient asks the output, which the next layer keeps anyway, and at 0 it is 0.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const reluGradient: Operation = elementwise({
  name: 'relu_gradient',
  opcode: Opcode.ReluGradient,
  operands: 2,
  operationsPerElement: 1,
});

export const relu: Operation = elementwise({
  name: 'relu',
  opcode: Opcode.Relu,
  operands: 1,
  operationsPerElement: 1,
  gradient: (graph, node, upstream) => [graph.apply(reluGradient, [upstream, node.outputs[0]!])],
});
