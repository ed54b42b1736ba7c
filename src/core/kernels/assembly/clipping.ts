// What bounds gradients before the optimizer sees them, as torch.nn.utils.clip_grad_norm_ and
// clip_grad_value_. A NaN among them stays one: it makes the norm NaN, and with it every gradient.

import { clamped, padded } from './vector';

/** The sum of squares of x (n), in double precision: element i is added to lane i mod 8, then the lanes in order. */
function sumOfSquares(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  const whole = <usize>(n & ~7) << 2;
  for (let at: usize = 0; at < whole; at += 32) {
    const low = v128.load(x + at);
    const high = v128.load(x + at, 16);
    const x0 = f64x2.promote_low_f32x4(low);
    const x1 = f64x2.promote_low_f32x4(v128.shuffle<i64>(low, low, 1, 1));
    const x2 = f64x2.promote_low_f32x4(high);
    const x3 = f64x2.promote_low_f32x4(v128.shuffle<i64>(high, high, 1, 1));
    s0 = f64x2.add(s0, f64x2.mul(x0, x0));
    s1 = f64x2.add(s1, f64x2.mul(x1, x1));
    s2 = f64x2.add(s2, f64x2.mul(x2, x2));
    s3 = f64x2.add(s3, f64x2.mul(x3, x3));
  }
  const sum = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  for (let at = whole, end = <usize>n << 2; at < end; at += 4) {
    const value = <f64>load<f32>(x + at);
    total += value * value;
  }
  return total;
}

/** norm: (1), the root of the sum of squares of all slots; slots: pairs of address and number of elements. */
export function gradientNorm(norm: usize, slots: usize, count: i32): void {
  let total: f64 = 0;
  for (let i = 0; i < count; i++) {
    const slot = slots + (<usize>i << 3);
    total += sumOfSquares(load<i32>(slot), load<i32>(slot, 4));
  }
  store<f32>(norm, <f32>sqrt(total));
}

/** gradients: (n), padded to 16, times limit / (norm + 1e-6) where that is below 1. */
export function clipNorm(gradients: usize, n: i32, norm: usize, limit: f32): void {
  const factor = <f64>limit / (<f64>load<f32>(norm) + 1e-6);
  if (factor >= 1) return;
  const scale = f32x4.splat(<f32>factor);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(gradients + at, f32x4.mul(v128.load(gradients + at), scale));
    v128.store(gradients + at, f32x4.mul(v128.load(gradients + at, 16), scale), 16);
  }
}

/** gradients: (n), padded to 16, each within -bound..bound. */
export function clipValue(gradients: usize, n: i32, bound: f32): void {
  const limit = f32x4.splat(bound);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(gradients + at, clamped(v128.load(gradients + at), limit));
    v128.store(gradients + at, clamped(v128.load(gradients + at, 16), limit), 16);
  }
}
