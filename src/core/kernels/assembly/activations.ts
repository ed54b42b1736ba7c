// Activations and their gradients, element by element. What takes an exponential takes sixteen at a time;
// where more is to be done with them they go to a line of memory. NaN stays NaN: every choice between two
// sides gives it to the side that computes with it.

import { constant, erfExponent, erfOf, exponential16, negative, one4, Result } from './elementary';
import { padded } from './vector';

/** Where exponentials are taken. */
const LINE = memory.data(128, 16);
/** 1/2; 1/sqrt 2; -1/2; 1/sqrt 2pi, the density's top; a, b and 3b of gelu_tanh: sqrt(8/pi) and 0.044715 of it. */
const NORMAL = memory.data<f32>([
  0.5, 0.7071067811865476, -0.5, 0.3989422804014327, 1.5957691216057308, 0.07135481627260025, 0.21406444881780074,
]);

/** pmax(x, 0) is x < 0 ? 0 : x, so a NaN stays a NaN: hidden, it would look like a healthy zero. */
export function relu(x: usize, y: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(y + at, f32x4.pmax(v128.load(x + at), zero));
    v128.store(y + at, f32x4.pmax(v128.load(x + at, 16), zero), 16);
  }
}

export function reluGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const zero = f32x4.splat(0);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
    v128.store(dx + at, v128.and(v128.load(dy + at, 16), f32x4.gt(v128.load(y + at, 16), zero)), 16);
  }
}

/** For slopes from 0 to 1 the larger of x and slope * x, which for NaN is x. */
export function leakyRelu(x: usize, y: usize, n: i32, slopeBits: i32): void {
  const slope = i32x4.splat(slopeBits);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(x + at);
    const second = v128.load(x + at, 16);
    v128.store(y + at, f32x4.pmax(first, f32x4.mul(first, slope)));
    v128.store(y + at, f32x4.pmax(second, f32x4.mul(second, slope)), 16);
  }
}

/** dy where y > 0, else slope * dy; `turn` has the bits in which 1 and the slope differ. */
@inline
function leakySlope(dy: v128, y: v128, slope: v128, turn: v128): v128 {
  return f32x4.mul(dy, v128.xor(slope, v128.and(turn, f32x4.gt(y, f32x4.splat(0)))));
}

export function leakyReluGradient(dy: usize, y: usize, dx: usize, n: i32, slopeBits: i32): void {
  const slope = i32x4.splat(slopeBits);
  const turn = v128.xor(slope, one4());
  for (const end = y + padded(n); y < end; y += 64) {
    v128.store(dx, leakySlope(v128.load(dy), v128.load(y), slope, turn));
    v128.store(dx, leakySlope(v128.load(dy, 16), v128.load(y, 16), slope, turn), 16);
    v128.store(dx, leakySlope(v128.load(dy, 32), v128.load(y, 32), slope, turn), 32);
    v128.store(dx, leakySlope(v128.load(dy, 48), v128.load(y, 48), slope, turn), 48);
    dy += 64;
    dx += 64;
  }
}

export function elu(x: usize, y: usize, n: i32, alphaBits: i32): void {
  const alpha = i32x4.splat(alphaBits);
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    const x2 = v128.load(x + at, 32);
    const x3 = v128.load(x + at, 48);
    exponential16(x0, x1, x2, x3, y + at, Result.elu, x + at, alpha);
  }
}

/** dy where y > 0, else dy * (y + alpha) */
@inline
function eluSlope(dy: v128, y: v128, alpha: v128, one: v128): v128 {
  return f32x4.mul(dy, v128.bitselect(one, f32x4.add(y, alpha), f32x4.gt(y, f32x4.splat(0))));
}

export function eluGradient(dy: usize, y: usize, dx: usize, n: i32, alphaBits: i32): void {
  const alpha = i32x4.splat(alphaBits);
  const one = one4();
  for (const end = y + padded(n); y < end; y += 64) {
    v128.store(dx, eluSlope(v128.load(dy), v128.load(y), alpha, one));
    v128.store(dx, eluSlope(v128.load(dy, 16), v128.load(y, 16), alpha, one), 16);
    v128.store(dx, eluSlope(v128.load(dy, 32), v128.load(y, 32), alpha, one), 32);
    v128.store(dx, eluSlope(v128.load(dy, 48), v128.load(y, 48), alpha, one), 48);
    dy += 64;
    dx += 64;
  }
}

/** The share of a normal distribution below x; e = e^erfExponent(x / sqrt 2) */
@inline
function below(x: v128, e: v128): v128 {
  const half = constant(NORMAL, 0);
  return f32x4.add(half, f32x4.mul(half, erfOf(f32x4.mul(x, constant(NORMAL, 1)), e)));
}

@inline
function belowExponent(x: v128): v128 {
  return erfExponent(f32x4.mul(x, constant(NORMAL, 1)));
}

@inline
function densityExponent(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, x), constant(NORMAL, 2));
}

export function gelu(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = belowExponent(v128.load(x + at));
    const x1 = belowExponent(v128.load(x + at, 16));
    const x2 = belowExponent(v128.load(x + at, 32));
    const x3 = belowExponent(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, LINE, Result.power, 0, one4());
    for (let i: usize = 0; i < 64; i += 16) {
      const value = v128.load(x + at + i);
      v128.store(y + at + i, f32x4.mul(value, below(value, v128.load(LINE + i))));
    }
  }
}

