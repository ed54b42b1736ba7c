// Exponential linear unit (Clevert et al. 2016): x where x > 0, else alpha * (e^x - 1), which the gradient
// finds in the output: below 0 it is y + alpha.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const eluGradient: Operation = elementwise({
  name: 'elu_gradient',
  opcode: Opcode.EluGradient,
  operands: 2,
  operationsPerElement: 3,
  attribute: 'alpha',
});

export const elu: Operation = elementwise({
  name: 'elu',
  opcode: Opcode.Elu,
  operands: 1,
  operationsPerElement: 3,
  attribute: 'alpha',
  gradient: (graph, node, upstream) => [
    graph.apply(eluGradient, [upstream, node.outputs[0]!], node.attributes),
  ],
});
