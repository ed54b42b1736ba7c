// Register-only loops that find the machine's limit for separate SIMD multiply and add: what every
// other kernel is measured against. Each returns a value so that no compiler may drop the loop.

import { madd } from './vector';

@inline
function total(c: v128): f32 {
  return f32x4.extract_lane(c, 0) + f32x4.extract_lane(c, 1) + f32x4.extract_lane(c, 2) + f32x4.extract_lane(c, 3);
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
  const left = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  return total(f32x4.add(left, f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7))));
}
