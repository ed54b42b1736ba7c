// Softmax and cross-entropy in one, as torch.nn.CrossEntropyLoss: the mean over the batch of
// -ln softmax(logits)[label]. The probabilities are a second output; the gradient needs no more.

import { Opcode } from '../../kernels/opcode.js';
import { type Operation, ShapeError } from '../operation.js';
import { shapeText } from '../tensor.js';

/** probabilities: (rows, classes), labels: (rows), upstream: (1) -> (rows, classes) */
export const softmaxCrossEntropyGradient: Operation = {
  name: 'softmax_cross_entropy_gradient',
  inPlace: 0,
  outputs: ([probabilities]) => [probabilities!],
  emit(node, tape) {
    const [rows, classes] = node.inputs[0]!.shape;
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    tape.instruction(Opcode.SoftmaxCrossEntropyGradient, [...addresses, rows!, classes!]);
  },
  arithmetic: (node) => node.inputs[0]!.shape[0]! * (node.inputs[0]!.shape[1]! + 2),
};

/** logits: (rows, classes), labels: (rows) class indices as floats -> loss (1), probabilities */
export const softmaxCrossEntropy: Operation = {
  name: 'softmax_cross_entropy',
  outputs([logits, labels]) {
    if (logits?.length !== 2 || labels?.length !== 1 || logits[0] !== labels[0]) {
      throw new ShapeError(
        'softmax_cross_entropy',
        'logits (rows, classes) and labels (rows)',
        `${shapeText(logits ?? [])} and ${shapeText(labels ?? [])}`,
      );
    }
    return [[1], logits];
  },
  gradient: (graph, node, upstream) => [
    graph.apply(softmaxCrossEntropyGradient, [node.outputs[1]!, node.inputs[1]!, upstream]),
    null,
  ],
  emit(node, tape) {
    const [rows, classes] = node.inputs[0]!.shape;
    tape.instruction(Opcode.SoftmaxCrossEntropy, [
      tape.address(node.inputs[0]!),
      tape.address(node.inputs[1]!),
      tape.address(node.outputs[1]!),
      tape.address(node.outputs[0]!),
      rows!,
      classes!,
    ]);
  },
  // Per element: maximum, difference, exp, sum, quotient.
  arithmetic: (node) => 5 * node.inputs[0]!.shape[0]! * node.inputs[0]!.shape[1]!,
};
