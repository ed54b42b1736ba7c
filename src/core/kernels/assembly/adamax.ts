// Adamax (Kingma & Ba 2015, section 7), as torch.optim.Adamax: eps is added to the gradient's size.

import { larger, padded } from './vector';

@inline
function step(w: usize, g: usize, m: usize, u: usize, stepSize: v128, fresh: v128, beta2: v128, eps: v128, decay: v128): void {
  const weight = v128.load(w);
  const gradient = f32x4.add(v128.load(g), f32x4.mul(decay, weight));
  const old = v128.load(m);
  const largest = v128.load(u);
  const mean = f32x4.add(old, f32x4.mul(fresh, f32x4.sub(gradient, old)));
  const size = larger(f32x4.add(f32x4.abs(gradient), eps), f32x4.mul(beta2, largest));
  v128.store(m, mean);
  v128.store(u, size);
  v128.store(w, f32x4.sub(weight, f32x4.div(f32x4.mul(stepSize, mean), size)));
}

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
    step(weights + at, gradients + at, mean + at, infinity + at, stepSize, fresh, beta2, eps, decay);
  }
}
