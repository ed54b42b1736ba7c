// Layers beside products: dropout, noise, norms, embeddings, and what takes columns apart and together.

import { batchNorm } from '../../../src/core/graph/operations/batch-norm.js';
import { column, concatenate, slice } from '../../../src/core/graph/operations/columns.js';
import { dropout } from '../../../src/core/graph/operations/dropout.js';
import { embedding } from '../../../src/core/graph/operations/embedding.js';
import { gaussianNoise } from '../../../src/core/graph/operations/gaussian-noise.js';
import { layerNorm } from '../../../src/core/graph/operations/layer-norm.js';
import type { Shape } from '../../../src/core/graph/tensor.js';
import { Purpose, philox } from '../../../src/vocabulary/philox.js';
import { type Matrix, type OperationRow, registryClock } from './row.js';

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

/** Box–Muller of the words of each counter. */
function normals(n: number): number[] {
  const words = new Uint32Array(4);
  return Array.from({ length: n }, (_, e) => {
    const counter = 4 * Math.floor(e / 16) + (e % 4);
    philox([counter, 0, registryClock.step, Purpose.noise], registryClock.key, words);
    const which = Math.floor(e / 4) % 4;
    const pair = which < 2 ? 0 : 2;
    const radius = Math.sqrt(-2 * Math.log(((words[pair]! >>> 8) + 1) / 2 ** 24));
    const angle = ((words[pair + 1]! | 0) >> 8) * (Math.PI / 2 ** 23);
    return radius * (which % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
}

const mean = (values: Matrix) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Values to mean 0 and deviation 1. */
function normalised(values: Matrix): Matrix {
  const m = mean(values);
  const deviation = Math.sqrt(mean(values.map((x) => (x - m) * (x - m))) + 1e-5);
  return values.map((x) => (x - m) / deviation);
}

function batchNormOracle(training: boolean) {
  return ([x, gain, bias, m, v]: readonly Matrix[], [shape]: readonly Shape[]): Matrix => {
    const columns = shape!.at(-1)!;
    const rows = x!.length / columns;
    const scaled = Array.from({ length: columns }, (_, j) => {
      const values = x!.filter((_, i) => i % columns === j);
      return training && rows > 1
        ? normalised(values)
        : values.map((value) => (value - m![j]!) / Math.sqrt(v![j]! + 1e-5));
    });
    return x!.map((_, i) => {
      const [row, j] = [Math.floor(i / columns), i % columns];
      return scaled[j]![row]! * gain![j]! + bias![j]!;
    });
  };
}

function layerNormOracle([x, gain, bias]: readonly Matrix[], [shape]: readonly Shape[]): Matrix {
  const columns = shape!.at(-1)!;
  return x!.map((_, i) => {
    const [row, j] = [Math.floor(i / columns), i % columns];
    return normalised(x!.slice(row * columns, (row + 1) * columns))[j]! * gain![j]! + bias![j]!;
  });
}

const filled = (value: number) => (input: Shape) => ({
  shape: [input.at(-1)!],
  values: Array.from({ length: input.at(-1)! }, () => value),
});

/** Vectors of a norm over `columns`. */
const vectors = (count: number, columns: number) =>
  Array.from({ length: count }, () => [columns] as const);

function batchNormRows(): OperationRow[] {
  const sizes: readonly Shape[] = [
    [5, 7],
    [1, 7],
    [3, 4],
    [70, 16],
    [3, 29],
    [3, 5, 4, 8],
    [131, 3],
  ];
  return sizes.flatMap((shape) =>
    [true, false].map(
      (training): OperationRow => ({
        operation: batchNorm,
        case: `${shape.join('x')}${training ? '' : ' in evaluation'}`,
        shapes: [shape, ...vectors(4, shape.at(-1)!)],
        attributes: { training },
        positive: [4],
        constants: [3, 4],
        oracle: batchNormOracle(training),
        tolerance: 2e-6,
        ...(training && shape === sizes[0]
          ? {
              torch: {
                path: ['batch_norm'],
                attributes: { training },
                others: [{ name: 'weight' }, { name: 'bias' }, filled(0), filled(1)],
              },
              timing: { shapes: [[128, 256], ...vectors(4, 256)], floatsMoved: 4 },
            }
          : {}),
      }),
    ),
  );
}

function layerNormRows(): OperationRow[] {
  const sizes: readonly Shape[] = [
    [5, 7],
    [4, 3],
    [3, 16],
    [2, 3, 21],
    [9, 4],
  ];
  return sizes.map(
    (shape): OperationRow => ({
      operation: layerNorm,
      case: shape.join('x'),
      shapes: [shape, ...vectors(2, shape.at(-1)!)],
      oracle: layerNormOracle,
      tolerance: 2e-6,
      ...(shape === sizes[0]
        ? {
            torch: { path: ['layer_norm'], others: [{ name: 'weight' }, { name: 'bias' }] },
            timing: { shapes: [[128, 256], ...vectors(2, 256)], floatsMoved: 4 },
          }
        : {}),
    }),
  );
}

function embeddingOracle([indices, weights]: readonly Matrix[], shapes: readonly Shape[]): Matrix {
  const width = shapes[1]![1]!;
  return indices!.flatMap((index) =>
    Array.from({ length: width }, (_, j) => weights![index * width + j] ?? Number.NaN),
  );
}

/** Columns [from, to) of a matrix of so many columns. */
const columnsOf = (x: Matrix, columns: number, from: number, to: number) =>
  x.filter((_, i) => i % columns >= from && i % columns < to);

const columnRows: readonly OperationRow[] = [
  {
    operation: slice,
    case: 'columns 3 to 128 of 4x140',
    shapes: [[4, 140]],
    attributes: { from: 3, to: 128 },
    oracle: ([x]) => columnsOf(x!, 140, 3, 128),
    tolerance: 0,
    timing: { shapes: [[128, 256]], floatsMoved: 2 },
  },
  {
    operation: column,
    case: 'column 8 of 4x9',
    shapes: [[4, 9]],
    attributes: { index: 8 },
    oracle: ([x]) => columnsOf(x!, 9, 8, 9),
    tolerance: 0,
    timing: { shapes: [[4096, 9]], floatsMoved: 2 },
  },
  {
    operation: concatenate,
    case: '3x5, 3x2, 3x4',
    shapes: [
      [3, 5],
      [3, 2],
      [3, 4],
    ],
    oracle: ([a, b, c]) =>
      [0, 1, 2].flatMap((row) => [
        ...a!.slice(5 * row, 5 * row + 5),
        ...b!.slice(2 * row, 2 * row + 2),
        ...c!.slice(4 * row, 4 * row + 4),
      ]),
    tolerance: 0,
    timing: {
      shapes: [
        [128, 128],
        [128, 128],
      ],
      floatsMoved: 2,
    },
  },
];

export const layerRows: readonly OperationRow[] = [
  // Eight counters of Philox serve 64 elements: one turn with a rest, and two turns with one.
  ...[
    { probability: 0.2, rows: 9 },
    { probability: 0.5, rows: 12 },
  ].map(
    ({ probability, rows }): OperationRow => ({
      operation: dropout,
      case: `p ${probability}`,
      shapes: [[rows, 7]],
      attributes: { probability, layer: 3 },
      oracle: ([x]) => {
        const mask = dropoutMask(7 * rows, probability, 3);
        return x!.map((value, i) => value * mask[i]!);
      },
      tolerance: 1e-6,
      timing: { shapes: [[128, 256]], floatsMoved: 3 },
    }),
  ),
  {
    operation: gaussianNoise,
    case: '11x7',
    shapes: [[11, 7]],
    attributes: { deviation: 0.3 },
    oracle: ([x]) => {
      const noise = normals(x!.length);
      return x!.map((value, i) => value + 0.3 * noise[i]!);
    },
    tolerance: 5e-7,
    timing: { shapes: [[128, 256]], floatsMoved: 2 },
  },
  ...batchNormRows(),
  ...layerNormRows(),
  // 4, 8, 16 and 32 wide have loops of their own, four rows a turn: of eleven rows three are left.
  ...[1, 4, 7, 8, 16, 32].map(
    (width): OperationRow => ({
      operation: embedding,
      case: `6 levels, ${width} wide`,
      shapes: [[11], [6, width]],
      labels: { input: 0, classes: 6 },
      oracle: embeddingOracle,
      tolerance: 0,
      ...(width === 4
        ? {
            torch: { path: ['embedding'], others: [{ name: 'weight' }] },
            timing: { shapes: [[128], [60, 32]], floatsMoved: 2 },
          }
        : {}),
    }),
  ),
  ...columnRows,
];
