// What every vector loop needs: how far it goes, and a multiplication with an addition that are rounded
// separately.

/** Bytes of n floats with their padding to sixteen: loops run over the padding too. */
@inline
export function padded(n: i32): usize {
  return ((<usize>n + 15) & ~15) << 2;
}

/** c + a * b */
@inline
export function madd(c: v128, a: v128, b: v128): v128 {
  return f32x4.add(c, f32x4.mul(a, b));
}
