// exp, tanh, sigmoid, erf and ln(1 + x) for four floats, exp and ln for one double: additions, multiplications
// and divisions only, so that every engine gives the same bits.

@inline
export function fit(p: v128, x: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(coefficient));
}

/**
 * e^x, within 2 units in the last place. x = n ln 2 + r, |r| <= ln 2 / 2; e^r by a polynomial
 * (Cephes expf, Moshier); 2^n is added to the exponent bits. Below -87.3 the result is about 1e-38.
 */
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax are one instruction each where min and max are eight; in this order NaN stays NaN.
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.3)), f32x4.splat(-87.3));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = fit(p, r, 1.3981999507e-3);
  p = fit(p, r, 8.3334519073e-3);
  p = fit(p, r, 4.1665795894e-2);
  p = fit(p, r, 1.6666665459e-1);
  p = fit(p, r, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, scale);
}

/**
 * tanh x, within 2 units in the last place: below 0.625 an odd polynomial (Cephes tanhf), above it
 * 1 - 2 / (e^2|x| + 1), with the sign of x. NaN stays NaN.
 */
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = fit(p, square, 2.06390887954e-2);
  p = fit(p, square, -5.37397155531e-2);
  p = fit(p, square, 1.33314422036e-1);
  p = fit(p, square, -3.33332819422e-1);
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, square), x));
  const e = exp4(f32x4.add(size, size));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(e, f32x4.splat(1))));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(signed, near, f32x4.gt(size, f32x4.splat(0.625)));
}

/**
 * ln(1 + x) for 0 <= x <= 1, within 3 units in the last place, however small x is: 2 artanh(x / (2 + x))
 * as a series. NaN stays NaN.
 */
@inline
export function log1p4(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let series = f32x4.splat(1.0 / 13.0);
  series = fit(series, z, 1.0 / 11.0);
  series = fit(series, z, 1.0 / 9.0);
  series = fit(series, z, 1.0 / 7.0);
  series = fit(series, z, 1.0 / 5.0);
  series = fit(series, z, 1.0 / 3.0);
  const twice = f32x4.add(s, s);
  return f32x4.add(twice, f32x4.mul(twice, f32x4.mul(series, z)));
}

/**
 * e^x - 1, within 2 units in the last place for x <= 0, where e^x alone would lose what is small: as exp4,
 * but 1 is taken from the exact 2^n instead of from the product.
 */
@inline
export function expm14(x: v128): v128 {
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.3)), f32x4.splat(-87.3));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = fit(p, r, 1.3981999507e-3);
  p = fit(p, r, 8.3334519073e-3);
  p = fit(p, r, 4.1665795894e-2);
  p = fit(p, r, 1.6666665459e-1);
  p = fit(p, r, 5.0000001201e-1);
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r);
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.add(f32x4.mul(p, scale), f32x4.sub(scale, f32x4.splat(1)));
}

/** 1 / (1 + e^-x), within 3 units in the last place. */
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * erf x, within 1.5e-7 of the true value: below 0.93 an odd polynomial, above it 1 - e^p(|x|) with the sign
 * of x (minimax fits by N. Juffa, stackoverflow.com/questions/35148198). NaN stays NaN.
 */
@inline
export function erf4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-5.96761703e-4);
  p = fit(p, square, 4.99119423e-3);
  p = fit(p, square, -2.67681349e-2);
  p = fit(p, square, 1.12819925e-1);
  p = fit(p, square, -3.76125336e-1);
  p = fit(p, square, 1.28379166e-1);
  const near = f32x4.add(x, f32x4.mul(p, x));
  const u = f32x4.add(f32x4.splat(2.42546219e-2), f32x4.mul(size, f32x4.splat(-3.88396438e-3)));
  let q = f32x4.add(f32x4.splat(3.83197126e-4), f32x4.mul(size, f32x4.splat(-1.72853470e-5)));
  q = f32x4.add(u, f32x4.mul(q, square));
  q = fit(q, size, -1.06777877e-1);
  q = fit(q, size, -6.34846687e-1);
  q = fit(q, size, -1.28717512e-1);
  q = f32x4.sub(f32x4.mul(q, size), size);
  const far = f32x4.sub(f32x4.splat(1), exp4(q));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  return v128.bitselect(signed, near, f32x4.gt(size, f32x4.splat(0.927734375)));
}

/** ln x for positive finite x, NaN for NaN: x = 2^k m, ln m = 2 artanh((m-1)/(m+1)) as a series. */
export function logarithm(x: f64): f64 {
  if (x != x) return x;
  const bits = reinterpret<u64>(x);
  let k = <i32>((bits >> 52) & 0x7ff) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  // 2z/3 + 2z^2/5 + …: the coefficients are divided by the compiler, not in every row of every batch.
  let series: f64 = 1.0 / 21.0;
  series = series * z + 1.0 / 19.0;
  series = series * z + 1.0 / 17.0;
  series = series * z + 1.0 / 15.0;
  series = series * z + 1.0 / 13.0;
  series = series * z + 1.0 / 11.0;
  series = series * z + 1.0 / 9.0;
  series = series * z + 1.0 / 7.0;
  series = series * z + 1.0 / 5.0;
  series = series * z + 1.0 / 3.0;
  series *= z;
  return <f64>k * 0.6931471805599453 + (2 * s + 2 * s * series);
}

/**
 * e^x for x <= 700, 0 below -708, NaN for NaN: x = k ln 2 + r with |r| <= ln 2 / 2, then the Taylor series
 * of e^r to r^13.
 */
export function exponential(x: f64): f64 {
  if (x != x) return x;
  if (x < -708) return 0;
  const k = nearest(x * 1.4426950408889634);
  // The first part of ln 2 has 32 bits: k times it is exact.
  const r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10;
  let p: f64 = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  return p * reinterpret<f64>((<i64>k + 1023) << 52);
}
