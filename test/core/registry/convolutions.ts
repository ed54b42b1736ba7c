// Convolutions and pooling, channels last: every bit must agree with the oracle, whatever is gathered at
// a time.

import type { Attributes, Operation } from '../../../src/core/graph/operation.js';
import {
  conv2d,
  conv2dInputGradient,
  conv2dWeightsGradient,
  sumPositions,
} from '../../../src/core/graph/operations/conv2d.js';
import { averagePool2d, maxPool2d } from '../../../src/core/graph/operations/pool2d.js';
import type { Shape } from '../../../src/core/graph/tensor.js';
import { transposed } from './products.js';
import type { OperationRow, Recorded, TorchFigures } from './row.js';

/** torch's pictures (rows, channels, height, width) as ours. */
function channelsLast({ shape: [rows, channels, height, width], values }: Recorded): Recorded {
  const positions = height! * width!;
  const size = channels! * positions;
  const turned = values.map((_, i) => {
    const [n, p, c] = [Math.floor(i / size), Math.floor((i % size) / channels!), i % channels!];
    return values[n * size + c * positions + p]!;
  });
  return { shape: [rows!, size], values: turned };
}

/** torch's weights (out, in, height, width) as ours (height * width * in, out). */
function weightsOf(recorded: Recorded): Recorded {
  return transposed(channelsLast(recorded));
}

function torchConvolution(name: string, stride: number, padding: number): TorchFigures {
  return {
    path: [name],
    attributes: ([, channels, height, width]: Shape) => ({
      height: height!,
      width: width!,
      channels: channels!,
      kernelHeight: 3,
      kernelWidth: 3,
      stride,
      paddingBefore: padding,
      paddingAfter: padding,
    }),
    ours: channelsLast,
    others: [{ name: 'weight', ours: weightsOf }, { name: 'bias' }],
  };
}

interface Sides {
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: number;
  readonly paddingBefore: number;
  readonly paddingAfter: number;
  readonly out: number;
}

function sides(
  [rows, height, width, channels]: readonly [number, number, number, number],
  kernel: number | readonly [number, number],
  out: number,
  stride = 1,
  padding: number | readonly [number, number] = 0,
): Sides {
  const [kernelHeight, kernelWidth] = typeof kernel === 'number' ? [kernel, kernel] : kernel;
  const [paddingBefore, paddingAfter] = typeof padding === 'number' ? [padding, padding] : padding;
  return {
    rows,
    height,
    width,
    channels,
    kernelHeight,
    kernelWidth,
    stride,
    paddingBefore,
    paddingAfter,
    out,
  };
}

const places = (side: number, kernel: number, s: Sides) =>
  Math.floor((side + s.paddingBefore + s.paddingAfter - kernel) / s.stride) + 1;

/** Calls back with flat indices of y, x and w; one is -1 for a zero of a border. */
type Meet = (y: number, x: number, w: number) => void;

const flat = (s: Sides, n: number, line: number, column: number, c: number) =>
  ((n * s.height + line) * s.width + column) * s.channels + c;

const weightAt = (s: Sides, ky: number, kx: number, c: number, o: number) =>
  ((ky * s.kernelWidth + kx) * s.channels + c) * s.out + o;

function resultAt(s: Sides, n: number, line: number, column: number, o: number): number {
  const height = places(s.height, s.kernelHeight, s);
  const width = places(s.width, s.kernelWidth, s);
  if (line < 0 || column < 0 || line >= height || column >= width) return -1;
  return ((n * height + line) * width + column) * s.out + o;
}

/** Every product behind a result, from the first result to the last, borders of the picture included. */
function eachProduct(s: Sides, meet: Meet): void {
  for (let n = 0; n < s.rows; n++) {
    for (let oy = 0; oy < places(s.height, s.kernelHeight, s); oy++) {
      for (let ox = 0; ox < places(s.width, s.kernelWidth, s); ox++) {
        for (let ky = 0; ky < s.kernelHeight; ky++) {
          for (let kx = 0; kx < s.kernelWidth; kx++) {
            const line = oy * s.stride + ky - s.paddingBefore;
            const column = ox * s.stride + kx - s.paddingBefore;
            const inside = line >= 0 && column >= 0 && line < s.height && column < s.width;
            for (let c = 0; c < s.channels; c++) {
              for (let o = 0; o < s.out; o++) {
                const x = inside ? flat(s, n, line, column, c) : -1;
                meet(resultAt(s, n, oy, ox, o), x, weightAt(s, ky, kx, c, o));
              }
            }
          }
        }
      }
    }
  }
}

