// A learned vector for each level of a category, as torch.nn.Embedding. The weights' gradient sums the rows
// of each level in their order.

import { Opcode } from '../../kernels/opcode.js';
import { type Operation, ShapeError } from '../operation.js';
import { elements, shapeText } from '../tensor.js';

/** dy: (…, width), indices: (…) -> (levels, width). Attribute: levels. */
const embeddingGradient: Operation = {
  name: 'embedding_gradient',
  outputs: ([dy], { levels }) => [[Number(levels), dy!.at(-1)!]],
  emit(node, tape) {
    const [levels, width] = node.outputs[0]!.shape;
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    const n = elements(node.inputs[1]!.shape);
    tape.instruction(Opcode.EmbeddingGradient, [...addresses, n, levels!, width!]);
  },
  arithmetic: (node) => elements(node.inputs[0]!.shape),
};

/** indices: (…) whole numbers from 0, weights: (levels, width) -> (…, width); NaN for an index without a level */
export const embedding: Operation = {
  name: 'embedding',
  outputs([indices, weights]) {
    if (indices === undefined || weights?.length !== 2) {
      throw new ShapeError(
        'embedding',
        'indices and weights (levels, width)',
        shapeText(weights ?? []),
      );
    }
    return [[...indices, weights[1]!]];
  },
  gradient(graph, { inputs }, upstream) {
    const [indices, weights] = inputs;
    const levels = weights!.shape[0]!;
    return [null, graph.apply(embeddingGradient, [upstream, indices!], { levels })];
  },
  emit(node, tape) {
    const [levels, width] = node.inputs[1]!.shape;
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    const n = elements(node.inputs[0]!.shape);
    tape.instruction(Opcode.Embedding, [...addresses, n, levels!, width!]);
  },
  arithmetic: () => 0,
};
