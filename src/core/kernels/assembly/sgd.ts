// Stochastic gradient descent with momentum and Nesterov's variant, as torch.optim.SGD.

import { padded } from './vector';

/** weights, gradients, velocity: (n), padded to 16; scalars: [lr, momentum, nesterov, weight_decay] */
export function sgd(weights: usize, gradients: usize, velocity: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const momentum = v128.load32_splat(scalars, 4);
  const nesterov = load<f32>(scalars, 8) != 0;
  const decay = v128.load32_splat(scalars, 12);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = f32x4.add(v128.load(gradients + at), f32x4.mul(decay, w));
    const v = f32x4.add(f32x4.mul(momentum, v128.load(velocity + at)), g);
    const direction = nesterov ? f32x4.add(g, f32x4.mul(momentum, v)) : v;
    v128.store(velocity + at, v);
    v128.store(weights + at, f32x4.sub(w, f32x4.mul(lr, direction)));
  }
}
