// Adamax (Kingma & Ba 2015, section 7), as torch.optim.Adamax: eps is added to the gradient's size.

import { larger, padded } from './vector';

/**
 * weights, gradients, mean, infinity (the decayed largest size of gradients): (n), padded to 16;
 * scalars: [step size = lr / correction 1, 1 - beta1, beta2, eps, weight_decay]
 */
export function adamax(weights: usize, gradients: usize, mean: usize, infinity: usize, n: i32, scalars: usize): void {
  const stepSize = v128.load32_splat(scalars);
  const fresh = v128.load32_splat(scalars, 4);
  const beta2 = v128.load32_splat(scalars, 8);
  const eps = v128.load32_splat(scalars, 12);
  const decay = v128.load32_splat(scalars, 16);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = f32x4.add(v128.load(gradients + at), f32x4.mul(decay, w));
    const old = v128.load(mean + at);
    const m = f32x4.add(old, f32x4.mul(fresh, f32x4.sub(g, old)));
    v128.store(mean + at, m);
    const u = larger(f32x4.add(f32x4.abs(g), eps), f32x4.mul(beta2, v128.load(infinity + at)));
    v128.store(infinity + at, u);
    v128.store(weights + at, f32x4.sub(w, f32x4.div(f32x4.mul(stepSize, m), u)));
  }
}
