// Matrix products and sums over rows: every bit must agree with the oracle, whatever the blocking.

import { dense } from '../../../src/core/graph/operations/dense.js';
import { multiply, sumRows } from '../../../src/core/graph/operations/multiply.js';
import type { Shape } from '../../../src/core/graph/tensor.js';
import type { Matrix, OperationRow, Recorded } from './row.js';

/** torch stores a linear layer's weight (out, in); ours is (in, out). */
export function transposed({ shape: [rows, columns], values }: Recorded): Recorded {
  const turned = Array.from({ length: rows! * columns! }, (_, i) => {
    const [c, r] = [Math.floor(i / rows!), i % rows!];
    return values[r * columns! + c]!;
  });
  return { shape: [columns!, rows!], values: turned };
}

function productOracle(
  transposeA: boolean,
  transposeB: boolean,
  width: (x: number) => number = (x) => x,
) {
  return ([a, b, bias]: readonly Matrix[], [sa, sb]: readonly Shape[]): Matrix => {
    const [m, k] = transposeA ? [sa![1]!, sa![0]!] : [sa![0]!, sa![1]!];
    const n = transposeB ? sb![0]! : sb![1]!;
    const c: number[] = [];
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = bias === undefined ? 0 : width(bias[j]!);
        for (let p = 0; p < k; p++) {
          const x = transposeA ? a![p * m + i]! : a![i * k + p]!;
          const y = transposeB ? b![j * k + p]! : b![p * n + j]!;
          sum = width(sum + width(width(x) * width(y)));
        }
        c.push(sum);
      }
    }
    return c;
  };
}

function products(): OperationRow[] {
  const sizes = [
    [1, 1, 1],
    [5, 10, 7],
    [32, 64, 64],
    [33, 26, 17],
    [4, 8, 3],
    [16, 3, 5],
    [2, 40, 8],
    [64, 10, 130],
    [70, 72, 72],
  ];
  const rows: OperationRow[] = [];
  for (const [m, n, k] of sizes) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        rows.push({
          operation: multiply,
          case: `${m}x${k} · ${k}x${n}${transposeA ? ' Aᵀ' : ''}${transposeB ? ' Bᵀ' : ''}`,
          shapes: [transposeA ? [k!, m!] : [m!, k!], transposeB ? [n!, k!] : [k!, n!]],
          attributes: { transposeA, transposeB },
          // One rounding per operation in the order of k: the blocking may not change a bit.
          oracle: productOracle(transposeA, transposeB, Math.fround),
          tolerance: 0,
        });
      }
    }
  }
  return rows;
}

export const productRows: readonly OperationRow[] = [
  ...products(),
  {
    operation: dense,
    case: 'with bias',
    shapes: [[9, 13], [13, 11], [11]],
    oracle: productOracle(false, false, Math.fround),
    tolerance: 0,
    torch: { path: ['linear'], others: [{ name: 'weight', ours: transposed }, { name: 'bias' }] },
  },
  {
    operation: sumRows,
    case: '7x11',
    shapes: [[7, 11]],
    oracle: ([x]) =>
      Array.from({ length: 11 }, (_, j) => {
        let sum = 0;
        for (let i = 0; i < 7; i++) sum = Math.fround(sum + Math.fround(x![i * 11 + j]!));
        return sum;
      }),
    tolerance: 0,
  },
];
