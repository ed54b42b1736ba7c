// Taking columns of a matrix out, and putting matrices side by side: numbers and embedded categories of a
// table meet in the first layer.

import { Opcode } from '../../kernels/opcode.js';
import type { TapeWriter } from '../../plan/tape.js';
import type { Graph } from '../graph.js';
import { type Operation, ShapeError } from '../operation.js';
import { type Shape, shapeText, type TensorRef } from '../tensor.js';

interface Columns {
  readonly of: TensorRef;
  readonly from: number;
}

/** (rows, columns) of a matrix; a vector is one column. */
function matrix(shape: Shape): readonly [number, number] {
  return [shape[0]!, shape[1] ?? 1];
}

function copy(tape: TapeWriter, source: Columns, target: Columns, count: number): void {
  const [rows, sourceWidth] = matrix(source.of.shape);
  const [, targetWidth] = matrix(target.of.shape);
  tape.instruction(Opcode.CopyColumns, [
    tape.address(source.of) + 4 * source.from,
    sourceWidth,
    tape.address(target.of) + 4 * target.from,
    targetWidth,
    rows,
    count,
  ]);
}

/** x: (rows, columns) -> (rows, to - from). Attributes: from, to. No gradient: it takes inputs and gradients apart. */
export const slice: Operation = {
  name: 'slice',
  outputs([x], { from, to }) {
    const [start, end] = [Number(from), Number(to)];
    if (x?.length !== 2 || !(start >= 0 && start < end && end <= x[1]!)) {
      throw new ShapeError('slice', `columns ${from} to ${to} of a matrix`, shapeText(x ?? []));
    }
    return [[x[0]!, end - start]];
  },
  emit(node, tape) {
    const [x] = node.inputs;
    const [y] = node.outputs;
    const from = Number(node.attributes.from);
    copy(tape, { of: x!, from }, { of: y!, from: 0 }, Number(node.attributes.to) - from);
  },
  arithmetic: () => 0,
};

/** x: (rows, columns) -> (rows): one of them. Attribute: index. */
export const column: Operation = {
  ...slice,
  name: 'column',
  outputs([x], { index }) {
    if (x?.length !== 2 || !(Number(index) >= 0 && Number(index) < x[1]!)) {
      throw new ShapeError('column', `column ${index} of a matrix`, shapeText(x ?? []));
    }
    return [[x[0]!]];
  },
  emit(node, tape) {
    const [x] = node.inputs;
    const [y] = node.outputs;
    copy(tape, { of: x!, from: Number(node.attributes.index) }, { of: y!, from: 0 }, 1);
  },
};

function sliceOf(graph: Graph, x: TensorRef, from: number, to: number): TensorRef {
  return graph.apply(slice, [x], { from, to });
}

/** Matrices (rows, a), (rows, b) … -> (rows, a + b …) */
export const concatenate: Operation = {
  name: 'concatenate',
  outputs(shapes) {
    const rows = shapes[0]?.[0];
    if (shapes.length === 0 || shapes.some((s) => s.length !== 2 || s[0] !== rows)) {
      throw new ShapeError(
        'concatenate',
        'matrices of one number of rows',
        shapes.map(shapeText).join(', '),
      );
    }
    return [[rows!, shapes.reduce((sum, [, columns]) => sum + columns!, 0)]];
  },
  gradient(graph, { inputs }, upstream, wanted) {
    let from = 0;
    return inputs.map((input, i) => {
      const start = from;
      from += input.shape[1]!;
      return wanted[i] ? sliceOf(graph, upstream, start, from) : null;
    });
  },
  emit(node, tape) {
    const [y] = node.outputs;
    let from = 0;
    for (const input of node.inputs) {
      const columns = input.shape[1]!;
      copy(tape, { of: input, from: 0 }, { of: y!, from }, columns);
      from += columns;
    }
  },
  arithmetic: () => 0,
};
