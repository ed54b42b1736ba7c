// What every vector loop needs: how far it goes, a multiplication with an addition that are rounded
// separately, and bounds and signs that keep NaN.

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

/** The larger of a and b, for an `a` that is the newer of two: its NaN stays; one in b alone is lost. */
@inline
export function larger(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

/** x within -bound..bound; NaN stays NaN. */
@inline
export function clamped(x: v128, bound: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, bound), f32x4.neg(bound));
}

/** -1, 0 or 1; NaN for NaN. */
@inline
export function sign(x: v128): v128 {
  const one = v128.or(f32x4.splat(1), v128.and(x, i32x4.splat(0x80000000)));
  return v128.or(v128.and(one, f32x4.ne(x, f32x4.splat(0))), f32x4.ne(x, x));
}
