// NPY, NPZ and IDX files, written by the book for the tests of this room.

import { zipSync } from 'fflate';

interface NpyOptions {
  readonly fortran?: boolean;
  readonly version?: 1 | 2;
  /** Instead of what the shape is. */
  readonly claim?: string;
}

/** @param bytes the elements, as `descr` says */
export function npyOf(
  descr: string,
  shape: readonly number[],
  bytes: Uint8Array,
  { fortran = false, version = 1, claim }: NpyOptions = {},
): Buffer {
  const tuple = claim ?? `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const order = fortran ? 'True' : 'False';
  const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${tuple}, }`;
  const start = version === 1 ? 10 : 12;
  const text = `${dict.padEnd(Math.ceil((start + dict.length + 1) / 64) * 64 - start - 1)}\n`;
  const header = Buffer.alloc(start);
  header.write('\x93NUMPY', 'latin1');
  header[6] = version;
  if (version === 1) header.writeUInt16LE(text.length, 8);
  else header.writeUInt32LE(text.length, 8);
  return Buffer.concat([header, Buffer.from(text, 'latin1'), bytes]);
}

export function float64Npy(shape: readonly number[], values: readonly number[]): Buffer {
  return npyOf('<f8', shape, new Uint8Array(Float64Array.from(values).buffer));
}

export function npzOf(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes]);
  return zipSync(Object.fromEntries(entries));
}

/** Unsigned bytes, as MNIST has them. */
export function idxOf(shape: readonly number[], bytes: ArrayLike<number>, type = 8): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header[2] = type;
  header[3] = shape.length;
  for (const [axis, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * axis);
  return Buffer.concat([header, Uint8Array.from(bytes)]);
}
