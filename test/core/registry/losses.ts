// Losses: a mean over the batch. The oracles are the formulas of PyTorch's documentation, word by word.

import type { Attributes, Operation } from '../../../src/core/graph/operation.js';
import { absoluteError } from '../../../src/core/graph/operations/absolute-error.js';
import { binaryCrossEntropy } from '../../../src/core/graph/operations/binary-cross-entropy.js';
import { focalLoss } from '../../../src/core/graph/operations/focal-loss.js';
import { huberLoss } from '../../../src/core/graph/operations/huber-loss.js';
import { multiMarginLoss } from '../../../src/core/graph/operations/multi-margin-loss.js';
import { softmaxCrossEntropy } from '../../../src/core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../../src/core/graph/operations/squared-error.js';
import { weightedCrossEntropy } from '../../../src/core/graph/operations/weighted-cross-entropy.js';
import type { Matrix, OperationRow } from './row.js';

const ROWS = 6;

function logSoftmax(row: Matrix): Matrix {
  const largest = Math.max(...row);
  const sum = row.reduce((s, x) => s + Math.exp(x - largest), 0);
  return row.map((x) => x - largest - Math.log(sum));
}

function rowsOf(logits: Matrix, columns: number): readonly Matrix[] {
  return Array.from({ length: ROWS }, (_, i) => logits.slice(i * columns, (i + 1) * columns));
}

function sum(terms: readonly number[]): number {
  return terms.reduce((total, term) => total + term, 0);
}

/** A loss of one row, given its weight. */
type RowLoss = (row: Matrix, label: number, weight: number) => number;

/** The mean over rows of a loss of one row. */
function meanOfRows(columns: number, loss: RowLoss) {
  return ([logits, labels, weights = []]: readonly Matrix[]): Matrix => {
    const terms = rowsOf(logits!, columns).map((row, i) =>
      loss(row, labels![i]!, weights[labels![i]!] ?? 1),
    );
    return [sum(terms) / ROWS];
  };
}

const crossEntropy: RowLoss = (row, label) => -logSoftmax(row)[label]!;

function smoothed(columns: number, s: number) {
  return ([logits, labels, weights]: readonly Matrix[]): Matrix => {
    const terms = rowsOf(logits!, columns).map((row, i) => {
      const logs = logSoftmax(row);
      const targets = logs.map((_, j) => (1 - s) * Number(j === labels![i]) + s / columns);
      return -sum(targets.map((target, j) => weights![j]! * target * logs[j]!));
    });
    return [sum(terms) / sum(labels!.map((label) => weights![label]!))];
  };
}

function focal(gamma: number): RowLoss {
  return (row, label, weight) => {
    const log = logSoftmax(row)[label]!;
    return -weight * (1 - Math.exp(log)) ** gamma * log;
  };
}

const multiMargin: RowLoss = (row, label, weight) =>
  (weight * sum(row.map((x, j) => (j === label ? 0 : Math.max(0, 1 - row[label]! + x))))) /
  row.length;

const binary: RowLoss = (row, label, weight) => {
  const terms = row.map((x, j) => {
    const y = row.length === 1 ? label : Number(j === label);
    const p = 1 / (1 + Math.exp(-x));
    return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
  });
  return (weight * sum(terms)) / row.length;
};

/** One row of the registry. */
function classRow(
  operation: Operation,
  columns: number,
  oracle: OperationRow['oracle'],
  attributes: Attributes = {},
): OperationRow {
  const classes = Math.max(columns, 2);
  const words = Object.entries(attributes).map(([name, value]) => `, ${name} ${value}`);
  const timed = 256 * columns;
  return {
    operation,
    case: `${columns} columns${words.join('')}`,
    shapes: [[ROWS, columns], [ROWS], [classes]],
    labels: { input: 1, classes },
    positive: [2],
    constants: [2],
    attributes,
    oracle,
    tolerance: 1e-6,
    timing: {
      shapes: [[256, columns], [256], [classes]],
      floatsMoved: 2 * timed + 256,
    },
  };
}

const columns = [2, 3, 4, 5, 10, 26];

function valueRow(
  operation: Operation,
  oracle: (difference: number) => number,
  attributes: Attributes = {},
): OperationRow {
  const words = Object.entries(attributes).map(([name, value]) => `, ${name} ${value}`);
  return {
    operation,
    constants: [1],
    case: `6x3${words.join('')}`,
    shapes: [
      [6, 3],
      [6, 3],
    ],
    attributes,
    oracle: ([p, t]) => [sum(p!.map((x, i) => oracle(x - t![i]!))) / 18],
    tolerance: 1e-6,
    timing: {
      shapes: [
        [256, 1],
        [256, 1],
      ],
      floatsMoved: 3 * 256,
    },
  };
}

function huber(delta: number, factor: number) {
  return (difference: number): number => {
    const size = Math.abs(difference);
    return factor * (size <= delta ? size ** 2 / 2 : delta * (size - delta / 2));
  };
}

export const lossRows: readonly OperationRow[] = [
  ...columns.map((classes): OperationRow => {
    const { positive: _none, ...row } = classRow(
      softmaxCrossEntropy,
      classes,
      meanOfRows(classes, crossEntropy),
    );
    const shapes = row.shapes.slice(0, 2);
    return { ...row, shapes, timing: { ...row.timing!, shapes: row.timing!.shapes.slice(0, 2) } };
  }),
  ...[0, 0.1, 0.5].flatMap((smoothing) =>
    columns.map((classes) =>
      classRow(weightedCrossEntropy, classes, smoothed(classes, smoothing), { smoothing }),
    ),
  ),
  ...[0, 0.5, 2, 5].flatMap((gamma) =>
    columns.map((classes) =>
      classRow(focalLoss, classes, meanOfRows(classes, focal(gamma)), { gamma }),
    ),
  ),
  ...columns.map((classes) => classRow(multiMarginLoss, classes, meanOfRows(classes, multiMargin))),
  ...[1, ...columns].map((classes) =>
    classRow(binaryCrossEntropy, classes, meanOfRows(classes, binary)),
  ),
  valueRow(squaredError, (difference) => difference ** 2),
  valueRow(absoluteError, Math.abs),
  ...[0.5, 1, 2].map((delta) => valueRow(huberLoss, huber(delta, 1), { delta, factor: 1 })),
  valueRow(huberLoss, huber(0.5, 2), { delta: 0.5, factor: 2 }),
];
