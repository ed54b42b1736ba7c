// Stochastic gradient descent with momentum and Nesterov's variant, as torch.optim.SGD. Without momentum
// there is no velocity, and nothing to read or write of it.

import { padded } from './vector';

@inline
function plain(weight: v128, gradient: v128, lr: v128, decay: v128): v128 {
  return f32x4.sub(weight, f32x4.mul(lr, f32x4.add(gradient, f32x4.mul(decay, weight))));
}

/** nesterov must be a literal: each value has a loop of its own. */
@inline
function withMomentum(w: usize, g: usize, v: usize, lr: v128, decay: v128, momentum: v128, fresh: v128, nesterov: bool): void {
  const weight = v128.load(w);
  const gradient = f32x4.add(v128.load(g), f32x4.mul(decay, weight));
  const velocity = f32x4.add(f32x4.mul(momentum, v128.load(v)), f32x4.mul(fresh, gradient));
  v128.store(v, velocity);
  const direction = nesterov ? f32x4.add(gradient, f32x4.mul(momentum, velocity)) : velocity;
  v128.store(w, f32x4.sub(weight, f32x4.mul(lr, direction)));
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
    // Few instructions to a cache line, so that the processor looks far enough ahead in large blocks.
    for (let at: usize = 0; at < end; at += 64) {
      v128.store(weights + at, plain(v128.load(weights + at), v128.load(gradients + at), lr, decay));
      v128.store(weights + at, plain(v128.load(weights + at, 16), v128.load(gradients + at, 16), lr, decay), 16);
      v128.store(weights + at, plain(v128.load(weights + at, 32), v128.load(gradients + at, 32), lr, decay), 32);
      v128.store(weights + at, plain(v128.load(weights + at, 48), v128.load(gradients + at, 48), lr, decay), 48);
    }
    return;
  }
  const momentum = v128.load32_splat(scalars, 8);
  const fresh = v128.load32_splat(scalars, 12);
  const nesterov = load<f32>(scalars, 16) != 0;
  if (nesterov) {
    for (let at: usize = 0; at < end; at += 64) {
      const w = weights + at, g = gradients + at, v = velocity + at;
      withMomentum(w, g, v, lr, decay, momentum, fresh, true);
      withMomentum(w + 16, g + 16, v + 16, lr, decay, momentum, fresh, true);
      withMomentum(w + 32, g + 32, v + 32, lr, decay, momentum, fresh, true);
      withMomentum(w + 48, g + 48, v + 48, lr, decay, momentum, fresh, true);
    }
    return;
  }
  for (let at: usize = 0; at < end; at += 64) {
    const w = weights + at, g = gradients + at, v = velocity + at;
    withMomentum(w, g, v, lr, decay, momentum, fresh, false);
    withMomentum(w + 16, g + 16, v + 16, lr, decay, momentum, fresh, false);
    withMomentum(w + 32, g + 32, v + 32, lr, decay, momentum, fresh, false);
    withMomentum(w + 48, g + 48, v + 48, lr, decay, momentum, fresh, false);
  }
}
