// What operations that work element by element have in common: operands of one shape in, the same
// shape out, in place where possible, and the instruction [addresses …, y, n, an attribute].

import type { Opcode } from '../../kernels/opcode.js';
import { floatBits } from '../../plan/tape.js';
import { type Operation, ShapeError } from '../operation.js';
import { elements, sameShape, shapeText } from '../tensor.js';

export function elementwise(how: {
  readonly name: string;
  readonly opcode: Opcode;
  readonly operands: 1 | 2;
  readonly operationsPerElement: number;
  /** A number attribute that the instruction carries behind n, as float bits. */
  readonly attribute?: string;
  readonly gradient?: NonNullable<Operation['gradient']>;
}): Operation {
  return {
    name: how.name,
    inPlace: 0,
    outputs(shapes) {
      const [first, ...rest] = shapes;
      if (shapes.length !== how.operands || first === undefined) {
        throw new ShapeError(how.name, `${how.operands} operands`, `${shapes.length}`);
      }
      for (const shape of rest) {
        if (!sameShape(first, shape)) {
          throw new ShapeError(
            how.name,
            `operands of one shape ${shapeText(first)}`,
            shapeText(shape),
          );
        }
      }
      return [first];
    },
    emit(node, tape) {
      const addresses = [...node.inputs, node.outputs[0]!].map((t) => tape.address(t));
      const told = how.attribute === undefined ? [] : [Number(node.attributes[how.attribute])];
      const n = elements(node.outputs[0]!.shape);
      tape.instruction(how.opcode, [...addresses, n, ...told.map(floatBits)]);
    },
    arithmetic: (node) => how.operationsPerElement * elements(node.outputs[0]!.shape),
    ...(how.gradient === undefined ? {} : { gradient: how.gradient }),
  };
}
