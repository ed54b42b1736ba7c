// Losses of numbers against numbers: means over all n elements, summed in double precision in their
// order. Each writes its slopes, the gradient of the loss, in the same pass.

import { padded } from './vector';

/** total plus the first `count` of four floats, one after the other. */
@inline
export function plusLanes(total: f64, x: v128, count: i32): f64 {
  total += <f64>f32x4.extract_lane(x, 0);
  if (count > 1) total += <f64>f32x4.extract_lane(x, 1);
  if (count > 2) total += <f64>f32x4.extract_lane(x, 2);
  if (count > 3) total += <f64>f32x4.extract_lane(x, 3);
  return total;
}

/** y = x * factor: how slopes become a gradient. */
export function scale(x: usize, factor: usize, y: usize, n: i32): void {
  const factor4 = v128.load32_splat(factor);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    v128.store(y + at, f32x4.mul(v128.load(x + at), factor4));
  }
}

/** loss = mean of |prediction - target|; the slope at 0 is 0. */
export function absoluteError(predictions: usize, targets: usize, slopes: usize, loss: usize, n: i32): void {
  const share = f32x4.splat(<f32>(1 / <f64>n));
  const zero = f32x4.splat(0);
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const difference = f32x4.sub(v128.load(predictions + at), v128.load(targets + at));
    const size = v128.and(f32x4.ne(difference, zero), share);
    const sign = v128.and(difference, i32x4.splat(0x80000000));
    // All bits set are a NaN: where the difference is one, the slope is one.
    const broken = f32x4.ne(difference, difference);
    v128.store(slopes + at, v128.or(v128.or(size, sign), broken));
    total = plusLanes(total, f32x4.abs(difference), n - i);
  }
  store<f32>(loss, <f32>(total / <f64>n));
}

/**
 * loss = factor * mean of d^2 / 2 where |d| <= delta, delta (|d| - delta / 2) beyond, with
 * d = prediction - target (Huber 1964).
 */
export function huber(predictions: usize, targets: usize, slopes: usize, loss: usize, n: i32, delta: f32, factor: f32): void {
  const delta4 = f32x4.splat(delta);
  const half = f32x4.splat(0.5);
  const share = f32x4.splat(<f32>(<f64>factor / <f64>n));
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const difference = f32x4.sub(v128.load(predictions + at), v128.load(targets + at));
    const size = f32x4.abs(difference);
    // In this order NaN stays NaN.
    const bounded = f32x4.pmin(size, delta4);
    const sign = v128.and(difference, i32x4.splat(0x80000000));
    v128.store(slopes + at, f32x4.mul(v128.or(bounded, sign), share));
    const term = f32x4.mul(bounded, f32x4.sub(size, f32x4.mul(bounded, half)));
    total = plusLanes(total, term, n - i);
  }
  store<f32>(loss, <f32>((total * <f64>factor) / <f64>n));
}
