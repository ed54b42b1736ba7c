// Losses: a mean over the batch.

import { softmaxCrossEntropy } from '../../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../../src/core/graph/operations/squared-error.js';
import type { OperationRow } from './row.js';

export const lossRows: readonly OperationRow[] = [
  ...[2, 3, 4, 10, 26].map(
    (classes): OperationRow => ({
      operation: softmaxCrossEntropy,
      case: `${classes} classes`,
      shapes: [[6, classes], [6]],
      labels: { input: 1, classes },
      oracle: ([logits, labels]) => {
        let total = 0;
        for (let i = 0; i < 6; i++) {
          const row = logits!.slice(i * classes, (i + 1) * classes);
          const largest = Math.max(...row);
          const sum = row.reduce((s, x) => s + Math.exp(x - largest), 0);
          total += Math.log(sum) + largest - row[labels![i]!]!;
        }
        return [total / 6];
      },
      tolerance: 1e-6,
    }),
  ),
  {
    operation: squaredError,
    constants: [1],
    case: '6x2',
    shapes: [
      [6, 2],
      [6, 2],
    ],
    oracle: ([p, t]) => [p!.reduce((s, x, i) => s + (x - t![i]!) * (x - t![i]!), 0) / 12],
    tolerance: 1e-6,
  },
];