/** dx = dy * (share below x + x * density at x) */
export function geluGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    let x0 = belowExponent(v128.load(x + at));
    let x1 = belowExponent(v128.load(x + at, 16));
    let x2 = belowExponent(v128.load(x + at, 32));
    let x3 = belowExponent(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, LINE, Result.power, 0, one4());
    x0 = densityExponent(v128.load(x + at));
    x1 = densityExponent(v128.load(x + at, 16));
    x2 = densityExponent(v128.load(x + at, 32));
    x3 = densityExponent(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, LINE + 64, Result.power, 0, one4());
    for (let i: usize = 0; i < 64; i += 16) {
      const value = v128.load(x + at + i);
      const density = f32x4.mul(constant(NORMAL, 3), v128.load(LINE + i, 64));
      const slope = f32x4.add(below(value, v128.load(LINE + i)), f32x4.mul(value, density));
      v128.store(dx + at + i, f32x4.mul(v128.load(dy + at + i), slope));
    }
  }
}

/** x * (a + b x²) with the sign turned: (1 + tanh u) / 2 = sigmoid 2u, so gelu_tanh is x / (1 + e of this). */
@inline
function geluTanhExponent(x: v128): v128 {
  const slope = f32x4.add(constant(NORMAL, 4), f32x4.mul(constant(NORMAL, 5), f32x4.mul(x, x)));
  return f32x4.mul(negative(x), slope);
}

export function geluTanh(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = geluTanhExponent(v128.load(x + at));
    const x1 = geluTanhExponent(v128.load(x + at, 16));
    const x2 = geluTanhExponent(v128.load(x + at, 32));
    const x3 = geluTanhExponent(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, y + at, Result.quotient, x + at, one4());
  }
}

/** dx = dy * (s + x * s * (1 - s) * (a + 3 b x²)), s = sigmoid(x * (a + b x²)) */
export function geluTanhGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = geluTanhExponent(v128.load(x + at));
    const x1 = geluTanhExponent(v128.load(x + at, 16));
    const x2 = geluTanhExponent(v128.load(x + at, 32));
    const x3 = geluTanhExponent(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, LINE, Result.share, 0, one4());
    for (let i: usize = 0; i < 64; i += 16) {
      const value = v128.load(x + at + i);
      const s = v128.load(LINE + i);
      const inner = f32x4.add(constant(NORMAL, 4), f32x4.mul(constant(NORMAL, 6), f32x4.mul(value, value)));
      const rest = f32x4.mul(f32x4.mul(s, f32x4.sub(one4(), s)), f32x4.mul(value, inner));
      v128.store(dx + at + i, f32x4.mul(v128.load(dy + at + i), f32x4.add(s, rest)));
    }
  }
}

export function silu(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = negative(v128.load(x + at));
    const x1 = negative(v128.load(x + at, 16));
    const x2 = negative(v128.load(x + at, 32));
    const x3 = negative(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, y + at, Result.quotient, x + at, one4());
  }
}

/** dx = dy * s * (1 + x * (1 - s)), s = sigmoid x */
export function siluGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = negative(v128.load(x + at));
    const x1 = negative(v128.load(x + at, 16));
    const x2 = negative(v128.load(x + at, 32));
    const x3 = negative(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, LINE, Result.share, 0, one4());
    for (let i: usize = 0; i < 64; i += 16) {
      const s = v128.load(LINE + i);
      const rest = f32x4.add(one4(), f32x4.mul(v128.load(x + at + i), f32x4.sub(one4(), s)));
      v128.store(dx + at + i, f32x4.mul(v128.load(dy + at + i), f32x4.mul(s, rest)));
    }
  }
}

export function sigmoid(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = negative(v128.load(x + at));
    const x1 = negative(v128.load(x + at, 16));
    const x2 = negative(v128.load(x + at, 32));
    const x3 = negative(v128.load(x + at, 48));
    exponential16(x0, x1, x2, x3, y + at, Result.share, 0, one4());
  }
}

/** dy * y * (1 - y) */
@inline
function sigmoidSlope(dy: v128, y: v128, one: v128): v128 {
  return f32x4.mul(f32x4.mul(dy, y), f32x4.sub(one, y));
}

export function sigmoidGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = one4();
  for (const end = y + padded(n); y < end; y += 64) {
    v128.store(dx, sigmoidSlope(v128.load(dy), v128.load(y), one));
    v128.store(dx, sigmoidSlope(v128.load(dy, 16), v128.load(y, 16), one), 16);
    v128.store(dx, sigmoidSlope(v128.load(dy, 32), v128.load(y, 32), one), 32);
    v128.store(dx, sigmoidSlope(v128.load(dy, 48), v128.load(y, 48), one), 48);
    dy += 64;
    dx += 64;
  }
}

export function tanh(x: usize, y: usize, n: i32): void {
  const two = f32x4.splat(2);
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    const x0 = v128.load(x + at);
    const x1 = v128.load(x + at, 16);
    const x2 = v128.load(x + at, 32);
    const x3 = v128.load(x + at, 48);
    exponential16(f32x4.add(x0, x0), f32x4.add(x1, x1), f32x4.add(x2, x2), f32x4.add(x3, x3), y + at, Result.tanh, 0, two);
  }
}

/** dy * (1 - y²) */
@inline
function tanhSlope(dy: v128, y: v128, one: v128): v128 {
  return f32x4.mul(dy, f32x4.sub(one, f32x4.mul(y, y)));
}

export function tanhGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = one4();
  for (const end = y + padded(n); y < end; y += 64) {
    v128.store(dx, tanhSlope(v128.load(dy), v128.load(y), one));
    v128.store(dx, tanhSlope(v128.load(dy, 16), v128.load(y, 16), one), 16);
    v128.store(dx, tanhSlope(v128.load(dy, 32), v128.load(y, 32), one), 32);
    v128.store(dx, tanhSlope(v128.load(dy, 48), v128.load(y, 48), one), 48);
    dy += 64;
    dx += 64;
  }
}