/** Every product behind an input's gradient: results from the first to the last, and beyond their borders. */
function eachProductOfInput(s: Sides, meet: Meet): void {
  for (let n = 0; n < s.rows; n++) {
    for (let line = 0; line < s.height; line++) {
      for (let column = 0; column < s.width; column++) {
        for (let ky = s.kernelHeight - 1; ky >= 0; ky--) {
          for (let kx = s.kernelWidth - 1; kx >= 0; kx--) {
            const oy = (line + s.paddingBefore - ky) / s.stride;
            const ox = (column + s.paddingBefore - kx) / s.stride;
            if (!Number.isInteger(oy) || !Number.isInteger(ox)) continue;
            for (let c = 0; c < s.channels; c++) {
              for (let o = 0; o < s.out; o++) {
                const y = resultAt(s, n, oy, ox, o);
                meet(y, flat(s, n, line, column, c), weightAt(s, ky, kx, c, o));
              }
            }
          }
        }
      }
    }
  }
}

const round = Math.fround;

/** sum += a * b as the kernels round it. */
function addProduct(sums: number[], at: number, a: number, b: number): void {
  sums[at] = round(sums[at]! + round(round(a) * round(b)));
}

const zeros = ([rows, columns = 1]: Shape) => new Array<number>(rows! * columns).fill(0);

function attributesOf({ rows: _rows, out: _out, ...attributes }: Sides): Attributes {
  return attributes;
}

function shapesOf(s: Sides) {
  const positions = places(s.height, s.kernelHeight, s) * places(s.width, s.kernelWidth, s);
  return {
    picture: [s.rows, s.height * s.width * s.channels],
    weights: [s.kernelHeight * s.kernelWidth * s.channels, s.out],
    result: [s.rows, positions * s.out],
  };
}

function rowsOf(s: Sides, torch?: TorchFigures): OperationRow[] {
  const { out } = s;
  const { picture, weights, result } = shapesOf(s);
  const shared = {
    case: `${s.rows} of ${s.height}x${s.width}x${s.channels}, ${s.kernelHeight}x${s.kernelWidth} to ${out}, stride ${s.stride}, padding ${s.paddingBefore} ${s.paddingAfter}`,
    attributes: attributesOf(s),
    // One rounding per operation in one order of sums.
    tolerance: 0,
  };
  return [
    {
      ...shared,
      operation: conv2d,
      shapes: [picture, weights, [out]],
      oracle: ([x, w, bias]) => {
        const sums = zeros(result).map((_, i) => round(bias![i % out]!));
        eachProduct(s, (yi, xi, wi) => addProduct(sums, yi, x![xi] ?? 0, w![wi]!));
        return sums;
      },
      ...(torch === undefined ? {} : { torch, timing: timedConvolution }),
    },
    {
      ...shared,
      operation: conv2dInputGradient,
      shapes: [result, weights],
      oracle: ([upstream, w]) => {
        const sums = zeros(picture);
        eachProductOfInput(s, (yi, xi, wi) => addProduct(sums, xi, upstream![yi] ?? 0, w![wi]!));
        return sums;
      },
    },
    {
      ...shared,
      operation: conv2dWeightsGradient,
      shapes: [picture, result],
      oracle: ([x, upstream]) => {
        const sums = zeros(weights);
        eachProduct(s, (yi, xi, wi) => addProduct(sums, wi, x![xi] ?? 0, upstream![yi]!));
        return sums;
      },
    },
  ];
}

const timed = sides([32, 28, 28, 16], 3, 32, 1, 1);
const timedConvolution = {
  shapes: [shapesOf(timed).picture, shapesOf(timed).weights, [32]],
  attributes: attributesOf(timed),
  floatsMoved: 1.5,
};

