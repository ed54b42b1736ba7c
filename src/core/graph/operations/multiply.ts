// Matrix products: C(m,n) = bias(n) + op(A) · op(B), where op may transpose. Everything dense layers do
// forwards and backwards is one of these, or a sum over rows.

import { Opcode, TRANSPOSE_A, TRANSPOSE_B } from '../../kernels/opcode.js';
import { type GraphNode, type Operation, ShapeError } from '../operation.js';
import { type Shape, shapeText } from '../tensor.js';

interface Sides {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

function sides(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Sides | null {
  if (a.length !== 2 || b.length !== 2) return null;
  const [m, ka] = transposeA ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
  const [kb, n] = transposeB ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
  return ka === kb ? { m, n, k: ka } : null;
}

function sidesOf(node: GraphNode): Sides {
  const { transposeA, transposeB } = node.attributes;
  return sides(
    node.inputs[0]!.shape,
    node.inputs[1]!.shape,
    transposeA === true,
    transposeB === true,
  )!;
}

/** Inputs: A, B and, if wanted, a bias (n). Attributes: transposeA, transposeB. */
export const multiply: Operation = {
  name: 'multiply',
  outputs([a, b, bias], { transposeA, transposeB }) {
    const fit = a && b ? sides(a, b, transposeA === true, transposeB === true) : null;
    if (fit === null) {
      throw new ShapeError(
        'multiply',
        'A(m,k) and B(k,n)',
        [a, b].map((shape) => (shape ? shapeText(shape) : 'nothing')).join(' and '),
      );
    }
    if (bias !== undefined && (bias.length !== 1 || bias[0] !== fit.n)) {
      throw new ShapeError('multiply', `a bias of shape (${fit.n})`, shapeText(bias));
    }
    return [[fit.m, fit.n]];
  },
  scratch(node) {
    const { m, k } = sidesOf(node);
    return 4 * k * (8 + 4 * Math.ceil(m / 4));
  },
  emit(node, tape) {
    const { m, n, k } = sidesOf(node);
    const [a, b, bias] = node.inputs;
    const { transposeA, transposeB } = node.attributes;
    tape.instruction(Opcode.Multiply, [
      (transposeA === true ? TRANSPOSE_A : 0) | (transposeB === true ? TRANSPOSE_B : 0),
      m,
      n,
      k,
      tape.address(a!),
      a!.shape[1]!,
      tape.address(b!),
      b!.shape[1]!,
      tape.address(node.outputs[0]!),
      n,
      bias === undefined ? 0 : tape.address(bias),
      tape.scratch,
    ]);
  },
  arithmetic(node) {
    const { m, n, k } = sidesOf(node);
    return 2 * m * n * k;
  },
};

/** x: (rows, columns) -> (columns) */
export const sumRows: Operation = {
  name: 'sum_rows',
  outputs([x]) {
    if (x?.length !== 2) throw new ShapeError('sum_rows', 'a matrix', shapeText(x ?? []));
    return [[x[1]!]];
  },
  emit(node, tape) {
    const [rows, columns] = node.inputs[0]!.shape;
    tape.instruction(Opcode.SumRows, [
      tape.address(node.inputs[0]!),
      tape.address(node.outputs[0]!),
      rows!,
      columns!,
    ]);
  },
  arithmetic: (node) => node.inputs[0]!.shape[0]! * node.inputs[0]!.shape[1]!,
};
