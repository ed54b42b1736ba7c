// RMSprop (Tieleman & Hinton 2012), as torch.optim.RMSprop: eps stands outside the root.

import { padded } from './vector';

/** weights, gradients, square: (n), padded to 16; scalars: [lr, alpha, 1 - alpha, eps, weight_decay] */
export function rmsprop(weights: usize, gradients: usize, square: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const alpha = v128.load32_splat(scalars, 4);
  const fresh = v128.load32_splat(scalars, 8);
  const eps = v128.load32_splat(scalars, 12);
  const decay = v128.load32_splat(scalars, 16);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = f32x4.add(v128.load(gradients + at), f32x4.mul(decay, w));
    const v = f32x4.add(f32x4.mul(alpha, v128.load(square + at)), f32x4.mul(fresh, f32x4.mul(g, g)));
    v128.store(square + at, v);
    v128.store(weights + at, f32x4.sub(w, f32x4.div(f32x4.mul(lr, g), f32x4.add(f32x4.sqrt(v), eps))));
  }
}
