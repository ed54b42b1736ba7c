// Loops that find what the machine can do: separate SIMD multiplications and additions, divisions and
// square roots in registers, and streams through memory. Every other kernel is measured against them.
// Those in registers return a value so that no compiler may drop the loop.

import { madd } from './vector';

@inline
function total(c: v128): f32 {
  return f32x4.extract_lane(c, 0) + f32x4.extract_lane(c, 1) + f32x4.extract_lane(c, 2) + f32x4.extract_lane(c, 3);
}

@inline
function totalOf8(c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128, c7: v128): f32 {
  const left = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  return total(f32x4.add(left, f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7))));
}

/** Twelve chains c*a + b, where nothing can be hoisted out of the loop: 96 operations a turn. */
export function multiplyAddPeakChains(turns: i32, x: f32): f32 {
  const a = f32x4.splat(x);
  const b = f32x4.splat(0.001);
  let c0 = b, c1 = b, c2 = b, c3 = b, c4 = b, c5 = b, c6 = b, c7 = b, c8 = b, c9 = b, c10 = b, c11 = b;
  for (; turns > 0; turns--) {
    c0 = madd(b, c0, a);
    c1 = madd(b, c1, a);
    c2 = madd(b, c2, a);
    c3 = madd(b, c3, a);
    c4 = madd(b, c4, a);
    c5 = madd(b, c5, a);
    c6 = madd(b, c6, a);
    c7 = madd(b, c7, a);
    c8 = madd(b, c8, a);
    c9 = madd(b, c9, a);
    c10 = madd(b, c10, a);
    c11 = madd(b, c11, a);
  }
  const left = f32x4.add(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(c4, c5));
  return total(f32x4.add(left, f32x4.add(f32x4.add(f32x4.add(c6, c7), f32x4.add(c8, c9)), f32x4.add(c10, c11))));
}

/**
 * The arithmetic of a 4 x 8 tile, 64 operations a turn. The four factors change places every turn, or
 * the compiler would find their products once and for all and only additions would be measured.
 */
export function multiplyAddPeakTile(turns: i32, x: f32): f32 {
  let a0 = f32x4.splat(x);
  let a1 = f32x4.splat(0.25);
  let a2 = f32x4.splat(0.75);
  let a3 = f32x4.splat(0.625);
  const b0 = f32x4.splat(0.5);
  const b1 = f32x4.splat(0.125);
  let c0 = a1, c1 = a1, c2 = a1, c3 = a1, c4 = a1, c5 = a1, c6 = a1, c7 = a1;
  for (; turns > 0; turns--) {
    c0 = madd(c0, a0, b0);
    c1 = madd(c1, a0, b1);
    c2 = madd(c2, a1, b0);
    c3 = madd(c3, a1, b1);
    c4 = madd(c4, a2, b0);
    c5 = madd(c5, a2, b1);
    c6 = madd(c6, a3, b0);
    c7 = madd(c7, a3, b1);
    const first = a0;
    a0 = a1;
    a1 = a2;
    a2 = a3;
    a3 = first;
  }
  return totalOf8(c0, c1, c2, c3, c4, c5, c6, c7);
}

/** Eight chains of divisions: 32 a turn. */
export function divisionPeak(turns: i32, x: f32): f32 {
  const a = f32x4.splat(x);
  let c0 = f32x4.splat(1.1), c1 = f32x4.splat(1.2), c2 = f32x4.splat(1.3), c3 = f32x4.splat(1.4);
  let c4 = f32x4.splat(1.5), c5 = f32x4.splat(1.6), c6 = f32x4.splat(1.7), c7 = f32x4.splat(1.8);
  for (; turns > 0; turns--) {
    c0 = f32x4.div(a, c0);
    c1 = f32x4.div(a, c1);
    c2 = f32x4.div(a, c2);
    c3 = f32x4.div(a, c3);
    c4 = f32x4.div(a, c4);
    c5 = f32x4.div(a, c5);
    c6 = f32x4.div(a, c6);
    c7 = f32x4.div(a, c7);
  }
  return totalOf8(c0, c1, c2, c3, c4, c5, c6, c7);
}

/** Eight chains of square roots, an addition between: 32 roots a turn. */
export function rootPeak(turns: i32, x: f32): f32 {
  const a = f32x4.splat(x);
  let c0 = f32x4.splat(1.1), c1 = f32x4.splat(1.2), c2 = f32x4.splat(1.3), c3 = f32x4.splat(1.4);
  let c4 = f32x4.splat(1.5), c5 = f32x4.splat(1.6), c6 = f32x4.splat(1.7), c7 = f32x4.splat(1.8);
  for (; turns > 0; turns--) {
    c0 = f32x4.sqrt(f32x4.add(a, c0));
    c1 = f32x4.sqrt(f32x4.add(a, c1));
    c2 = f32x4.sqrt(f32x4.add(a, c2));
    c3 = f32x4.sqrt(f32x4.add(a, c3));
    c4 = f32x4.sqrt(f32x4.add(a, c4));
    c5 = f32x4.sqrt(f32x4.add(a, c5));
    c6 = f32x4.sqrt(f32x4.add(a, c6));
    c7 = f32x4.sqrt(f32x4.add(a, c7));
  }
  return totalOf8(c0, c1, c2, c3, c4, c5, c6, c7);
}

