// Convolutions, channels last: every bit must agree with the oracle, whatever is gathered at a time.

import {
  conv2d,
  conv2dInputGradient,
  conv2dWeightsGradient,
  sumPositions,
} from '../../../src/core/graph/operations/conv2d.js';
import type { Matrix, OperationRow } from './row.js';

interface Picture {
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface Sides extends Picture {
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

/** Calls back with every product of a convolution, in the order of forward's sums: flat indices. */
function eachProduct(s: Sides, meet: (y: number, x: number, w: number) => void): void {
  const [outHeight, outWidth] = [places(s.height, s.kernelHeight, s), places(s.width, s.kernelWidth, s)];
  for (let n = 0; n < s.rows; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let o = 0; o < s.out; o++) {
          for (let ky = 0; ky < s.kernelHeight; ky++) {
            for (let kx = 0; kx < s.kernelWidth; kx++) {
              const iy = oy * s.stride + ky - s.paddingBefore;
              const ix = ox * s.stride + kx - s.paddingBefore;
              if (iy < 0 || ix < 0 || iy >= s.height || ix >= s.width) continue;
              for (let c = 0; c < s.channels; c++) {
                const y = ((n * outHeight + oy) * outWidth + ox) * s.out + o;
                const x = ((n * s.height + iy) * s.width + ix) * s.channels + c;
                meet(y, x, ((ky * s.kernelWidth + kx) * s.channels + c) * s.out + o);
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

const zeros = (count: number) => new Array<number>(count).fill(0);

function rowsOf(s: Sides): OperationRow[] {
  const { rows, out, ...rest } = s;
  const attributes = {
    height: s.height,
    width: s.width,
    channels: s.channels,
    kernelHeight: s.kernelHeight,
    kernelWidth: s.kernelWidth,
    stride: s.stride,
    paddingBefore: s.paddingBefore,
    paddingAfter: s.paddingAfter,
  };
  const positions = places(s.height, s.kernelHeight, s) * places(s.width, s.kernelWidth, s);
  const picture = [rows, rest.height * rest.width * rest.channels];
  const weights = [s.kernelHeight * s.kernelWidth * s.channels, out];
  const result = [rows, positions * out];
  const text = `${rows}x${s.height}x${s.width}x${s.channels}, ${s.kernelHeight}x${s.kernelWidth} -> ${out}, stride ${s.stride}, padding ${s.paddingBefore} ${s.paddingAfter}`;
  const shared = { case: text, attributes, tolerance: 0 };
  return [
    {
      ...shared,
      operation: conv2d,
      shapes: [picture, weights, [out]],
      oracle: ([x, w, bias]) => {
        const sums = Array.from({ length: rows * positions * out }, (_, i) => round(bias![i % out]!));
        eachProduct(s, (yi, xi, wi) => addProduct(sums, yi, x![xi]!, w![wi]!));
        return sums;
      },
    },
    {
      ...shared,
      operation: conv2dInputGradient,
      shapes: [result, weights],
      oracle: ([upstream, w]) => {
        // From the first output to the last, and in each from the first channel on: eachProduct's order.
        const sums = zeros(picture[0]! * picture[1]!);
        eachProduct(s, (yi, xi, wi) => addProduct(sums, xi, upstream![yi]!, w![wi]!));
        return sums;
      },
    },
    {
      ...shared,
      operation: conv2dWeightsGradient,
      shapes: [picture, result],
      oracle: ([x, upstream]) => {
        const sums = zeros(weights[0]! * out);
        eachProduct(s, (yi, xi, wi) => addProduct(sums, wi, x![xi]!, upstream![yi]!));
        return sums;
      },
    },
  ];
}

export const convolutionRows: readonly OperationRow[] = [
  ...rowsOf(sides([2, 5, 6, 3], 3, 5, 1, 1)),
  ...rowsOf(sides([1, 7, 7, 1], 3, 4, 1, 1)),
  ...rowsOf(sides([3, 4, 4, 4], 3, 8, 1, 1)),
  ...rowsOf(sides([2, 7, 5, 2], 3, 9, 2)),
  ...rowsOf(sides([2, 6, 8, 5], 3, 3, 2, 1)),
  ...rowsOf(sides([2, 5, 4, 6], 1, 7)),
  ...rowsOf(sides([2, 5, 4, 3], 1, 2, 3)),
  ...rowsOf(sides([1, 9, 8, 2], 5, 12, 1, 2)),
  ...rowsOf(sides([1, 10, 11, 1], 5, 3, 3, [1, 3])),
  ...rowsOf(sides([2, 4, 5, 3], 2, 4, 1, [0, 1])),
  ...rowsOf(sides([1, 3, 8, 2], [1, 4], 5, 2, [1, 2])),
  ...rowsOf(sides([70, 1, 1, 3], 1, 2)),
  ...rowsOf(sides([1, 12, 13, 4], 3, 16, 1, 1)),
  {
    operation: sumPositions,
    case: '3 pictures of 5 positions and 7 channels',
    shapes: [[3, 35]],
    attributes: { channels: 7 },
    oracle: ([x]) => {
      const sums = zeros(7);
      x!.forEach((value, i) => {
        sums[i % 7] = round(sums[i % 7]! + round(value));
      });
      return sums;
    },
    tolerance: 0,
  },
];
