// Adds noise of a normal distribution to what training sees: a function of (seed, step, element) that leaves
// nothing to remember. The gradient goes through as it is.

import { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { type Operation, ShapeError } from '../operation.js';
import { elements } from '../tensor.js';

/** Attribute: deviation (standard, >= 0). */
export const gaussianNoise: Operation = {
  name: 'gaussian_noise',
  inPlace: 0,
  outputs([x], { deviation }) {
    if (x === undefined || !(Number(deviation) >= 0)) {
      throw new ShapeError('gaussian_noise', 'one tensor and deviation >= 0', String(deviation));
    }
    return [x];
  },
  gradient: (_graph, _node, upstream) => [upstream],
  emit(node, tape) {
    tape.instruction(Opcode.GaussianNoise, [
      tape.address(node.inputs[0]!),
      tape.address(node.outputs[0]!),
      elements(node.outputs[0]!.shape),
      floatBits(Number(node.attributes.deviation)),
      tape.clock,
    ]);
  },
  arithmetic: (node) => 2 * elements(node.outputs[0]!.shape),
};
