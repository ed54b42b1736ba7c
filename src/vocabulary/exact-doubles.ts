// Doubles as they are in a training state, whose tensors are in single precision: each double is four
// 16-bit pieces of its bits, whole numbers that a float holds exactly.

import type { Tensor } from './segment.js';

const PIECES = 4;

/** A tensor (values, 4). */
export function packDoubles(values: readonly number[]): Tensor {
  const bytes = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => {
    bytes.setFloat64(8 * i, value);
  });
  const count = PIECES * values.length;
  const data = Float32Array.from({ length: count }, (_, i) => bytes.getUint16(2 * i));
  return { shape: [values.length, PIECES], data };
}

/** The values that were packed, to the bit. */
export function unpackDoubles({ data }: Tensor): readonly number[] {
  const bytes = new DataView(new ArrayBuffer(2 * data.length));
  data.forEach((piece, i) => {
    bytes.setUint16(2 * i, piece);
  });
  return Array.from({ length: data.length / PIECES }, (_, i) => bytes.getFloat64(8 * i));
}
