// RAdam (Liu et al. 2020), as torch.optim.RAdam: while the variance of the adaptive rate cannot be told
// (the first steps), the step goes along the corrected mean alone.

import { decayed, movedMean, movedSquare } from './moments';
import { padded } from './vector';

/**
 * weights, gradients, mean, square: (n), padded to 16; scalars: [step size, adaptive (0 or 1), eps,
 * 1 - beta1, beta2, 1 - beta2, weight_decay]. The step size holds lr and all corrections.
 */
export function radam(weights: usize, gradients: usize, mean: usize, square: usize, n: i32, scalars: usize): void {
  const stepSize = v128.load32_splat(scalars);
  const adaptive = load<f32>(scalars, 4) != 0;
  const eps = v128.load32_splat(scalars, 8);
  const fresh1 = v128.load32_splat(scalars, 12);
  const beta2 = v128.load32_splat(scalars, 16);
  const fresh2 = v128.load32_splat(scalars, 20);
  const decay = v128.load32_splat(scalars, 24);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const m = movedMean(mean + at, fresh1, g);
    const v = movedSquare(square + at, beta2, fresh2, g);
    v128.store(mean + at, m);
    v128.store(square + at, v);
    let step = f32x4.mul(stepSize, m);
    if (adaptive) step = f32x4.div(step, f32x4.add(f32x4.sqrt(v), eps));
    v128.store(weights + at, f32x4.sub(w, step));
  }
}
