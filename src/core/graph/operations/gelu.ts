// Gaussian error linear unit (Hendrycks & Gimpel 2016), exact as torch's default: x times the share of a
// normal distribution below x.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elementwise } from './elementwise.js';

export const geluGradient: Operation = elementwise({
  name: 'gelu_gradient',
  opcode: Opcode.GeluGradient,
  operands: 2,
  operationsPerElement: 6,
});

export const gelu: Operation = elementwise({
  name: 'gelu',
  opcode: Opcode.Gelu,
  operands: 1,
  operationsPerElement: 4,
  gradient: (graph, node, upstream) => [graph.apply(geluGradient, [upstream, node.inputs[0]!])],
});
