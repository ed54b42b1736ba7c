// The convolutions and pools of a model as its settings list them, and the pictures between them. Known
// before anything is built, so that a picture that would shrink to nothing is refused before a sweep
// starts.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Attributes } from '../graph/operation.js';
import { outputSide } from '../graph/operations/convolution-shape.js';

/** Height, width and channels. */
export type PictureShape = readonly [number, number, number];

export interface PictureLayer {
  readonly kind: 'convolution' | 'pool';
  /** Of its operation. */
  readonly attributes: Attributes;
  readonly input: PictureShape;
  /** A side is 0 where nothing is left. */
  readonly output: PictureShape;
}

/** The word for a pool among the channels of convolutions. */
export const POOL = 'pool';

/** What convolutions do at the edges of a picture. */
export const paddings: readonly string[] = Object.freeze(['same', 'valid']);

/** Zeros around a picture so that stride 1 keeps its sides, the odd one behind: torch's padding='same'. */
function paddingOf(padding: string, kernel: number): readonly [number, number] {
  if (padding === 'valid') return [0, 0];
  const before = Math.floor((kernel - 1) / 2);
  return [before, kernel - 1 - before];
}

/** @param settings convolutions, kernel_size, conv_stride, padding, pool_size */
export function pictureLayers(
  image: PictureShape,
  settings: Configuration,
): readonly PictureLayer[] {
  const kernel = Number(settings.kernel_size);
  const stride = Number(settings.conv_stride);
  const size = Number(settings.pool_size);
  const [before, after] = paddingOf(String(settings.padding), kernel);
  const layers: PictureLayer[] = [];
  let input = image;
  for (const entry of settings.convolutions as readonly (number | string)[]) {
    const [height, width, channels] = input;
    const sides = { height, width, channels };
    if (entry === POOL) {
      const output = [Math.floor(height / size), Math.floor(width / size), channels] as const;
      layers.push({ kind: 'pool', attributes: { ...sides, size }, input, output });
      input = output;
      continue;
    }
    const side = (of: number) => outputSide(of, kernel, stride, before + after);
    const output = [side(height), side(width), Number(entry)] as const;
    const attributes = {
      ...sides,
      kernelHeight: kernel,
      kernelWidth: kernel,
      stride,
      paddingBefore: before,
      paddingAfter: after,
    };
    layers.push({ kind: 'convolution', attributes, input, output });
    input = output;
  }
  return layers;
}

/** Why pictures of this shape cannot go through these layers, in one line; null where they can. */
export function pictureRefusal(image: PictureShape | null, settings: Configuration): string | null {
  if (image === null) {
    return 'expected pictures for a model of kind cnn, found a table: write data.image: [height, width], or take kind: mlp';
  }
  const layers = pictureLayers(image, settings);
  const lost = layers.findIndex(({ output: [height, width] }) => height * width === 0);
  if (lost < 0) return null;
  const {
    input: [height, width],
    kind,
  } = layers[lost]!;
  const listed = (settings.convolutions as readonly unknown[]).join(', ');
  const needs = kind === 'pool' ? 'pool_size' : 'kernel_size';
  return `expected a picture of at least ${settings[needs]} x ${settings[needs]} before entry ${lost + 1} of convolutions: [${listed}], found ${height} x ${width}: take fewer pools or a smaller ${needs}`;
}
