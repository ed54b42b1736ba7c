// Mean squared error over all elements, as torch.nn.MSELoss.

import { Opcode } from '../../kernels/opcode.js';
import { type Operation, ShapeError } from '../operation.js';
import { elements, sameShape, shapeText } from '../tensor.js';

/** predictions, targets: one shape, upstream: (1) -> the same shape */
export const squaredErrorGradient: Operation = {
  name: 'squared_error_gradient',
  inPlace: 0,
  outputs: ([predictions]) => [predictions!],
  emit(node, tape) {
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    const n = elements(node.inputs[0]!.shape);
    tape.instruction(Opcode.SquaredErrorGradient, [...addresses, n]);
  },
  arithmetic: (node) => 2 * elements(node.inputs[0]!.shape),
};

/** predictions, targets: one shape -> loss (1) */
export const squaredError: Operation = {
  name: 'squared_error',
  outputs([predictions, targets]) {
    if (!predictions || !targets || !sameShape(predictions, targets)) {
      throw new ShapeError(
        'squared_error',
        'predictions and targets of one shape',
        `${shapeText(predictions ?? [])} and ${shapeText(targets ?? [])}`,
      );
    }
    return [[1]];
  },
  gradient: (graph, node, upstream) => [
    graph.apply(squaredErrorGradient, [node.inputs[0]!, node.inputs[1]!, upstream]),
    null,
  ],
  emit(node, tape) {
    const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
    tape.instruction(Opcode.SquaredError, [...addresses, elements(node.inputs[0]!.shape)]);
  },
  arithmetic: (node) => 3 * elements(node.inputs[0]!.shape),
};
