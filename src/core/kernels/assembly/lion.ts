// Lion (Chen et al. 2023, "Symbolic discovery of optimization algorithms", algorithm 2): every weight
// takes a step of the same size, in the direction of a sign. The weights shrink as in AdamW.

import { padded, sign } from './vector';

/**
 * weights, gradients, mean: (n), padded to 16; scalars: [lr, shrink = 1 - lr * weight_decay, 1 - beta1,
 * 1 - beta2]
 */
export function lion(weights: usize, gradients: usize, mean: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const shrink = v128.load32_splat(scalars, 4);
  const fresh1 = v128.load32_splat(scalars, 8);
  const fresh2 = v128.load32_splat(scalars, 12);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const old = v128.load(mean + at);
    const change = f32x4.sub(v128.load(gradients + at), old);
    v128.store(mean + at, f32x4.add(old, f32x4.mul(fresh2, change)));
    const direction = sign(f32x4.add(old, f32x4.mul(fresh1, change)));
    v128.store(weights + at, f32x4.sub(f32x4.mul(w, shrink), f32x4.mul(lr, direction)));
  }
}
