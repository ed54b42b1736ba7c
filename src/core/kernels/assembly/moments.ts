// What optimizers share: the gradient with weight decay added to it, and running means of gradients and of
// their squares. Each rounds as PyTorch's formula does when it is written out.

/** g + decay * w */
@inline
export function decayed(gradients: usize, w: v128, decay: v128): v128 {
  return f32x4.add(v128.load(gradients), f32x4.mul(decay, w));
}

/** The mean at an address, moved by the share `fresh` towards g. */
@inline
export function movedMean(mean: usize, fresh: v128, g: v128): v128 {
  const old = v128.load(mean);
  return f32x4.add(old, f32x4.mul(fresh, f32x4.sub(g, old)));
}

/** kept * the square at an address + fresh * g * g */
@inline
export function movedSquare(square: usize, kept: v128, fresh: v128, g: v128): v128 {
  return f32x4.add(f32x4.mul(kept, v128.load(square)), f32x4.mul(fresh, f32x4.mul(g, g)));
}
