// Sum of two tensors of one shape: where a tensor is used twice, its gradients meet here.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const add: Operation = elementwise({
  name: 'add',
  opcode: Opcode.Add,
  operands: 2,
  operationsPerElement: 1,
  gradient: (_graph, _node, upstream) => [upstream, upstream],
});
