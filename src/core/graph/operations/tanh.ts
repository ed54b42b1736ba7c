// Hyperbolic tangent; its gradient is dy * (1 - y*y).

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const tanhGradient: Operation = elementwise({
  name: 'tanh_gradient',
  opcode: Opcode.TanhGradient,
  operands: 2,
  operationsPerElement: 3,
});

export const tanh: Operation = elementwise({
  name: 'tanh',
  opcode: Opcode.Tanh,
  operands: 1,
  operationsPerElement: 1,
  gradient: (graph, node, upstream) => [graph.apply(tanhGradient, [upstream, node.outputs[0]!])],
});
