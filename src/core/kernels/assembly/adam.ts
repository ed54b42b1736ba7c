// Adam (Kingma & Ba 2015), AdamW (Loshchilov & Hutter 2019) and AMSGrad (Reddi et al. 2018), as
// torch.optim.Adam and AdamW: eps stands outside the corrected root.

import { decayed, movedMean, movedSquare } from './moments';
import { larger, padded } from './vector';

/**
 * weights, gradients, mean, square: (n), padded to 16; largest: (n), or 0 without AMSGrad;
 * scalars: [step size = lr / correction 1, 1 / sqrt(correction 2), eps, 1 - beta1, beta2, 1 - beta2,
 * weight_decay, shrink]. Adam adds weight_decay to the gradients and shrink is 1; AdamW multiplies the
 * weights by shrink = 1 - lr * weight_decay, and its weight_decay here is 0.
 */
export function adam(weights: usize, gradients: usize, mean: usize, square: usize, largest: usize, n: i32, scalars: usize): void {
  const stepSize = v128.load32_splat(scalars);
  const correction = v128.load32_splat(scalars, 4);
  const eps = v128.load32_splat(scalars, 8);
  const fresh1 = v128.load32_splat(scalars, 12);
  const beta2 = v128.load32_splat(scalars, 16);
  const fresh2 = v128.load32_splat(scalars, 20);
  const decay = v128.load32_splat(scalars, 24);
  const shrink = v128.load32_splat(scalars, 28);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const m = movedMean(mean + at, fresh1, g);
    const v = movedSquare(square + at, beta2, fresh2, g);
    v128.store(mean + at, m);
    v128.store(square + at, v);
    let under = v;
    if (largest != 0) {
      under = larger(v, v128.load(largest + at));
      v128.store(largest + at, under);
    }
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(under), correction), eps);
    v128.store(weights + at, f32x4.sub(f32x4.mul(w, shrink), f32x4.div(f32x4.mul(stepSize, m), root)));
  }
}
