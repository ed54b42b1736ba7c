// Adam (Kingma & Ba 2015), as torch.optim.Adam: weight_decay is an L2 penalty, eps stands outside the
// corrected root.

import { padded } from './vector';

/**
 * weights, gradients, mean, square: (n), padded to 16; scalars: [step size = lr / correction 1,
 * 1 / sqrt(correction 2), eps, 1 - beta1, beta2, 1 - beta2, weight_decay]
 */
export function adam(weights: usize, gradients: usize, mean: usize, square: usize, n: i32, scalars: usize): void {
  const stepSize = v128.load32_splat(scalars);
  const correction = v128.load32_splat(scalars, 4);
  const eps = v128.load32_splat(scalars, 8);
  const fresh1 = v128.load32_splat(scalars, 12);
  const beta2 = v128.load32_splat(scalars, 16);
  const fresh2 = v128.load32_splat(scalars, 20);
  const decay = v128.load32_splat(scalars, 24);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = f32x4.add(v128.load(gradients + at), f32x4.mul(decay, w));
    const oldMean = v128.load(mean + at);
    const m = f32x4.add(oldMean, f32x4.mul(fresh1, f32x4.sub(g, oldMean)));
    const v = f32x4.add(f32x4.mul(beta2, v128.load(square + at)), f32x4.mul(fresh2, f32x4.mul(g, g)));
    v128.store(mean + at, m);
    v128.store(square + at, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), eps);
    v128.store(weights + at, f32x4.sub(w, f32x4.div(f32x4.mul(stepSize, m), root)));
  }
}
