// A tensor times one number that is itself a tensor: how the slopes of a loss become its gradient.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elements } from '../tensor.js';

/** x: any shape, factor: (1) -> the shape of x */
export const scale: Operation = {
  name: 'scale',
  inPlace: 0,
  outputs: ([x]) => [x!],
  emit(node, tape) {
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    tape.instruction(Opcode.Scale, [...addresses, elements(node.outputs[0]!.shape)]);
  },
  arithmetic: (node) => elements(node.outputs[0]!.shape),
};
