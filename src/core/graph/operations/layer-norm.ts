// Layer normalisation as torch.nn.LayerNorm over the last side (eps 1e-5): each row by its own mean and
// biased variance, in training and in evaluation alike. Where a row has more elements than there are
// columns, as a picture has, channels last, each of its positions is a row.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elements } from '../tensor.js';
import { checkedNorm, normSides } from './norm-shapes.js';

/** dy, x: (…, columns), gain: (columns), mean, inverse deviation: (rows) -> dx (…, columns), dgain, dbias (columns) */
const layerNormGradient: Operation = {
  name: 'layer_norm_gradient',
  inPlace: 0,
  outputs: ([dy, , gain]) => [dy!, gain!, gain!],
  emit(node, tape) {
    const { rows, columns } = normSides(node, 2);
    const addresses = [...node.inputs, ...node.outputs].map((t) => tape.address(t));
    tape.instruction(Opcode.LayerNormGradient, [...addresses, rows, columns]);
  },
  arithmetic: (node) => 14 * elements(node.inputs[0]!.shape),
};

/** x: (…, columns); gain, bias: (columns) -> y (…, columns), mean and inverse deviation of each row (rows) */
export const layerNorm: Operation = {
  name: 'layer_norm',
  inPlace: 0,
  outputs(shapes) {
    const { x, columns } = checkedNorm('layer_norm', shapes, 2);
    const rows = elements(x) / columns;
    return [x, [rows], [rows]];
  },
  gradient(graph, { inputs, outputs }, upstream) {
    const [x, gain] = inputs;
    const [, mean, inverse] = outputs;
    return graph.append(layerNormGradient, [upstream, x!, gain!, mean!, inverse!]);
  },
  emit(node, tape) {
    const { rows, columns } = normSides(node, 1);
    const addresses = [...node.inputs, ...node.outputs].map((t) => tape.address(t));
    tape.instruction(Opcode.LayerNorm, [...addresses, rows, columns]);
  },
  // Sum, difference, square, sum; difference, product, product, sum.
  arithmetic: (node) => 8 * elements(node.inputs[0]!.shape),
};
