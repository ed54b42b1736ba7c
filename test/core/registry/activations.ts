// What works element by element: sums, products, activations, dropout.

import { add } from '../../../src/core/graph/operations/add.js';
import { dropout } from '../../../src/core/graph/operations/dropout.js';
import { product } from '../../../src/core/graph/operations/product.js';
import { relu } from '../../../src/core/graph/operations/relu.js';
import { tanh } from '../../../src/core/graph/operations/tanh.js';
import { Purpose, philox } from '../../../src/vocabulary/philox.js';
import { each, type OperationRow, registryClock } from './row.js';

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

export const activationRows: readonly OperationRow[] = [
  {
    operation: add,
    case: '5x7',
    shapes: [
      [5, 7],
      [5, 7],
    ],
    oracle: each((a, b) => a! + b!),
    tolerance: 1e-6,
  },
  {
    operation: product,
    case: '5x7',
    shapes: [
      [5, 7],
      [5, 7],
    ],
    oracle: each((a, b) => a! * b!),
    tolerance: 1e-6,
  },
  {
    operation: relu,
    torch: { path: ['activations', 'relu'] },
    case: '5x7',
    shapes: [[5, 7]],
    oracle: each((x) => Math.max(x!, 0)),
    tolerance: 1e-7,
  },
  {
    operation: tanh,
    torch: { path: ['activations', 'tanh'] },
    case: '50x7',
    shapes: [[50, 7]],
    oracle: each((x) => Math.tanh(x!)),
    tolerance: 3e-7,
  },
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
    }),
  ),
];
