// What a table's first layer sees: its numbers, with noise where training, and behind them a learned vector
// for each category's level.

import type { Graph } from '../graph/graph.js';
import { column, concatenate, slice } from '../graph/operations/columns.js';
import { embedding } from '../graph/operations/embedding.js';
import type { TensorRef } from '../graph/tensor.js';
import type { Layers } from './layers.js';
import type { ModelSpec } from './model.js';

/**
 * Half the levels, the unseen one among them, rounded up, and at most 50 (Guo & Berkhahn 2016, as fast.ai
 * had it at first).
 */
export function embeddingWidth(levels: number, asked: number): number {
  return asked > 0 ? asked : Math.min(50, Math.ceil(levels / 2));
}

/**
 * x: (rows, inputs), of which the last columns hold the levels of `spec.categories` -> (rows, numbers + the
 * widths of all embeddings). Parameters are embeddings.0.weight … (levels, width), before all others.
 */
export function tableInputs(
  graph: Graph,
  x: TensorRef,
  { inputs, categories, settings }: ModelSpec,
  append: Layers,
): TensorRef {
  if (categories.length === 0) return append.noise(x);
  const numbers = inputs - categories.length;
  const asked = Number(settings.embedding_dim ?? 0);
  const vectors = categories.map((levels, i) => {
    const width = embeddingWidth(levels, asked);
    // torch.nn.Embedding's, but for level 0: training never sees it, and nothing is known of it.
    const first = { kind: 'normal', deviation: 1, blank: width } as const;
    const weight = graph.parameter(`embeddings.${i}.weight`, [levels, width], first);
    return graph.apply(embedding, [graph.apply(column, [x], { index: numbers + i }), weight]);
  });
  if (numbers > 0) vectors.unshift(append.noise(graph.apply(slice, [x], { from: 0, to: numbers })));
  return vectors.length === 1 ? vectors[0]! : graph.apply(concatenate, vectors);
}
