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

/** Stores the first `count` lanes (1 to 4): what lies behind a tensor's last column stays as it is. */
@inline
export function storeLanes(at: usize, count: i32, lanes: v128): void {
  if (count >= 4) {
    v128.store(at, lanes);
    return;
  }
  store<f32>(at, f32x4.extract_lane(lanes, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(lanes, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(lanes, 2), 8);
}

/** The sum of four lanes, in a fixed order. */
@inline
export function sumLanes(lanes: v128): f32 {
  return (
    f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3))
  );
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
