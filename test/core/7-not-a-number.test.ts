// A NaN or an infinity that comes up in training is seen: no kernel turns it into a healthy number. One
// that did would let a broken network win by a loss that is not its own.

import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/core/graph/operation.js';
import { add } from '../../src/core/graph/operations/add.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { dropout } from '../../src/core/graph/operations/dropout.js';
import { product } from '../../src/core/graph/operations/product.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../src/core/graph/operations/squared-error.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import { runGraph } from './graph-runner.js';
import { optimizerSettings, runOptimizer } from './optimizer-runner.js';
import { optimizerRows } from './registry/optimizers.js';

/** Twenty numbers, one of them NaN, in a place that is not the first of its vector. */
const broken = Array.from({ length: 20 }, (_, i) => (i === 6 ? Number.NaN : i - 9));
const healthy = broken.map((_, i) => i / 20);

function through(operation: Operation, others: readonly number[][] = []): Float32Array {
  const attributes = { probability: 0.9, layer: 0 };
  const [found] = runGraph((graph, give) => {
    const inputs = [broken, ...others].map((values, i) =>
      give(graph.input(`${i}`, [4, 5]), values),
    );
    return [graph.apply(operation, inputs, attributes)];
  });
  return found!;
}

describe('a NaN goes through', () => {
  it.each([relu, tanh, dropout])('$name, where it stands', (operation) => {
    expect(through(operation)[6]).toBeNaN();
  });
  it.each([add, product])('$name, where it stands', (operation) => {
    expect(through(operation, [healthy])[6]).toBeNaN();
  });
  it('squared_error', () => {
    expect(through(squaredError, [healthy])[0]).toBeNaN();
  });
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
  it('dense, to its whole row and no other', () => {
    const [found] = runGraph((graph, give) => [
      graph.apply(dense, [
        give(graph.input('x', [4, 5]), broken),
        give(graph.input('w', [5, 3]), healthy.slice(0, 15)),
      ]),
    ]);
    expect(Array.from(found!, Number.isNaN)).toEqual(
      Array.from({ length: 12 }, (_, i) => i >= 3 && i < 6),
    );
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
