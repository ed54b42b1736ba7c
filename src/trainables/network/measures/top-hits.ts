// top_k: the share of rows whose class is among the k with the largest logits. As in scikit-learn's
// top_k_accuracy_score, of equal logits those of the last classes come first.

import type { Measurement } from './measurement.js';
import { predictedClass } from './scoring.js';

/** @param names top_2, top_5 … */
export function topHits(names: readonly string[]): Measurement {
  const tops = names.map((name) => ({ name, k: Number(name.slice('top_'.length)), hits: 0 }));
  let rows = 0;
  return {
    take(_loss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        const place = placeOf(targets[i]!, outputs, i * columns, columns);
        for (const top of tops) if (place < top.k) top.hits++;
      }
      rows += targets.length;
    },
    figures: () => Object.fromEntries(tops.map(({ name, hits }) => [name, hits / rows])),
  };
}

/** How many classes come before this one; infinite where the row predicts nothing. */
function placeOf(target: number, logits: Float32Array, at: number, columns: number): number {
  const prediction = predictedClass(logits, at, columns);
  if (prediction < 0) return Number.POSITIVE_INFINITY;
  if (columns === 1) return Number(prediction !== target);
  const own = logits[at + target]!;
  let before = 0;
  for (let j = 0; j < columns; j++) {
    const z = logits[at + j]!;
    if (z > own || (z === own && j > target)) before++;
  }
  return before;
}
