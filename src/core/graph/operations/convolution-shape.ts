// The sides of a two-dimensional convolution, channels last, and how each of its products gathers.

import { type Attributes, ShapeError } from '../operation.js';
import { type Shape, shapeText } from '../tensor.js';
import type { Gathering } from './picture-gathering.js';

/**
 * Attributes of a convolution: height, width, channels of a picture; kernelHeight, kernelWidth; stride;
 * paddingBefore (lines above and columns left of the picture), paddingAfter (below and right), of zeros.
 */
export interface ConvolutionShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly stride: number;
  readonly paddingBefore: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** Positions of a window of `size` on a side: 0 where it does not fit. */
export function outputSide(side: number, size: number, stride: number, padding: number): number {
  return Math.max(0, Math.floor((side + padding - size) / stride) + 1);
}

export function convolutionShape(attributes: Attributes): ConvolutionShape {
  const { height, width, channels, kernelHeight, kernelWidth, stride, paddingBefore } =
    attributes as Record<string, number>;
  const padding = paddingBefore! + Number(attributes.paddingAfter);
  return {
    height: height!,
    width: width!,
    channels: channels!,
    kernelHeight: kernelHeight!,
    kernelWidth: kernelWidth!,
    stride: stride!,
    paddingBefore: paddingBefore!,
    outHeight: outputSide(height!, kernelHeight!, stride!, padding),
    outWidth: outputSide(width!, kernelWidth!, stride!, padding),
  };
}

/** Rows of the weights: places of the kernel times channels. */
export function depthOf({ kernelHeight, kernelWidth, channels }: ConvolutionShape): number {
  return kernelHeight * kernelWidth * channels;
}

/** @throws ShapeError where pictures, weights or bias do not fit */
export function checkConvolution(
  name: string,
  shape: ConvolutionShape,
  [x, weight, bias]: readonly Shape[],
): void {
  const { height, width, channels, outHeight, outWidth } = shape;
  if (x?.length !== 2 || x[1] !== height * width * channels) {
    throw new ShapeError(
      name,
      `pictures (rows, ${height} * ${width} * ${channels})`,
      shapeText(x ?? []),
    );
  }
  if (weight?.length !== 2 || weight[0] !== depthOf(shape)) {
    throw new ShapeError(name, `weights (${depthOf(shape)}, out)`, shapeText(weight ?? []));
  }
  if (bias !== undefined && (bias.length !== 1 || bias[0] !== weight[1])) {
    throw new ShapeError(name, `a bias of shape (${weight[1]})`, shapeText(bias));
  }
  if (outHeight * outWidth === 0) {
    throw new ShapeError(name, 'a kernel that fits the picture', `${height} x ${width}`);
  }
}

/** The picture under each position of the kernel; targets are positions of `columns` floats. */
export function forwardGathering(
  shape: ConvolutionShape,
  rows: number,
  columns: number,
): Gathering {
  const { height, width, channels, kernelHeight, kernelWidth, stride, paddingBefore } = shape;
  const { outHeight, outWidth } = shape;
  const frameHeight = (outHeight - 1) * stride + kernelHeight;
  const frameWidth = (outWidth - 1) * stride + kernelWidth;
  const frameLine = frameWidth * channels;
  return {
    rows,
    picture: height * width * channels,
    line: width * channels,
    lines: Math.max(0, Math.min(height, frameHeight - paddingBefore)),
    copied: Math.max(0, Math.min(width, frameWidth - paddingBefore)) * channels,
    frame: frameHeight * frameLine,
    frameLine,
    inside: paddingBefore * (frameLine + channels),
    source: [0, stride * frameLine, stride * channels],
    target: [0, outWidth * columns, columns],
    targetPicture: outHeight * outWidth * columns,
    positions: [outHeight, outWidth],
    runs: kernelHeight,
    run: kernelWidth * channels,
  };
}

/** Which places of the kernel meet the lines (or columns) `phase`, `phase` + stride … of the picture. */
function placesMet(phase: number, size: number, kernel: number, shape: ConvolutionShape) {
  const { stride, paddingBefore } = shape;
  const first = (phase + paddingBefore) % stride;
  return {
    first,
    count: Math.max(0, Math.ceil((kernel - first) / stride)),
    /** The output that place `first` brings to the first of these lines. */
    output: Math.floor((phase + paddingBefore) / stride),
    positions: Math.ceil((size - phase) / stride),
  };
}

export interface Phase {
  readonly gathering: Gathering;
  /** The last place of the kernel that it meets, from which it goes back: line and column. */
  readonly last: readonly [number, number];
}

/**
 * The input's gradient: pixels whose line and column leave the same rests by the stride meet the same
 * places of the kernel. Each such phase gathers the upstream under those places turned round, so that
 * outputs are summed from the first to the last.
 * @param columns channels of the upstream
 */
export function inputGradientPhases(
  shape: ConvolutionShape,
  rows: number,
  columns: number,
): readonly Phase[] {
  const { height, width, channels, kernelHeight, kernelWidth, stride, paddingBefore } = shape;
  const { outHeight, outWidth } = shape;
  const above = Math.floor((kernelHeight - 1) / stride);
  const before = Math.floor((kernelWidth - 1) / stride);
  const frameHeight = above + Math.floor((height - 1 + paddingBefore) / stride) + 1;
  const frameWidth = before + Math.floor((width - 1 + paddingBefore) / stride) + 1;
  const frameLine = frameWidth * columns;
  const phases: Phase[] = [];
  for (let i = 0; i < Math.min(stride, height); i++) {
    for (let j = 0; j < Math.min(stride, width); j++) {
      const down = placesMet(i, height, kernelHeight, shape);
      const across = placesMet(j, width, kernelWidth, shape);
      const top = above + down.output - down.count + 1;
      const left = before + across.output - across.count + 1;
      const gathering = {
        rows,
        picture: outHeight * outWidth * columns,
        line: outWidth * columns,
        lines: Math.min(outHeight, frameHeight - above),
        copied: Math.min(outWidth, frameWidth - before) * columns,
        frame: frameHeight * frameLine,
        frameLine,
        inside: above * frameLine + before * columns,
        source: [top * frameLine + left * columns, frameLine, columns],
        target: [(i * width + j) * channels, stride * width * channels, stride * channels],
        targetPicture: height * width * channels,
        positions: [down.positions, across.positions],
        runs: across.count === 0 ? 0 : down.count,
        run: across.count * columns,
      } as const;
      const last = [
        down.first + stride * (down.count - 1),
        across.first + stride * (across.count - 1),
      ] as const;
      phases.push({ gathering, last });
    }
  }
  return phases;
}
