// Sobol' sequences (Sobol' 1967; Joe and Kuo 2008), in the order of the Gray code as their program has it: any
// point by its number, and of any 2^m points from the first one on each interval of length 2^-m has one.

import { joeKuo } from './joe-kuo.js';

const BITS = 32;
const rows = joeKuo
  .trim()
  .split('\n')
  .map((line) => line.split(' ').map(Number));

export const SOBOL_DIMENSIONS = rows.length + 1;

/**
 * The 32 direction numbers of a dimension, as fractions of 2^32.
 * @param dimension from 0
 * @throws {RangeError} from SOBOL_DIMENSIONS on
 */
export function directionNumbers(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  if (dimension === 0) return v.map((_, k) => 1 << (BITS - 1 - k));
  const row = rows[dimension - 1];
  if (row === undefined) throw new RangeError(`no direction numbers for dimension ${dimension}`);
  const [s, a, ...m] = row as [number, number, ...number[]];
  for (let k = 0; k < BITS; k++) {
    if (k < s) {
      v[k] = m[k]! << (BITS - 1 - k);
      continue;
    }
    let value = v[k - s]! ^ (v[k - s]! >>> s);
    for (let j = 1; j < s; j++) if (((a >>> (s - 1 - j)) & 1) === 1) value ^= v[k - j]!;
    v[k] = value;
  }
  return v;
}

/**
 * One coordinate of a point.
 * @param index 0 <= index < 2^32
 * @returns a whole number below 2^32, of which the coordinate is the share
 */
export function sobolWord(index: number, directions: Uint32Array): number {
  let x = 0;
  let gray = (index ^ (index >>> 1)) >>> 0;
  for (let k = 0; gray !== 0; k++, gray >>>= 1) if ((gray & 1) === 1) x ^= directions[k]!;
  return x >>> 0;
}
