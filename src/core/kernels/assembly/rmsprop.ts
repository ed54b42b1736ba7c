// RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop: eps stands outside the root.

import { decayed, movedMean, movedSquare } from './moments';
import { larger, padded } from './vector';

/** centered and momentum must be literals: each of their four pairs has a loop of its own. */
@inline
function loop(
  weights: usize, gradients: usize, square: usize, mean: usize, velocity: usize, n: i32, scalars: usize,
  centered: bool, momentum: bool,
): void {
  const lr = v128.load32_splat(scalars);
  const alpha = v128.load32_splat(scalars, 4);
  const fresh = v128.load32_splat(scalars, 8);
  const eps = v128.load32_splat(scalars, 12);
  const decay = v128.load32_splat(scalars, 16);
  const kept = v128.load32_splat(scalars, 20);
  const zero = f32x4.splat(0);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const v = movedSquare(square + at, alpha, fresh, g);
    let variance = v;
    if (centered) {
      const m = movedMean(mean + at, fresh, g);
      // Rounding may leave it below zero, where torch's root is NaN; a NaN of the gradients stays one.
      variance = larger(f32x4.sub(v, f32x4.mul(m, m)), zero);
      v128.store(mean + at, m);
    }
    v128.store(square + at, v);
    const root = f32x4.add(f32x4.sqrt(variance), eps);
    if (momentum) {
      const b = f32x4.add(f32x4.mul(kept, v128.load(velocity + at)), f32x4.div(g, root));
      v128.store(velocity + at, b);
      v128.store(weights + at, f32x4.sub(w, f32x4.mul(lr, b)));
    } else {
      v128.store(weights + at, f32x4.sub(w, f32x4.div(f32x4.mul(lr, g), root)));
    }
  }
}

/**
 * weights, gradients, square: (n), padded to 16; mean: (n), or 0 where not centered; velocity: (n), or
 * 0 without momentum; scalars: [lr, alpha, 1 - alpha, eps, weight_decay, momentum]
 */
export function rmsprop(weights: usize, gradients: usize, square: usize, mean: usize, velocity: usize, n: i32, scalars: usize): void {
  if (mean == 0 && velocity == 0) loop(weights, gradients, square, mean, velocity, n, scalars, false, false);
  else if (mean == 0) loop(weights, gradients, square, mean, velocity, n, scalars, false, true);
  else if (velocity == 0) loop(weights, gradients, square, mean, velocity, n, scalars, true, false);
  else loop(weights, gradients, square, mean, velocity, n, scalars, true, true);
}
