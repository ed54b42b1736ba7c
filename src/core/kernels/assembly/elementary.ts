// exp, tanh, erf and ln(1 + x) for four floats, exp and ln for one double: additions, multiplications and
// divisions only, so that every engine gives the same bits.

/**
 * Constants of the functions below, which load them: written into the code as vectors, V8 would put each
 * together anew at each use from three instructions, more than all the arithmetic.
 */
const EXP = memory.data<f32>([
  88.3, -87.3, 1.44269504088896341, 12582912, 0.693359375, -2.12194440e-4,
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  1,
]);
/** 1/13, 1/11 … 1/3, and 2 */
const LOG1P = memory.data<f32>([
  0.07692307692307693, 0.09090909090909091, 0.1111111111111111, 0.14285714285714285, 0.2, 0.3333333333333333, 2,
]);
const SIGN = memory.data<u32>([0x80000000]);
const ERF = memory.data<f32>([
  -5.96761703e-4, 4.99119423e-3, -2.67681349e-2, 1.12819925e-1, -3.76125336e-1, 1.28379166e-1,
  2.42546219e-2, -3.88396438e-3, 3.83197126e-4, -1.72853470e-5, -1.06777877e-1, -6.34846687e-1, -1.28717512e-1,
  0.927734375,
]);

/** Constant `index` of a table in all lanes. */
@inline
export function constant(table: usize, index: usize): v128 {
  return v128.load32_splat(table + (index << 2));
}

/** p * x + a constant of a table */
@inline
export function fit(p: v128, x: v128, table: usize, index: usize): v128 {
  return f32x4.add(f32x4.mul(p, x), constant(table, index));
}

@inline
export function one4(): v128 {
  return constant(EXP, 12);
}

/**
 * e^x, within 2 units in the last place: x = n ln 2 + r with |r| <= ln 2 / 2, e^r by a polynomial (Cephes expf,
 * Moshier), and 2^n is added to its exponent. Below -87.3 the result is about 1e-38.
 */
@inline
export function exp4(x: v128): v128 {
  // pmin and pmax are one instruction each where min and max are eight; in this order NaN stays NaN.
  const bounded = f32x4.pmax(f32x4.pmin(x, constant(EXP, 0)), constant(EXP, 1));
  // Behind 1.5 * 2^23 a float has no digits: the sum is rounded to whole n, which stands in its lowest bits.
  const shifted = f32x4.add(f32x4.mul(bounded, constant(EXP, 2)), constant(EXP, 3));
  const n = f32x4.sub(shifted, constant(EXP, 3));
  let r = f32x4.sub(bounded, f32x4.mul(n, constant(EXP, 4)));
  r = f32x4.sub(r, f32x4.mul(n, constant(EXP, 5)));
  let p = fit(constant(EXP, 6), r, EXP, 7);
  p = fit(p, r, EXP, 8);
  p = fit(p, r, EXP, 9);
  p = fit(p, r, EXP, 10);
  p = fit(p, r, EXP, 11);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), one4());
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), one4()));
}

/**
 * What of e^x is stored: itself; elu, which is an operand above 0 and a factor * (e^x - 1) below; tanh of x / 2;
 * 1 / (1 + e^x); an operand / (1 + e^x).
 */
export const enum Result {
  power,
  elu,
  tanh,
  share,
  quotient,
}

/**
 * Stores results of four vectors at `to`, operands being those at `operand`; powers as exp4's and powers less
 * one are within 2 units in the last place. `result` must be a literal; `factor` is elu's, and 2 for tanh. Four vectors go step by step, and the
 * polynomial is taken in three parts that do not wait for each other (Estrin's scheme): a processor does not
 * look far enough ahead to find all that independent work by itself.
 */
@inline
export function exponential16(x0: v128, x1: v128, x2: v128, x3: v128, to: usize, result: Result, operand: usize, factor: v128): void {
  // What is above 0 is bounded by it for elu: its power less one is 0, and adds nothing to x itself.
  let c = result == Result.elu ? f32x4.splat(0) : constant(EXP, 0);
  let r0 = f32x4.pmin(x0, c);
  let r1 = f32x4.pmin(x1, c);
  let r2 = f32x4.pmin(x2, c);
  let r3 = f32x4.pmin(x3, c);
  c = constant(EXP, 1);
  r0 = f32x4.pmax(r0, c);
  r1 = f32x4.pmax(r1, c);
  r2 = f32x4.pmax(r2, c);
  r3 = f32x4.pmax(r3, c);
  c = constant(EXP, 2);
  const shift = constant(EXP, 3);
  const n0 = f32x4.add(f32x4.mul(r0, c), shift);
  const n1 = f32x4.add(f32x4.mul(r1, c), shift);
  const n2 = f32x4.add(f32x4.mul(r2, c), shift);
  const n3 = f32x4.add(f32x4.mul(r3, c), shift);
  const k0 = f32x4.sub(n0, shift);
  const k1 = f32x4.sub(n1, shift);
  const k2 = f32x4.sub(n2, shift);
  const k3 = f32x4.sub(n3, shift);
  c = constant(EXP, 4);
  r0 = f32x4.sub(r0, f32x4.mul(k0, c));
  r1 = f32x4.sub(r1, f32x4.mul(k1, c));
  r2 = f32x4.sub(r2, f32x4.mul(k2, c));
  r3 = f32x4.sub(r3, f32x4.mul(k3, c));
  c = constant(EXP, 5);
  r0 = f32x4.sub(r0, f32x4.mul(k0, c));
  r1 = f32x4.sub(r1, f32x4.mul(k1, c));
  r2 = f32x4.sub(r2, f32x4.mul(k2, c));
  r3 = f32x4.sub(r3, f32x4.mul(k3, c));
  c = constant(EXP, 6);
  let d = constant(EXP, 7);
  let p0 = f32x4.add(f32x4.mul(c, r0), d);
  let p1 = f32x4.add(f32x4.mul(c, r1), d);
  let p2 = f32x4.add(f32x4.mul(c, r2), d);
  let p3 = f32x4.add(f32x4.mul(c, r3), d);
  c = constant(EXP, 8);
  d = constant(EXP, 9);
  p0 = raised(p0, r0, c, d);
  p1 = raised(p1, r1, c, d);
  p2 = raised(p2, r2, c, d);
  p3 = raised(p3, r3, c, d);
  c = constant(EXP, 10);
  d = constant(EXP, 11);
  p0 = raised(p0, r0, c, d);
  p1 = raised(p1, r1, c, d);
  p2 = raised(p2, r2, c, d);
  p3 = raised(p3, r3, c, d);
  const one = one4();
  p0 = f32x4.add(f32x4.mul(p0, f32x4.mul(r0, r0)), r0);
  p1 = f32x4.add(f32x4.mul(p1, f32x4.mul(r1, r1)), r1);
  p2 = f32x4.add(f32x4.mul(p2, f32x4.mul(r2, r2)), r2);
  p3 = f32x4.add(f32x4.mul(p3, f32x4.mul(r3, r3)), r3);
  v128.store(to, resultOf(p0, n0, one, result, operand, factor));
  v128.store(to, resultOf(p1, n1, one, result, operand + 16, factor), 16);
  v128.store(to, resultOf(p2, n2, one, result, operand + 32, factor), 32);
  v128.store(to, resultOf(p3, n3, one, result, operand + 48, factor), 48);
}

