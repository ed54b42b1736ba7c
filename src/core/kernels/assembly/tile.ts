// The tile: 4 rows x 8 columns of a product. Every element is its first value + a0*b0 + a1*b1 + … in the
// order of k, one rounding after each multiplication and each addition.
//
// It lives in eight registers (V8 has fifteen for vectors; larger tiles spill). A comes in blocks of
// four rows, k-major, so that one pointer serves four broadcasts:
//
//   A (4 rows, k)          packed: | a00 a10 a20 a30 | a01 a11 a21 a31 | a02 …
//   B (k, 8 columns)       packed: | b00 … b07 | b10 … b17 | …
//
// Both have a stride, so that what already lies right in memory is used where it is.

import { madd } from './vector';

/** 64 zero bytes: the first values of a product that has no bias. */
export const ZEROS = memory.data(64, 16);
/** A tile that cannot be written where it belongs, being partial or scattered, is made here first. */
export const EDGE = memory.data(128, 16);

/**
 * C = first + A · B. a: (k, 4) with stride sa; b: (k, 8) with stride sb; first, c: (4, 8) with strides lf
 * and lc, which may be one place. A bias is a `first` with stride 0. Strides in bytes.
 */
@inline
export function tile8(k: i32, a: usize, sa: usize, b: usize, sb: usize, first: usize, lf: usize, c: usize, lc: usize): void {
  let c00 = v128.load(first), c01 = v128.load(first, 16);
  first += lf;
  let c10 = v128.load(first), c11 = v128.load(first, 16);
  first += lf;
  let c20 = v128.load(first), c21 = v128.load(first, 16);
  first += lf;
  let c30 = v128.load(first), c31 = v128.load(first, 16);
  // Not unrolled over k: V8 then spills accumulators and a third of the speed is lost.
  const end = a + <usize>k * sa;
  while (a < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let ai = v128.load32_splat(a);
    c00 = madd(c00, ai, b0);
    c01 = madd(c01, ai, b1);
    ai = v128.load32_splat(a, 4);
    c10 = madd(c10, ai, b0);
    c11 = madd(c11, ai, b1);
    ai = v128.load32_splat(a, 8);
    c20 = madd(c20, ai, b0);
    c21 = madd(c21, ai, b1);
    ai = v128.load32_splat(a, 12);
    c30 = madd(c30, ai, b0);
    c31 = madd(c31, ai, b1);
    a += sa;
    b += sb;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += lc;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += lc;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += lc;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** As tile8 for the last one to four columns: half the work is not thrown away. */
export function tile4(k: i32, a: usize, sa: usize, b: usize, sb: usize, first: usize, lf: usize, c: usize, lc: usize): void {
  let c0 = v128.load(first);
  let c1 = v128.load(first + lf);
  let c2 = v128.load(first + 2 * lf);
  let c3 = v128.load(first + 3 * lf);
  for (; k > 0; k--) {
    const b0 = v128.load(b);
    c0 = madd(c0, v128.load32_splat(a), b0);
    c1 = madd(c1, v128.load32_splat(a, 4), b0);
    c2 = madd(c2, v128.load32_splat(a, 8), b0);
    c3 = madd(c3, v128.load32_splat(a, 12), b0);
    a += sa;
    b += sb;
  }
  v128.store(c, c0);
  v128.store(c + lc, c1);
  v128.store(c + 2 * lc, c2);
  v128.store(c + 3 * lc, c3);
}

/** Copies the valid part of a tile (4, 8) that was made elsewhere. */
export function copyTile(from: usize, to: usize, lc: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) store<f32>(to + (<usize>j << 2), load<f32>(from + (<usize>j << 2)));
    from += 32;
    to += lc;
  }
}
