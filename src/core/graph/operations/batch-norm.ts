// Batch normalisation as torch.nn.BatchNorm1d (eps 1e-5, momentum 0.1): over all sides of x but the last,
// and over the positions of a picture, channels last, where a row has more elements than there are columns.
// Training normalises by the batch's own mean and biased variance and changes the running ones in place
// (which take the unbiased variance); evaluation normalises by the running ones. A batch of one row has
// no variance: it is normalised by the running ones too, and leaves them as they are.

import { Opcode } from '../../kernels/opcode.js';
import type { Operation } from '../operation.js';
import { elements } from '../tensor.js';
import { checkedNorm, normSides } from './norm-shapes.js';

/** dy, x: (…, columns), gain, mean, inverse deviation: (columns) -> dx (…, columns), dgain, dbias (columns) */
const batchNormGradient: Operation = {
  name: 'batch_norm_gradient',
  inPlace: 0,
  outputs: ([dy, , gain]) => [dy!, gain!, gain!],
  emit(node, tape) {
    const { rows, columns } = normSides(node, 2);
    const addresses = [...node.inputs, ...node.outputs].map((t) => tape.address(t));
    const ofBatch = node.attributes.training === true && rows > 1;
    tape.instruction(Opcode.BatchNormGradient, [...addresses, rows, columns, Number(ofBatch)]);
  },
  // Sums of dy and dy * x, then dx.
  arithmetic: (node) => 9 * elements(node.inputs[0]!.shape),
};

/**
 * x: (…, columns); gain, bias, running mean, running variance: (columns)
 * -> y (…, columns), mean and inverse deviation that it was normalised by (columns).
 * Attribute: training.
 */
export const batchNorm: Operation = {
  name: 'batch_norm',
  inPlace: 0,
  outputs(shapes) {
    const { x, columns } = checkedNorm('batch_norm', shapes, 4);
    return [x, [columns], [columns]];
  },
  gradient(graph, { inputs, outputs, attributes }, upstream) {
    const [x, gain] = inputs;
    const [, mean, inverse] = outputs;
    const gradients = graph.append(
      batchNormGradient,
      [upstream, x!, gain!, mean!, inverse!],
      attributes,
    );
    return [...gradients, null, null];
  },
  emit(node, tape) {
    const { rows, columns } = normSides(node, 1);
    const addresses = [...node.inputs, ...node.outputs].map((t) => tape.address(t));
    const training = Number(node.attributes.training === true);
    tape.instruction(Opcode.BatchNorm, [...addresses, rows, columns, training]);
  },
  // Sum, difference, square, sum; difference, product, sum.
  arithmetic: (node) =>
    (node.attributes.training === true ? 7 : 3) * elements(node.inputs[0]!.shape),
};
