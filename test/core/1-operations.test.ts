// Every operation of the registry: its kernel against the oracle, its gradient against central finite
// differences of the oracle, and its misuse.

import { describe, expect, it } from 'vitest';
import { Graph } from '../../src/core/graph/graph.js';
import { ShapeError } from '../../src/core/graph/operation.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { dropout } from '../../src/core/graph/operations/dropout.js';
import { focalLoss } from '../../src/core/graph/operations/focal-loss.js';
import { huberLoss } from '../../src/core/graph/operations/huber-loss.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { elements } from '../../src/core/graph/tensor.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { expectClose } from './closeness.js';
import { runGraph } from './graph-runner.js';
import { operationRows } from './registry/registry.js';
import { type Matrix, type OperationRow, registryClock } from './registry/row.js';

/** Values in (-2.5, 2.5), away from 0 where relu has no derivative; exactly representable floats. */
function drawInputs(row: OperationRow): Matrix[] {
  const stream = new PhiloxStream(11, 99);
  return row.shapes.map((shape, i) =>
    Array.from({ length: elements(shape) }, () => {
      if (row.labels?.input === i) return stream.below(row.labels.classes);
      const size = 0.05 + 2.4 * stream.uniform();
      if (row.positive?.includes(i)) return Math.fround(size);
      return Math.fround(stream.below(2) === 0 ? size : -size);
    }),
  );
}

describe('an operation refuses', () => {
  const graph = new Graph();
  const x = graph.input('x', [4, 3]);

  it('a product whose inner sides differ', () => {
    const w = graph.input('w', [4, 5]);
    expect(() => graph.apply(dense, [x, w])).toThrow(ShapeError);
  });
  it('a bias of another length', () => {
    const w = graph.input('w', [3, 5]);
    expect(() => graph.apply(dense, [x, w, graph.input('b', [4])])).toThrow('a bias of shape (5)');
  });
  it('a dropout of everything', () => {
    expect(() => graph.apply(dropout, [x], { probability: 1, layer: 0 })).toThrow(ShapeError);
  });
  it('labels of another number of rows', () => {
    expect(() => graph.apply(softmaxCrossEntropy, [x, graph.input('y', [3])])).toThrow(ShapeError);
  });
  it('weights of other classes', () => {
    const labels = graph.input('y', [4]);
    expect(() => graph.apply(focalLoss, [x, labels, graph.input('w', [2])])).toThrow(
      'focal_loss: expected logits (rows, classes), labels (rows) and weights (classes), found (4, 3) and (4) and (2)',
    );
  });
  it('values of another shape', () => {
    expect(() => graph.apply(huberLoss, [x, graph.input('t', [4, 1])])).toThrow(ShapeError);
  });
});

describe.each(operationRows)('$operation.name, $case', (row) => {
  const inputs = drawInputs(row);

  it('computes what the oracle computes', () => {
    const [found] = runGraph((graph, give) => {
      const tensors = row.shapes.map((shape, i) => give(graph.input(`i${i}`, shape), inputs[i]!));
      return [graph.apply(row.operation, tensors, row.attributes)];
    }, registryClock);
    expectClose(found!, row.oracle(inputs, row.shapes), row.tolerance);
  });

  if (row.operation.gradient === undefined) return;

  it('has the gradient that finite differences have', () => {
    const output = row.oracle(inputs, row.shapes);
    const probe = output.map((_, i) => Math.fround(((i * 7919) % 13) / 13 - 0.4));
    const wanted = row.shapes.map((_, i) => row.labels?.input !== i && !row.constants?.includes(i));
    const found = runGraph((graph, give) => {
      const tensors = row.shapes.map((shape, i) => give(graph.input(`i${i}`, shape), inputs[i]!));
      const first = graph.apply(row.operation, tensors, row.attributes);
      const upstream = give(graph.input('probe', first.shape), probe);
      const node = graph.nodes.at(-1)!;
      const gradients = row.operation.gradient!(graph, node, upstream, wanted);
      return wanted.flatMap((want, i) => (want ? [gradients[i]!] : []));
    }, registryClock);
    let next = 0;
    wanted.forEach((want, i) => {
      if (!want) return;
      expectClose(found[next++]!, differences(row, inputs, i, probe), 2e-3);
    });
  });
});

/** d(sum of output * probe) / d(input i), by central differences. */
function differences(row: OperationRow, inputs: Matrix[], which: number, probe: Matrix): number[] {
  // Oracles that round like the kernel need a step well above their rounding.
  const h = row.tolerance === 0 ? 0.03 : 1e-5;
  const at = (index: number, shift: number) => {
    const moved = inputs.map((input, i) =>
      i === which ? input.map((value, j) => (j === index ? value + shift : value)) : input,
    );
    return row.oracle(moved, row.shapes).reduce((sum, value, i) => sum + value * probe[i]!, 0);
  };
  return inputs[which]!.map((_, index) => (at(index, h) - at(index, -h)) / (2 * h));
}
