// Matrix products. Every element of C is bias + a0*b0 + a1*b1 + … in the order of k, one rounding
// after each multiplication and each addition, whatever the blocking: tile sizes, packing and the
// number of rows change the speed and never the bits.
//
// A tile of 4 rows x 8 columns lives in eight registers (V8 has fifteen for vectors; larger tiles
// spill). A is packed in blocks of four rows, k-major, so that one pointer serves four broadcasts:
//
//   A (4 rows, k)          packed: | a00 a10 a20 a30 | a01 a11 a21 a31 | a02 …
//   B (k, 8 columns)       packed: | b00 … b07 | b10 … b17 | …
//
// Both packings have a stride, so that what already lies right in memory is used where it is.

import { TRANSPOSE_A, TRANSPOSE_B } from '../opcode';
import { madd } from './vector';

/** 64 zero bytes: the bias of a product that has none. */
const ZEROS = memory.data(64, 16);
/** Bytes of a matrix that stays in the first-level cache while it is used line by line, unpacked. */
const NEAR: usize = 16384;
/** A tile of 4 x 8 floats that lies across the edge of C is made here first. */
const EDGE = memory.data(128, 16);

/** a: (k, 4) with stride sa; b: (k, 8) with stride sb; c: (4, 8) with stride lc. Strides in bytes. */
@inline
function tile8(k: i32, a: usize, sa: usize, b: usize, sb: usize, bias: usize, c: usize, lc: usize): void {
  const left = v128.load(bias);
  const right = v128.load(bias, 16);
  let c00 = left, c10 = left, c20 = left, c30 = left;
  let c01 = right, c11 = right, c21 = right, c31 = right;
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
function tile4(k: i32, a: usize, sa: usize, b: usize, sb: usize, bias: usize, c: usize, lc: usize): void {
  let c0 = v128.load(bias);
  let c1 = c0, c2 = c0, c3 = c0;
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

/** Four rows of four, turned: out (4, 4) with stride `so` = transpose of in with stride `si`. */
@inline
function turn4x4(from: usize, si: usize, to: usize, so: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + si);
  const r2 = v128.load(from + 2 * si);
  const r3 = v128.load(from + 3 * si);
  const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + so, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * so, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * so, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** Packs `width` (at most 4) lines into (k, 4), element by element, the missing lines as zeros. */
function packEdge(k: i32, width: i32, from: usize, lineStride: usize, kStride: usize, to: usize, so: usize): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < 4; r++) {
      const value = r < width ? load<f32>(from + <usize>r * lineStride + <usize>p * kStride) : <f32>0;
      store<f32>(to + <usize>p * so + (<usize>r << 2), value);
    }
  }
}

/** Packs four lines that are contiguous along k into (k, 4) with stride `so`. */
function packTurned(k: i32, from: usize, ld: usize, to: usize, so: usize): void {
  let p = 0;
  for (; p + 4 <= k; p += 4) turn4x4(from + (<usize>p << 2), ld, to + <usize>p * so, so);
  if (p < k) packEdge(k - p, 4, from + (<usize>p << 2), ld, 4, to + <usize>p * so, so);
}

/** Packs four neighbouring elements of each of k lines into (k, 4). */
function packStraight(k: i32, from: usize, ld: usize, to: usize, so: usize): void {
  for (; k > 0; k--) {
    v128.store(to, v128.load(from));
    from += ld;
    to += so;
  }
}

/** Packs eight neighbouring elements of each of k lines into (k, 8). */
function packWide(k: i32, from: usize, ld: usize, to: usize): void {
  for (; k > 1; k -= 2) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += ld;
    v128.store(to, v128.load(from), 32);
    v128.store(to, v128.load(from, 16), 48);
    from += ld;
    to += 64;
  }
  if (k > 0) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}

/** As packStraight for lines of which one to three elements are there, the others as zeros. */
function packNarrow(k: i32, width: i32, from: usize, ld: usize, to: usize, so: usize): void {
  for (; k > 0; k--) {
    let line = width == 1 ? v128.load32_zero(from) : v128.load64_zero(from);
    if (width == 3) line = f32x4.replace_lane(line, 2, load<f32>(from, 8));
    v128.store(to, line);
    from += ld;
    to += so;
  }
}