/** Five chains of divisions beside five of square roots: 20 of each a turn. Some machines do both at once. */
export function divisionAndRootPeak(turns: i32, x: f32): f32 {
  const a = f32x4.splat(x);
  let c0 = f32x4.splat(1.1), c1 = f32x4.splat(1.2), c2 = f32x4.splat(1.3), c3 = f32x4.splat(1.4), c4 = f32x4.splat(1.5);
  let r0 = c0, r1 = c1, r2 = c2, r3 = c3, r4 = c4;
  for (; turns > 0; turns--) {
    c0 = f32x4.div(a, c0);
    r0 = f32x4.sqrt(f32x4.add(a, r0));
    c1 = f32x4.div(a, c1);
    r1 = f32x4.sqrt(f32x4.add(a, r1));
    c2 = f32x4.div(a, c2);
    r2 = f32x4.sqrt(f32x4.add(a, r2));
    c3 = f32x4.div(a, c3);
    r3 = f32x4.sqrt(f32x4.add(a, r3));
    c4 = f32x4.div(a, c4);
    r4 = f32x4.sqrt(f32x4.add(a, r4));
  }
  const left = f32x4.add(f32x4.add(c0, c1), f32x4.add(f32x4.add(c2, c3), c4));
  return total(f32x4.add(left, f32x4.add(f32x4.add(r0, r1), f32x4.add(f32x4.add(r2, r3), r4))));
}

/** Eight chains of 64-bit products of two lanes: 8 instructions, counted as 32 elements like the others, a turn. */
export function wideProductPeak(turns: i32, x: i32): f32 {
  const m = i32x4.splat(x);
  let c0 = i32x4.splat(3), c1 = i32x4.splat(5), c2 = i32x4.splat(7), c3 = i32x4.splat(11);
  let c4 = i32x4.splat(13), c5 = i32x4.splat(17), c6 = i32x4.splat(19), c7 = i32x4.splat(23);
  for (; turns > 0; turns--) {
    c0 = i64x2.extmul_low_i32x4_u(c0, m);
    c1 = i64x2.extmul_high_i32x4_u(c1, m);
    c2 = i64x2.extmul_low_i32x4_u(c2, m);
    c3 = i64x2.extmul_high_i32x4_u(c3, m);
    c4 = i64x2.extmul_low_i32x4_u(c4, m);
    c5 = i64x2.extmul_high_i32x4_u(c5, m);
    c6 = i64x2.extmul_low_i32x4_u(c6, m);
    c7 = i64x2.extmul_high_i32x4_u(c7, m);
  }
  const left = v128.xor(v128.xor(c0, c1), v128.xor(c2, c3));
  return total(v128.xor(left, v128.xor(v128.xor(c4, c5), v128.xor(c6, c7))));
}

@inline
function mix(to: usize, other: v128): void {
  v128.store(to, v128.xor(v128.load(to), other));
}

/** `arrays` must be a literal, so that its questions are answered when this is compiled. */
@inline
function streamThrough(start: usize, bytes: usize, arrays: i32): void {
  const a = start, g = a + bytes, b = g + bytes, c = b + bytes, d = c + bytes;
  for (let at: usize = 0; at < bytes; at += 32) {
    const g0 = v128.load(g + at);
    const g1 = v128.load(g + at, 16);
    mix(a + at, g0);
    mix(a + at + 16, g1);
    if (arrays > 2) {
      mix(b + at, g0);
      mix(b + at + 16, g1);
    }
    if (arrays > 3) {
      mix(c + at, g0);
      mix(c + at + 16, g1);
    }
    if (arrays > 4) {
      mix(d + at, g0);
      mix(d + at + 16, g1);
    }
  }
}

/**
 * What an optimizer moves, with hardly any arithmetic: `arrays` (2 to 5) of n floats each, n a multiple
 * of 16, one behind the other at `start`, are read, and all but the second are written.
 */
export function updateStream(start: usize, n: i32, arrays: i32): void {
  const bytes = <usize>n << 2;
  if (arrays == 2) streamThrough(start, bytes, 2);
  else if (arrays == 3) streamThrough(start, bytes, 3);
  else if (arrays == 4) streamThrough(start, bytes, 4);
  else streamThrough(start, bytes, 5);
}

/** What an elementwise kernel moves: `reads` (1 or 2) arrays of n floats are read, one behind them is written. */
export function mapStream(start: usize, n: i32, reads: i32): void {
  const bytes = <usize>n << 2;
  const second = start + bytes;
  const third = second + bytes;
  if (reads == 1) {
    for (let at: usize = 0; at < bytes; at += 64) {
      v128.store(second + at, v128.load(start + at));
      v128.store(second + at, v128.load(start + at, 16), 16);
      v128.store(second + at, v128.load(start + at, 32), 32);
      v128.store(second + at, v128.load(start + at, 48), 48);
    }
    return;
  }
  for (let at: usize = 0; at < bytes; at += 32) {
    v128.store(third + at, v128.xor(v128.load(start + at), v128.load(second + at)));
    v128.store(third + at, v128.xor(v128.load(start + at, 16), v128.load(second + at, 16)), 16);
  }
}
