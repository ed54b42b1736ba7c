// One row per operation: how to call it, and a slow, obvious oracle in double precision. The oracle
// and finite-difference tests run over this list; a new operation is one more row.

import type { Attributes, Operation } from '../../src/core/graph/operation.js';
import { add } from '../../src/core/graph/operations/add.js';
import { dense } from '../../src/core/graph/operations/dense.js';
import { dropout } from '../../src/core/graph/operations/dropout.js';
import { multiply, sumRows } from '../../src/core/graph/operations/multiply.js';
import { product } from '../../src/core/graph/operations/product.js';
import { relu } from '../../src/core/graph/operations/relu.js';
import { softmaxCrossEntropy } from '../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../src/core/graph/operations/squared-error.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import type { Shape } from '../../src/core/graph/tensor.js';
import { Purpose, philox } from '../../src/vocabulary/philox.js';

/** Flat, row-major, in double precision. */
export type Matrix = readonly number[];

export interface OperationRow {
  readonly operation: Operation;
  readonly case: string;
  readonly shapes: readonly Shape[];
  readonly attributes?: Attributes;
  /** Inputs that are class indices below this number instead of real values. */
  readonly labels?: { readonly input: number; readonly classes: number };
  /** Output 0. */
  oracle(inputs: readonly Matrix[], shapes: readonly Shape[]): Matrix;
  /** Relative to the largest element; 0 where every bit must agree. */
  readonly tolerance: number;
}

const clock = { step: 7, key: [42, 3] as const };
export const registryClock = clock;

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

function dropoutMask(n: number, probability: number, layer: number): number[] {
  const words = new Uint32Array(4);
  const threshold = Math.round(probability * 65_536);
  const mask: number[] = [];
  for (let e = 0; e < n; e++) {
    const counter = 4 * Math.floor(e / 32) + (e % 4);
    philox([counter, layer, clock.step, Purpose.dropout], clock.key, words);
    const word = words[Math.floor(e / 8) % 4]!;
    const half = e % 8 < 4 ? word & 0xffff : word >>> 16;
    mask.push(half >= threshold ? 65_536 / (65_536 - threshold) : 0);
  }
  return mask;
}

function each(f: (...x: number[]) => number) {
  return (inputs: readonly Matrix[]): Matrix =>
    inputs[0]!.map((_, i) => f(...inputs.map((input) => input[i]!)));
}

export const operationRegistry: readonly OperationRow[] = [
  ...products(),
  {
    operation: dense,
    case: 'with bias',
    shapes: [[9, 13], [13, 11], [11]],
    oracle: productOracle(false, false, Math.fround),
    tolerance: 0,
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
    case: '5x7',
    shapes: [[5, 7]],
    oracle: each((x) => Math.max(x!, 0)),
    tolerance: 1e-7,
  },
  {
    operation: tanh,
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
    case: '6x2',
    shapes: [
      [6, 2],
      [6, 2],
    ],
    oracle: ([p, t]) => [p!.reduce((s, x, i) => s + (x - t![i]!) * (x - t![i]!), 0) / 12],
    tolerance: 1e-6,
  },
];
