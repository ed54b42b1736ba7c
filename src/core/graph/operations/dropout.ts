// Inverted dropout: y = x * mask with mask = 1/(1-p) where a unit is kept and 0 where it is dropped; p
// counts in 1/65536.
// The mask is an output, so that the gradient multiplies by it instead of drawing it again.

import { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { type Operation, ShapeError } from '../operation.js';
import { elements } from '../tensor.js';
import { product } from './product.js';

/** Attributes: probability (0 <= p < 1), layer (which dropout of the model: part of its counter). */
export const dropout: Operation = {
  name: 'dropout',
  inPlace: 0,
  outputs([x], { probability }) {
    if (x === undefined || !(Number(probability) >= 0 && Number(probability) < 1)) {
      throw new ShapeError('dropout', 'one tensor and 0 <= probability < 1', String(probability));
    }
    return [x, x];
  },
  gradient: (graph, node, upstream) => [graph.apply(product, [upstream, node.outputs[1]!])],
  emit(node, tape) {
    // A unit is kept where its sixteen random bits reach the threshold; the scale belongs to the share
    // that is really kept.
    const threshold = Math.min(Math.round(Number(node.attributes.probability) * 65_536), 65_535);
    const scale = 65_536 / (65_536 - threshold);
    tape.instruction(Opcode.Dropout, [
      tape.address(node.inputs[0]!),
      tape.address(node.outputs[0]!),
      tape.address(node.outputs[1]!),
      elements(node.outputs[0]!.shape),
      threshold,
      floatBits(scale),
      Number(node.attributes.layer),
      tape.clock,
    ]);
  },
  arithmetic: (node) => elements(node.outputs[0]!.shape),
};
