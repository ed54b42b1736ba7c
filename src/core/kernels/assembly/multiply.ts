// Matrix products. Every element of C is bias + a0*b0 + a1*b1 + … in the order of k, one rounding
// after each multiplication and each addition, whatever the blocking: tile sizes, packing and the
// number of rows change the speed and never the bits.

import { TRANSPOSE_A, TRANSPOSE_B } from '../opcode';
import { packFour, packPanel } from './packing';
import { copyTile, EDGE, tile4, tile8, ZEROS } from './tile';

/** Bytes of a matrix that stays in the first-level cache while it is used line by line, unpacked. */
const NEAR: usize = 16384;

/** One panel of up to eight columns against all rows of A. */
function panel(m: i32, k: i32, a: usize, sa: usize, block: usize, b: usize, sb: usize, bias: usize, c: usize, lc: usize, columns: i32): void {
  for (let i = 0; i < m; i += 4) {
    const rows = min(m - i, 4);
    const whole = rows == 4 && (columns == 8 || columns == 4);
    const to = whole ? c : EDGE;
    const stride: usize = whole ? lc : 32;
    if (columns > 4) {
      // The same tile twice: with constant strides it is some percent faster.
      if (sa == 16 && sb == 32) tile8(k, a, 16, b, 32, bias, 0, to, stride);
      else tile8(k, a, sa, b, sb, bias, 0, to, stride);
    }
    else tile4(k, a, sa, b, sb, bias, 0, to, stride);
    if (!whole) copyTile(EDGE, c, lc, rows, columns);
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
    let panelB = packedB;
    let sb: usize = columns > 4 ? 32 : 16;
    if (!turnedB && columns == 8 && (m < 16 || (m < 64 && <usize>k * lb <= NEAR))) {
      panelB = from;
      sb = lb;
    } else packPanel(k, columns, from, lb, !turnedB, packedB);
    panel(m, k, blocks, sa, block, panelB, sb, bias ? bias + (<usize>j << 2) : ZEROS, c + (<usize>j << 2), lc, columns);
  }
}
