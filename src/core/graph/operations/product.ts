// Product of two tensors of one shape, element by element.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const product: Operation = elementwise({
  name: 'product',
  opcode: Opcode.Product,
  operands: 2,
  operationsPerElement: 1,
  gradient: (graph, node, upstream, wanted) => [
    wanted[0] ? graph.apply(product, [upstream, node.inputs[1]!]) : null,
    wanted[1] ? graph.apply(product, [upstream, node.inputs[0]!]) : null,
  ],
});
