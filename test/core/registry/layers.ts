// Layers beside products: dropout, noise, norms, embeddings, and what takes columns apart and together.

import { dropout } from '../../../src/core/graph/operations/dropout.js';
import { Purpose, philox } from '../../../src/vocabulary/philox.js';
import { type OperationRow, registryClock } from './row.js';

function dropoutMask(n: number, probability: number, layer: number): number[] {
  const words = new Uint32Array(4);
  const threshold = Math.round(probability * 65_536);
  const mask: number[] = [];
  for (let e = 0; e < n; e++) {
    const counter = 4 * Math.floor(e / 32) + (e % 4);
    philox([counter, layer, registryClock.step, Purpose.dropout], registryClock.key, words);
    const word = words[Math.floor(e / 8) % 4]!;
    const half = e % 8 < 4 ? word & 0xffff : word >>> 16;
    mask.push(half >= threshold ? 65_536 / (65_536 - threshold) : 0);
  }
  return mask;
}

export const layerRows: readonly OperationRow[] = [
  ...[0.2, 0.5].map(
    (probability): OperationRow => ({
      operation: dropout,
      case: `p ${probability}`,
      shapes: [[9, 7]],
      attributes: { probability, layer: 3 },
      oracle: ([x]) => {
        const mask = dropoutMask(63, probability, 3);
        return x!.map((value, i) => value * mask[i]!);
      },
      tolerance: 1e-6,
      // Half a Philox of ten rounds for each eight elements.
      timing: { shapes: [[128, 256]], floatsMoved: 3, operations: 18 },
    }),
  ),
];
