// NAdam (Dozat 2016), as torch.optim.NAdam: the step goes along the gradient and the mean, each with a
// share of its own.

import { decayed, movedMean, movedSquare } from './moments';
import { madd, padded } from './vector';

/**
 * weights, gradients, mean, square: (n), padded to 16; scalars: [step along the gradient, step along the
 * mean, 1 / sqrt(correction 2), eps, 1 - beta1, beta2, 1 - beta2, weight_decay]
 */
export function nadam(weights: usize, gradients: usize, mean: usize, square: usize, n: i32, scalars: usize): void {
  const gradientStep = v128.load32_splat(scalars);
  const meanStep = v128.load32_splat(scalars, 4);
  const correction = v128.load32_splat(scalars, 8);
  const eps = v128.load32_splat(scalars, 12);
  const fresh1 = v128.load32_splat(scalars, 16);
  const beta2 = v128.load32_splat(scalars, 20);
  const fresh2 = v128.load32_splat(scalars, 24);
  const decay = v128.load32_splat(scalars, 28);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const m = movedMean(mean + at, fresh1, g);
    const v = movedSquare(square + at, beta2, fresh2, g);
    v128.store(mean + at, m);
    v128.store(square + at, v);
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), eps);
    const direction = madd(f32x4.mul(gradientStep, g), meanStep, m);
    v128.store(weights + at, f32x4.sub(w, f32x4.div(direction, root)));
  }
}
