// What keeps weights small beside the loss: penalties, by their gradients, and a bound on the norm of
// what leads into a unit.

import { madd, padded, sign } from './vector';

/** weights, gradients: (n), padded to 16: gradients += l1 * sign(weights) + twiceL2 * weights */
export function penalty(weights: usize, gradients: usize, n: i32, l1: f32, twiceL2: f32): void {
  const first = f32x4.splat(l1);
  const second = f32x4.splat(twiceL2);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const slope = madd(f32x4.mul(first, sign(w)), second, w);
    v128.store(gradients + at, f32x4.add(v128.load(gradients + at), slope));
  }
}

/** What to multiply by so that a root of `squares` comes down to the limit; NaN for NaN. */
@inline
function shrinkage(squares: f64, limit: f64): f32 {
  const norm = sqrt(squares);
  return norm <= limit ? 1 : <f32>(limit / norm);
}

/**
 * weights: (rows, columns). Each column, the weights into one unit, is scaled down to at most this L2
 * norm (Srivastava et al. 2014). Squares are summed in double precision from the first row to the last,
 * so that large weights are scaled and not lost to an overflow.
 */
export function maxNorm(weights: usize, rows: i32, columns: i32, limit: f32): void {
  const line = <usize>columns << 2;
  const end = weights + <usize>rows * line;
  let j: usize = 0;
  for (; j + 16 <= line; j += 16) {
    let low = f64x2.splat(0), high = low;
    for (let at = weights + j; at < end; at += line) {
      const w = v128.load(at);
      const w0 = f64x2.promote_low_f32x4(w);
      const w1 = f64x2.promote_low_f32x4(v128.shuffle<i64>(w, w, 1, 1));
      low = f64x2.add(low, f64x2.mul(w0, w0));
      high = f64x2.add(high, f64x2.mul(w1, w1));
    }
    let scale = f32x4.splat(shrinkage(f64x2.extract_lane(low, 0), limit));
    scale = f32x4.replace_lane(scale, 1, shrinkage(f64x2.extract_lane(low, 1), limit));
    scale = f32x4.replace_lane(scale, 2, shrinkage(f64x2.extract_lane(high, 0), limit));
    scale = f32x4.replace_lane(scale, 3, shrinkage(f64x2.extract_lane(high, 1), limit));
    if (v128.any_true(f32x4.ne(scale, f32x4.splat(1)))) {
      for (let at = weights + j; at < end; at += line) v128.store(at, f32x4.mul(v128.load(at), scale));
    }
  }
  for (; j < line; j += 4) {
    let squares: f64 = 0;
    for (let at = weights + j; at < end; at += line) {
      const w = <f64>load<f32>(at);
      squares += w * w;
    }
    const scale = shrinkage(squares, limit);
    if (scale == 1) continue;
    for (let at = weights + j; at < end; at += line) store<f32>(at, load<f32>(at) * scale);
  }
}