function packFour(k: i32, width: i32, from: usize, ld: usize, straight: bool, to: usize, so: usize): void {
  if (straight) {
    if (width == 4) packStraight(k, from, ld, to, so);
    else packNarrow(k, width, from, ld, to, so);
  } else if (width == 4) packTurned(k, from, ld, to, so);
  else packEdge(k, width, from, ld, 4, to, so);
}

function copyEdge(c: usize, lc: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(c + <usize>i * lc + (<usize>j << 2), load<f32>(EDGE + (<usize>i << 5) + (<usize>j << 2)));
    }
  }
}

/** One panel of up to eight columns against all rows of A. */
function panel(m: i32, k: i32, a: usize, sa: usize, block: usize, b: usize, sb: usize, bias: usize, c: usize, lc: usize, columns: i32): void {
  for (let i = 0; i < m; i += 4) {
    const rows = min(m - i, 4);
    const whole = rows == 4 && (columns == 8 || columns == 4);
    const to = whole ? c : EDGE;
    const stride: usize = whole ? lc : 32;
    if (columns > 4) {
      // The same tile twice: with constant strides it is some percent faster.
      if (sa == 16 && sb == 32) tile8(k, a, 16, b, 32, bias, to, stride);
      else tile8(k, a, sa, b, sb, bias, to, stride);
    }
    else tile4(k, a, sa, b, sb, bias, to, stride);
    if (!whole) copyEdge(c, lc, rows, columns);
    a += block;
    c += lc << 2;
  }
}

/**
 * C(m,n) = bias(n) + op(A)(m,k) · op(B)(k,n); leading dimensions in elements; bias 0 means none.
 * scratch holds (k, 8) of B and ceil(m/4) blocks (k, 4) of A.
 */
export function multiply(flags: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, c: usize, ldc: i32, bias: usize, scratch: usize): void {
  const turnedA = (flags & TRANSPOSE_A) != 0;
  const turnedB = (flags & TRANSPOSE_B) != 0;
  const la = <usize>lda << 2;
  const lb = <usize>ldb << 2;
  const lc = <usize>ldc << 2;
  const packedB = scratch;

  // A that is stored (k, m) has its four rows side by side already; it is packed only where enough
  // panels use it again, or where its last block would read past the end.
  let sa: usize = la;
  let block: usize = 16;
  let blocks = a;
  const nearA = n <= 16 || <usize>k * la <= NEAR;
  if (!turnedA || !nearA || (m & 3) != 0) {
    blocks = scratch + (<usize>k << 5);
    sa = 16;
    block = <usize>k << 4;
    for (let i = 0; i < m; i += 4) {
      const from = a + (turnedA ? <usize>i << 2 : <usize>i * la);
      packFour(k, min(m - i, 4), from, la, turnedA, blocks + <usize>(i >> 2) * block, 16);
    }
  }

  for (let j = 0; j < n; j += 8) {
    const columns = min(n - j, 8);
    const from = b + (turnedB ? <usize>j * lb : <usize>j << 2);
    const wide = columns > 4;
    let panelB = packedB;
    let sb: usize = wide ? 32 : 16;
    if (!turnedB && columns == 8 && (m < 16 || (m < 64 && <usize>k * lb <= NEAR))) {
      panelB = from;
      sb = lb;
    } else if (!turnedB && columns == 8) packWide(k, from, lb, packedB);
    else {
      packFour(k, min(columns, 4), from, lb, !turnedB, packedB, sb);
      if (wide) packFour(k, columns - 4, from + (turnedB ? lb << 2 : 16), lb, !turnedB, packedB + 16, sb);
    }
    panel(m, k, blocks, sa, block, panelB, sb, bias ? bias + (<usize>j << 2) : ZEROS, c + (<usize>j << 2), lc, columns);
  }
}
