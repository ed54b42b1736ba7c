// A NaN or an infinity that comes up in training is seen: no kernel turns it into a healthy number. One
// that did would let a broken network win by a loss that is not its own.

import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/core/graph/graph.js';
import { embedding } from '../../src/core/graph/operations/embedding.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../src/core/graph/operations/squared-error.js';
import { elements, type TensorRef } from '../../src/core/graph/tensor.js';
import { runGraph, type Values } from './graph-runner.js';
import { optimizerSettings, runOptimizer } from './optimizer-runner.js';
import { operationRows, optimizerRows } from './registry/registry.js';
import { type Matrix, type OperationRow, registryClock } from './registry/row.js';

type Give = (tensor: TensorRef, values: Values) => TensorRef;

/** Twenty numbers, one of them NaN, in a place that is not the first of its vector. */
const broken = Array.from({ length: 20 }, (_, i) => (i === 6 ? Number.NaN : i - 9));
const healthy = broken.map((_, i) => i / 20);

/** Two values that no kernel may pass over, and where: in no first place of a vector. */
function inputsOf(row: OperationRow, broken: number): Matrix[] {
  return row.shapes.map((shape, i) => {
    const values = Array.from({ length: elements(shape) }, (_, e) => ((e * 7) % 11) / 4 + 0.25);
    if (row.labels?.input === i) return values.map((_, e) => e % row.labels!.classes);
    if (broken === i) values[Math.min(values.length - 1, 5)] = Number.NaN;
    return values;
  });
}

const isNaNs = (values: ArrayLike<number>) => Array.from(values, Number.isNaN);

describe.each(operationRows)('a NaN goes through $operation.name, $case', (row) => {
  const give = (values: Matrix[]) => (graph: Graph, place: Give) =>
    row.shapes.map((shape, i) => place(graph.input(`${i}`, shape), values[i]!));

  it('to where the oracle has one, from every input', () => {
    for (let broken = 0; broken < row.shapes.length; broken++) {
      if (row.labels?.input === broken) continue;
      const values = inputsOf(row, broken);
      const [found] = runGraph((graph, place) => {
        const tensors = give(values)(graph, place);
        return [graph.apply(row.operation, tensors, row.attributes)];
      }, registryClock);
      expect(isNaNs(found!)).toEqual(isNaNs(row.oracle(values, row.shapes)));
    }
  });

  if (row.operation.gradient === undefined) return;

  it('backwards, into every gradient', () => {
    const wanted = row.shapes.map((_, i) => row.labels?.input !== i && !row.constants?.includes(i));
    const found = runGraph((graph, place) => {
      const tensors = give(inputsOf(row, -1))(graph, place);
      const output = graph.apply(row.operation, tensors, row.attributes);
      const node = graph.nodes.at(-1)!;
      const nothing = new Array(elements(output.shape)).fill(Number.NaN);
      const upstream = place(graph.input('upstream', output.shape), nothing);
      const gradients = row.operation.gradient!(graph, node, upstream, wanted);
      return gradients.filter((gradient) => gradient !== null);
    }, registryClock);
    for (const gradient of found) expect(isNaNs(gradient)).toContain(true);
  });
});

describe('a NaN goes through', () => {
  it.each([2, 3, 4, 5, 10])('softmax_cross_entropy of %i classes, from any class', (classes) => {
    for (let bad = 0; bad < classes; bad++) {
      const logits = Array.from({ length: 2 * classes }, (_, i) => (i === bad ? Number.NaN : i));
      const label = (bad + 1) % classes;
      const [loss] = runGraph((graph, give) => [
        graph.apply(softmaxCrossEntropy, [
          give(graph.input('logits', [2, classes]), logits),
          give(graph.input('labels', [2]), [label, 0]),
        ]),
      ]);
      expect(loss![0]).toBeNaN();
    }
  });
  it('embedding, from an index that is one or has no level', () => {
    const [found] = runGraph((graph, give) => [
      graph.apply(embedding, [
        give(graph.input('indices', [4]), [0, Number.NaN, 3, -1]),
        give(graph.input('weights', [3, 2]), [1, 2, 3, 4, 5, 6]),
      ]),
    ]);
    expect([...found!]).toEqual([1, 2, ...new Array(6).fill(Number.NaN)]);
  });
  it.each(optimizerRows)('$case, to the weight whose gradient it is, for good', (row) => {
    const settings = optimizerSettings(row.optimizer, row.settings);
    const after = runOptimizer(settings, healthy, [healthy, broken, healthy, healthy]).weights;
    expect(after[0]!.some(Number.isNaN)).toBe(false);
    for (const weights of after.slice(1)) {
      expect(Array.from(weights, Number.isNaN)).toEqual(broken.map(Number.isNaN));
    }
  });
  it.each(optimizerRows)('$case, of a weight that is one already', (row) => {
    const settings = optimizerSettings(row.optimizer, row.settings);
    const [weights] = runOptimizer(settings, broken, [healthy]).weights;
    expect(Array.from(weights!, Number.isNaN)).toEqual(broken.map(Number.isNaN));
  });
});

describe('an infinity stays one', () => {
  it('in relu', () => {
    const [found] = runGraph((graph, give) => [
      graph.apply(relu, [give(graph.input('x', [2]), [Number.POSITIVE_INFINITY, -1])]),
    ]);
    expect([...found!]).toEqual([Number.POSITIVE_INFINITY, 0]);
  });
  it('in squared_error', () => {
    const [loss] = runGraph((graph, give) => [
      graph.apply(squaredError, [
        give(graph.input('p', [2, 1]), [1e30, 0]),
        give(graph.input('t', [2, 1]), [0, 0]),
      ]),
    ]);
    expect(loss![0]).toBe(Number.POSITIVE_INFINITY);
  });
});
