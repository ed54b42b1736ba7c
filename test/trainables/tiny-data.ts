// Small data sets made in memory: two noisy classes, and a noisy plane.

import type { DataSet, Part } from '../../src/data/data-set.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

function part(
  rows: number,
  stream: PhiloxStream,
  target: (a: number, b: number, c: number) => number,
): Part {
  const inputs = new Float32Array(rows * 3);
  const targets = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const [a, b, c] = [0, 1, 2].map(() => 4 * stream.uniform() - 2) as [number, number, number];
    inputs.set([a, b, c], 3 * i);
    targets[i] = target(a, b, c);
  }
  return { rows, inputs, targets };
}

const sizes = { train: 75, validation: 30, test: 0 } as const;

export function tinyData(kind: 'classification' | 'regression'): DataSet {
  const stream = new PhiloxStream(3, 77);
  const target =
    kind === 'classification'
      ? (a: number, b: number, c: number) => Number(a * b + c > 0)
      : (a: number, b: number, c: number) => a - 2 * b + a * c;
  const train = part(sizes.train, stream, target);
  const yes = train.targets.filter((index) => index === 1).length;
  return {
    hash: `tiny ${kind}`,
    task:
      kind === 'classification'
        ? { kind, classes: ['no', 'yes'], counts: [sizes.train - yes, yes] }
        : { kind, mean: 100, scale: 10 },
    features: ['a', 'b', 'c'],
    categories: [],
    image: null,
    parts: {
      train,
      validation: part(sizes.validation, stream, target),
      test: part(sizes.test, stream, target),
    },
    nesting: { order: Uint32Array.from({ length: sizes.train }, (_, row) => row), ends: null },
  };
}

export function tinyConfiguration(
  changes: Record<string, number | string | boolean | readonly number[]> = {},
) {
  return {
    kind: 'mlp',
    hidden: [12, 9],
    activation: 'relu',
    dropout: 0.2,
    batch_size: 16,
    loss: 'cross_entropy',
    label_smoothing: 0,
    class_weights: 'none',
    focal_gamma: 2,
    huber_delta: 1,
    smooth_l1_beta: 1,
    optimizer: 'adam',
    lr: 0.01,
    lr_schedule: 'constant',
    warmup: 0,
    momentum: 0.9,
    nesterov: true,
    beta1: 0.9,
    beta2: 0.999,
    alpha: 0.99,
    rho: 0.9,
    lr_decay: 0,
    momentum_decay: 0.004,
    eps: 1e-8,
    weight_decay: 0.001,
    ...changes,
  };
}
