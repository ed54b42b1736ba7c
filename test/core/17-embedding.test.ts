// Embeddings where an index has no level: four rows are copied at a time, and one such row must neither read
// past the weights nor change the rows beside it.

import { describe, expect, it } from 'vitest';
import { embedding } from '../../src/core/graph/operations/embedding.js';
import { runGraph } from './graph-runner.js';

const LEVELS = 5;

function embedded(indices: readonly number[], width: number) {
  const weights = Float32Array.from({ length: LEVELS * width }, (_, i) => i + 1);
  const [y] = runGraph((graph, give) => [
    graph.apply(embedding, [
      give(graph.input('indices', [indices.length]), Float32Array.from(indices)),
      give(graph.input('weights', [LEVELS, width]), weights),
    ]),
  ]);
  return indices.map((_, row) => [...y!.subarray(row * width, (row + 1) * width)]);
}

describe.each([3, 4, 8, 16, 32])('of vectors %i wide', (width) => {
  const level = (index: number) => Array.from({ length: width }, (_, i) => index * width + i + 1);
  const unknown = Array.from({ length: width }, () => Number.NaN);

  it.each([
    ['not a number', Number.NaN],
    ['below the first', -1],
    ['behind the last', LEVELS],
    ['further than a whole number goes', 1e12],
  ])('an index that is %s gives NaN, wherever it stands, and leaves the others', (_, index) => {
    for (let place = 0; place < 9; place++) {
      const indices = Array.from({ length: 9 }, (_, i) => (i === place ? index : i % LEVELS));
      const expected = indices.map((i) => (i === index || Number.isNaN(i) ? unknown : level(i)));
      expect(embedded(indices, width)).toEqual(expected);
    }
  });
});
