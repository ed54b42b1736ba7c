// Adadelta (Zeiler 2012), as torch.optim.Adadelta: eps stands inside both roots, which are taken as one,
// the root of the quotient.

import { decayed, movedSquare } from './moments';
import { padded } from './vector';

/** weights, gradients, square, delta: (n), padded to 16; scalars: [lr, rho, 1 - rho, eps, weight_decay] */
export function adadelta(weights: usize, gradients: usize, square: usize, delta: usize, n: i32, scalars: usize): void {
  const lr = v128.load32_splat(scalars);
  const rho = v128.load32_splat(scalars, 4);
  const fresh = v128.load32_splat(scalars, 8);
  const eps = v128.load32_splat(scalars, 12);
  const decay = v128.load32_splat(scalars, 16);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const w = v128.load(weights + at);
    const g = decayed(gradients + at, w, decay);
    const v = movedSquare(square + at, rho, fresh, g);
    v128.store(square + at, v);
    const old = v128.load(delta + at);
    const ratio = f32x4.div(f32x4.add(old, eps), f32x4.add(v, eps));
    const d = f32x4.mul(f32x4.sqrt(ratio), g);
    v128.store(delta + at, f32x4.add(f32x4.mul(rho, old), f32x4.mul(fresh, f32x4.mul(d, d))));
    v128.store(weights + at, f32x4.sub(w, f32x4.mul(lr, d)));
  }
}
