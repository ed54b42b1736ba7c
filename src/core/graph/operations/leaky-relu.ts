// x where x > 0, else slope * x (Maas et al. 2013). The output has the input's sign where slope > 0, and at
// slope 0 both sides of the question give 0, so the gradient asks the output.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const leakyReluGradient: Operation = elementwise({
  name: 'leaky_relu_gradient',
  opcode: Opcode.LeakyReluGradient,
  operands: 2,
  operationsPerElement: 2,
  attribute: 'slope',
});

export const leakyRelu: Operation = elementwise({
  name: 'leaky_relu',
  opcode: Opcode.LeakyRelu,
  operands: 1,
  operationsPerElement: 2,
  attribute: 'slope',
  gradient: (graph, node, upstream) => [
    graph.apply(leakyReluGradient, [upstream, node.outputs[0]!], node.attributes),
  ],
});
