// Adagrad (Duchi et al. 2011), as torch.optim.Adagrad: eps stands outside the root.

import { decayed } from './moments';
import { padded } from './vector';

/** weights, gradients, sum: (n), padded to 16; scalars: [lr of this step, eps, weight_decay] */
export function adagrad(weights: usize, gradients: usize, sum: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const eps = v128.load32_splat(scalars, 4);
  const decay = v128.load32_splat(scalars, 8);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const s = f32x4.add(v128.load(sum + at), f32x4.mul(g, g));
    v128.store(sum + at, s);
    v128.store(weights + at, f32x4.sub(w, f32x4.div(f32x4.mul(lr, g), f32x4.add(f32x4.sqrt(s), eps))));
  }
}
