// What losses have in common whose kernel writes their slopes (the gradient of the loss with respect to
// the predictions) along with their value: backwards there is only a multiplication left.

import type { Opcode } from '../../kernels/opcode.js';
import { type Attributes, type Operation, ShapeError } from '../operation.js';
import { elements, type Shape, sameShape, shapeText } from '../tensor.js';
import { scale } from './scale.js';

interface SlopedLoss {
  readonly name: string;
  readonly opcode: Opcode;
  /** What it takes, in the words of an error. */
  readonly takes: string;
  accepts(inputs: readonly Shape[]): boolean;
  /** What its instruction says after the addresses. */
  args(predictions: Shape, attributes: Attributes): readonly number[];
  readonly operationsPerElement: number;
}

/** predictions, … -> loss (1), slopes of the predictions' shape */
function slopedLoss(how: SlopedLoss): Operation {
  return {
    name: how.name,
    outputs(inputs) {
      if (!how.accepts(inputs)) {
        throw new ShapeError(how.name, how.takes, inputs.map(shapeText).join(' and '));
      }
      return [[1], inputs[0]!];
    },
    gradient: (graph, node, upstream) => [
      graph.apply(scale, [node.outputs[1]!, upstream]),
      ...node.inputs.slice(1).map(() => null),
    ],
    emit(node, tape) {
      const [loss, slopes] = node.outputs;
      tape.instruction(how.opcode, [
        ...[...node.inputs, slopes!, loss!].map((tensor) => tape.address(tensor)),
        ...how.args(node.inputs[0]!.shape, node.attributes),
      ]);
    },
    arithmetic: (node) => how.operationsPerElement * elements(node.inputs[0]!.shape),
  };
}

type Own = Pick<SlopedLoss, 'name' | 'opcode' | 'operationsPerElement'> & {
  /** The instruction's last arguments. */
  readonly bits?: (attributes: Attributes) => readonly number[];
};

/** logits (rows, classes), labels (rows), weights (classes) -> loss (1), slopes */
export function classLoss({ bits = () => [], ...own }: Own): Operation {
  return slopedLoss({
    ...own,
    takes: 'logits (rows, classes), labels (rows) and weights (classes)',
    accepts: ([logits, labels, weights]) =>
      logits?.length === 2 &&
      labels?.length === 1 &&
      labels[0] === logits[0] &&
      weights?.length === 1 &&
      // One column of logits is that of the second of two classes.
      weights[0] === Math.max(logits[1]!, 2),
    args: ([rows, classes], attributes) => [rows!, classes!, ...bits(attributes)],
  });
}

/** predictions and targets of one shape -> loss (1), slopes */
export function valueLoss({ bits = () => [], ...own }: Own): Operation {
  return slopedLoss({
    ...own,
    takes: 'predictions and targets of one shape',
    accepts: ([predictions, targets]) =>
      predictions !== undefined && targets !== undefined && sameShape(predictions, targets),
    args: (shape, attributes) => [elements(shape), ...bits(attributes)],
  });
}
