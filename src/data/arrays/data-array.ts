// An array as NPY, NPZ and IDX files hold it: a shape, and elements in C order (the last axis fastest).

import type { Cell } from '../columns/number-cell.js';
import { slip } from '../files/data-file.js';
import { MAX_NUMBERS } from '../table.js';

export interface DataArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<Cell>;
}

const MAX_RANK = 8;

/**
 * How many elements a shape claims.
 * @throws Slip where the claim is beyond what a table may have
 */
export function elementsOf(file: string, shape: readonly number[]): number {
  if (shape.length > MAX_RANK) {
    slip(file, `expected at most ${MAX_RANK} axes, found ${shape.length}: reshape the array`);
  }
  let count = 1;
  for (const length of shape) {
    count *= length;
    if (Number.isSafeInteger(length) && length >= 0 && count <= MAX_NUMBERS) continue;
    slip(file, `expected at most ${MAX_NUMBERS} numbers, found a shape of ${shapeText(shape)}`);
  }
  return count;
}

export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}

/**
 * The bytes behind a header, as many as its claim takes.
 * @throws Slip where the file has fewer or more
 */
export function checkedBytes(file: string, bytes: Buffer, offset: number, wanted: number): Buffer {
  const found = bytes.length - offset;
  if (found === wanted) return bytes.subarray(offset);
  const what = found < wanted ? 'the file ends early' : 'there is more behind the array';
  return slip(
    file,
    `expected ${wanted} bytes of numbers as the header says, found ${found} (${what}): write the file again`,
  );
}

type NumberKind = 'u1' | 'i1' | 'u2' | 'i2' | 'u4' | 'i4' | 'u8' | 'i8' | 'f4' | 'f8';

/** Bytes of an element. */
export function widthOf(kind: NumberKind): number {
  return Number(kind[1]);
}

export function isNumberKind(kind: string): kind is NumberKind {
  return /^([ui][1248]|f[48])$/.test(kind);
}

/**
 * The elements that some bytes hold. Numbers of one byte are a view, others a copy; 64-bit whole numbers
 * are rounded to the nearest float64, as a CSV cell is.
 * @param bytes a whole number of elements
 */
export function numbersIn(
  bytes: Buffer,
  kind: NumberKind,
  isBigEndian: boolean,
): ArrayLike<number> {
  if (kind === 'u1') return bytes;
  const copy = Uint8Array.from(bytes);
  if (isBigEndian) swapBytes(copy, widthOf(kind));
  const { buffer } = copy;
  switch (kind) {
    case 'i1':
      return new Int8Array(buffer);
    case 'u2':
      return new Uint16Array(buffer);
    case 'i2':
      return new Int16Array(buffer);
    case 'u4':
      return new Uint32Array(buffer);
    case 'i4':
      return new Int32Array(buffer);
    case 'u8':
      return Float64Array.from(new BigUint64Array(buffer), Number);
    case 'i8':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'f4':
      return new Float32Array(buffer);
    case 'f8':
      return new Float64Array(buffer);
  }
}

function swapBytes(bytes: Uint8Array, width: number): void {
  const buffer = Buffer.from(bytes.buffer);
  if (width === 2) buffer.swap16();
  else if (width === 4) buffer.swap32();
  else if (width === 8) buffer.swap64();
}
