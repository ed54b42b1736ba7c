// What works element by element: sums, products, activations and their gradients.

import type { Attributes, Operation } from '../../../src/core/graph/operation.js';
import { add } from '../../../src/core/graph/operations/add.js';
import { elu, eluGradient } from '../../../src/core/graph/operations/elu.js';
import { gelu, geluGradient } from '../../../src/core/graph/operations/gelu.js';
import { geluTanh, geluTanhGradient } from '../../../src/core/graph/operations/gelu-tanh.js';
import { leakyRelu, leakyReluGradient } from '../../../src/core/graph/operations/leaky-relu.js';
import { product } from '../../../src/core/graph/operations/product.js';
import { relu, reluGradient } from '../../../src/core/graph/operations/relu.js';
import { sigmoid, sigmoidGradient } from '../../../src/core/graph/operations/sigmoid.js';
import { silu, siluGradient } from '../../../src/core/graph/operations/silu.js';
import { tanh, tanhGradient } from '../../../src/core/graph/operations/tanh.js';
import { each, type OperationRow } from './row.js';

/** By its Taylor series, good to 1e-12 within |x| <= 4. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const normalShare = (x: number) => (1 + erf(x / Math.SQRT2)) / 2;
const normalDensity = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
const tanhInside = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);

interface ActivationCase {
  readonly operation: Operation;
  readonly gradient: Operation;
  readonly attributes?: Attributes;
  /** Its key in layers.json. */
  readonly torch: string;
  readonly value: (x: number) => number;
  /** Its derivative, of what the gradient's kernel looks at. */
  readonly slope: (from: number) => number;
}

const cases: readonly ActivationCase[] = [
  {
    operation: relu,
    gradient: reluGradient,
    torch: 'relu',
    value: (x) => Math.max(x, 0),
    slope: (y) => Number(y > 0),
  },
  {
    operation: leakyRelu,
    gradient: leakyReluGradient,
    attributes: { slope: 0.01 },
    torch: 'leaky_relu_0.01',
    value: (x) => (x > 0 ? x : 0.01 * x),
    slope: (y) => (y > 0 ? 1 : 0.01),
  },
  {
    operation: elu,
    gradient: eluGradient,
    attributes: { alpha: 1 },
    torch: 'elu',
    value: (x) => (x > 0 ? x : Math.expm1(x)),
    slope: (y) => (y > 0 ? 1 : y + 1),
  },
  {
    operation: gelu,
    gradient: geluGradient,
    torch: 'gelu',
    value: (x) => x * normalShare(x),
    slope: (x) => normalShare(x) + x * normalDensity(x),
  },
  {
    operation: geluTanh,
    gradient: geluTanhGradient,
    torch: 'gelu_tanh',
    value: (x) => (x * (1 + Math.tanh(tanhInside(x)))) / 2,
    slope: (x) => {
      const t = Math.tanh(tanhInside(x));
      const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
      return (1 + t) / 2 + (x * (1 - t * t) * inner) / 2;
    },
  },
  {
    operation: silu,
    gradient: siluGradient,
    torch: 'silu',
    value: (x) => x * logistic(x),
    slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
  },
  {
    operation: tanh,
    gradient: tanhGradient,
    torch: 'tanh',
    value: Math.tanh,
    slope: (y) => 1 - y * y,
  },
  {
    operation: sigmoid,
    gradient: sigmoidGradient,
    torch: 'sigmoid',
    value: logistic,
    slope: (y) => y * (1 - y),
  },
];

/** A hidden layer of 256 units under 128 rows. */
const hidden = [128, 256];

function activationRowsOf(of: ActivationCase): readonly OperationRow[] {
  const told = of.attributes === undefined ? {} : { attributes: of.attributes };
  return [
    {
      operation: of.operation,
      ...told,
      case: '50x7',
      shapes: [[50, 7]],
      oracle: each((x) => of.value(x!)),
      tolerance: 3e-7,
      torch: { path: ['activations', of.torch], ...told },
      timing: { shapes: [hidden], floatsMoved: 2 },
    },
    {
      operation: of.gradient,
      ...told,
      case: '50x7',
      shapes: [
        [50, 7],
        [50, 7],
      ],
      oracle: each((dy, from) => dy! * of.slope(from!)),
      tolerance: 5e-7,
      timing: { shapes: [hidden, hidden], floatsMoved: 3 },
    },
  ];
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
    timing: { shapes: [hidden, hidden], floatsMoved: 3 },
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
    timing: { shapes: [hidden, hidden], floatsMoved: 3 },
  },
  ...cases.flatMap(activationRowsOf),
];
