// Stochastic gradient descent with momentum and Nesterov's variant, as torch.optim.SGD. Without momentum
// there is no velocity, and nothing to read or write of it.

import { padded } from './vector';

@inline
function plain(w: usize, g: usize, lr: v128, decay: v128, offset: usize): void {
  const weight = v128.load(w + offset);
  const gradient = f32x4.add(v128.load(g + offset), f32x4.mul(decay, weight));
  v128.store(w + offset, f32x4.sub(weight, f32x4.mul(lr, gradient)));
}

/**
 * weights, gradients: (n), padded to 16; velocity: (n), or 0 where there is no momentum;
 * scalars: [lr, weight_decay, momentum, fresh, nesterov (0 or 1)], fresh = 1 - dampening, 1 at step 1
 */
export function sgd(weights: usize, gradients: usize, velocity: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const decay = v128.load32_splat(scalars, 4);
  const end = padded(n);
  if (velocity == 0) {
    for (let at: usize = 0; at < end; at += 64) {
      const w = weights + at;
      const g = gradients + at;
      plain(w, g, lr, decay, 0);
      plain(w, g, lr, decay, 16);
      plain(w, g, lr, decay, 32);
      plain(w, g, lr, decay, 48);
    }
    return;
  }
  const momentum = v128.load32_splat(scalars, 8);
  const fresh = v128.load32_splat(scalars, 12);
  const nesterov = load<f32>(scalars, 16) != 0;
  for (let at: usize = 0; at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = f32x4.add(v128.load(gradients + at), f32x4.mul(decay, w));
    const v = f32x4.add(f32x4.mul(momentum, v128.load(velocity + at)), f32x4.mul(fresh, g));
    const direction = nesterov ? f32x4.add(g, f32x4.mul(momentum, v)) : v;
    v128.store(velocity + at, v);
    v128.store(weights + at, f32x4.sub(w, f32x4.mul(lr, direction)));
  }
}
