// Lion (Chen et al. 2023, "Symbolic discovery of optimization algorithms", algorithm 2): every weight
// takes a step of the same size, in the direction of a sign. The weights shrink as in AdamW.

import { padded, sign } from './vector';

@inline
function step(w: usize, g: usize, m: usize, lr: v128, shrink: v128, fresh1: v128, fresh2: v128): void {
  const old = v128.load(m);
  const change = f32x4.sub(v128.load(g), old);
  v128.store(m, f32x4.add(old, f32x4.mul(fresh2, change)));
  const direction = sign(f32x4.add(old, f32x4.mul(fresh1, change)));
  v128.store(w, f32x4.sub(f32x4.mul(v128.load(w), shrink), f32x4.mul(lr, direction)));
}

/**
 * weights, gradients, mean: (n), padded to 16; scalars: [lr, shrink = 1 - lr * weight_decay, 1 - beta1,
 * 1 - beta2]
 */
export function lion(weights: usize, gradients: usize, mean: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const shrink = v128.load32_splat(scalars, 4);
  const fresh1 = v128.load32_splat(scalars, 8);
  const fresh2 = v128.load32_splat(scalars, 12);
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const w = weights + at, g = gradients + at, m = mean + at;
    step(w, g, m, lr, shrink, fresh1, fresh2);
    step(w + 16, g + 16, m + 16, lr, shrink, fresh1, fresh2);
    step(w + 32, g + 32, m + 32, lr, shrink, fresh1, fresh2);
    step(w + 48, g + 48, m + 48, lr, shrink, fresh1, fresh2);
  }
}