/** p * r² + (c * r + d): a step of Estrin's scheme. */
@inline
export function raised(p: v128, r: v128, c: v128, d: v128): v128 {
  return f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(f32x4.mul(c, r), d));
}

/**
 * From (1 + rest) * 2^n. One is taken from the exact power, so that what is small is not lost; tanh (x / 2) is then
 * t / (t + 2) with t = e^x - 1, within 2 units in the last place for either sign.
 */
@inline
function resultOf(rest: v128, n: v128, one: v128, result: Result, operand: usize, factor: v128): v128 {
  const power = i32x4.add(i32x4.shl(n, 23), one);
  if (result == Result.elu || result == Result.tanh) {
    const less = f32x4.add(f32x4.mul(rest, power), f32x4.sub(power, one));
    if (result == Result.tanh) return f32x4.div(less, f32x4.add(less, factor));
    return f32x4.add(f32x4.pmax(v128.load(operand), f32x4.splat(0)), f32x4.mul(factor, less));
  }
  const e = f32x4.mul(f32x4.add(rest, one), power);
  if (result == Result.share) return f32x4.div(one, f32x4.add(one, e));
  if (result == Result.quotient) return f32x4.div(v128.load(operand), f32x4.add(one, e));
  return e;
}

/**
 * ln(1 + x) for 0 <= x <= 1, within 3 units in the last place, however small x is: 2 artanh(x / (2 + x))
 * as a series. NaN stays NaN.
 */
@inline
export function log1p4(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, constant(LOG1P, 6)));
  const z = f32x4.mul(s, s);
  let series = fit(constant(LOG1P, 0), z, LOG1P, 1);
  series = fit(series, z, LOG1P, 2);
  series = fit(series, z, LOG1P, 3);
  series = fit(series, z, LOG1P, 4);
  series = fit(series, z, LOG1P, 5);
  const twice = f32x4.add(s, s);
  return f32x4.add(twice, f32x4.mul(twice, f32x4.mul(series, z)));
}

/** A size with the sign of x. */
@inline
function signed(size: v128, x: v128): v128 {
  return v128.or(size, v128.and(x, constant(SIGN, 0)));
}

/** -x, without the three instructions that V8 makes of it. */
@inline
export function negative(x: v128): v128 {
  return v128.xor(x, constant(SIGN, 0));
}

/** What erf takes e of: a minimax fit by N. Juffa (stackoverflow.com/questions/35148198). */
@inline
export function erfExponent(x: v128): v128 {
  const size = f32x4.abs(x);
  const low = f32x4.add(constant(ERF, 6), f32x4.mul(size, constant(ERF, 7)));
  const high = f32x4.add(constant(ERF, 8), f32x4.mul(size, constant(ERF, 9)));
  let q = f32x4.add(low, f32x4.mul(high, f32x4.mul(x, x)));
  q = f32x4.add(f32x4.mul(q, f32x4.mul(x, x)), fit(constant(ERF, 10), size, ERF, 11));
  q = fit(q, size, ERF, 12);
  return f32x4.sub(f32x4.mul(q, size), size);
}

/**
 * erf x from e^erfExponent(x), within 1.5e-7 of the true value: below 0.93 an odd polynomial (Juffa's too),
 * above it 1 - e, with the sign of x. NaN stays NaN.
 */
@inline
export function erfOf(x: v128, e: v128): v128 {
  const square = f32x4.mul(x, x);
  let p = fit(constant(ERF, 0), square, ERF, 1);
  p = raised(p, square, constant(ERF, 2), constant(ERF, 3));
  p = raised(p, square, constant(ERF, 4), constant(ERF, 5));
  const near = f32x4.add(x, f32x4.mul(p, x));
  const far = f32x4.sub(one4(), e);
  return v128.bitselect(signed(far, x), near, f32x4.gt(f32x4.abs(x), constant(ERF, 13)));
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