/** What a window gives, its elements in the order of lines and columns. */
function poolRow(
  operation: Operation,
  [rows, height, width, channels, size]: readonly [number, number, number, number, number],
  reduce: (window: readonly number[]) => number,
  torch?: string,
): OperationRow {
  const sidesOf = (h: number, w: number, c: number) => ({ height: h, width: w, channels: c, size });
  const pictures: Shape = [rows, height * width * channels];
  return {
    operation,
    case: `${rows} of ${height}x${width}x${channels} by ${size}`,
    shapes: [pictures],
    attributes: sidesOf(height, width, channels),
    oracle: ([x]) => {
      const y: number[] = [];
      for (let n = 0; n < rows; n++) {
        for (let i = 0; i + size <= height; i += size) {
          for (let j = 0; j + size <= width; j += size) {
            for (let c = 0; c < channels; c++) {
              const window = Array.from({ length: size * size }, (_, p) => {
                const [line, column] = [i + Math.floor(p / size), j + (p % size)];
                return x![((n * height + line) * width + column) * channels + c]!;
              });
              y.push(reduce(window));
            }
          }
        }
      }
      return y;
    },
    tolerance: 1e-6,
    ...(torch === undefined
      ? {}
      : {
          torch: {
            path: [torch],
            attributes: ([, c, h, w]: Shape) => sidesOf(h!, w!, c!),
            ours: channelsLast,
          },
          timing: {
            shapes: [[32, 28 * 28 * 32]],
            attributes: { ...sidesOf(28, 28, 32), size: 2 },
            floatsMoved: 5,
          },
        }),
  };
}

const largest = (window: readonly number[]) => Math.max(...window);
const mean = (window: readonly number[]) => window.reduce((sum, x) => sum + x, 0) / window.length;

export const convolutionRows: readonly OperationRow[] = [
  ...rowsOf(sides([2, 5, 6, 3], 3, 5, 1, 1), torchConvolution('conv2d_3x3_pad1', 1, 1)),
  ...rowsOf(sides([2, 7, 5, 2], 3, 9, 2), torchConvolution('conv2d_3x3_stride2', 2, 0)),
  ...rowsOf(sides([1, 7, 7, 1], 3, 4, 1, 1)),
  ...rowsOf(sides([3, 4, 4, 4], 3, 8, 1, 1)),
  ...rowsOf(sides([2, 6, 8, 5], 3, 3, 2, 1)),
  ...rowsOf(sides([2, 5, 4, 6], 1, 7)),
  ...rowsOf(sides([2, 5, 4, 3], 1, 2, 3)),
  ...rowsOf(sides([1, 6, 7, 2], 5, 12, 1, 2)),
  ...rowsOf(sides([1, 10, 11, 1], 5, 3, 3, [1, 3])),
  ...rowsOf(sides([2, 4, 5, 3], 2, 4, 1, [0, 1])),
  ...rowsOf(sides([1, 3, 8, 2], [1, 4], 5, 2, [1, 2])),
  ...rowsOf(sides([70, 1, 1, 3], 1, 2)),
  ...rowsOf(sides([1, 12, 13, 4], 3, 16, 1, 1)).slice(1),
  {
    operation: sumPositions,
    case: '3 pictures of 5 positions and 7 channels',
    shapes: [[3, 35]],
    attributes: { channels: 7 },
    oracle: ([x]) => {
      const sums = zeros([7]);
      x!.forEach((value, i) => {
        sums[i % 7] = round(sums[i % 7]! + round(value));
      });
      return sums;
    },
    tolerance: 0,
  },
  poolRow(maxPool2d, [2, 6, 4, 5, 2], largest, 'max_pool2d_2'),
  poolRow(maxPool2d, [1, 5, 7, 1, 2], largest),
  poolRow(maxPool2d, [2, 7, 6, 9, 3], largest),
  poolRow(averagePool2d, [2, 6, 4, 5, 2], mean, 'avg_pool2d_2'),
  poolRow(averagePool2d, [1, 5, 7, 1, 2], mean),
  poolRow(averagePool2d, [2, 7, 6, 9, 3], mean),
];
