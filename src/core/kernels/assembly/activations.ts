// Activations and their gradients, element by element, two vectors a turn. NaN stays NaN: every choice
// between two sides gives it to the side that computes with it.

import { erf4, exp4, expm14, sigmoid4, tanh4 } from './elementary';
import { padded } from './vector';

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

/** a where the sign of `by` is above 0, else b. */
@inline
function above(by: v128, a: v128, b: v128): v128 {
  return v128.bitselect(a, b, f32x4.gt(by, f32x4.splat(0)));
}

export function leakyRelu(x: usize, y: usize, n: i32, slopeBits: i32): void {
  const slope = i32x4.splat(slopeBits);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(x + at);
    const second = v128.load(x + at, 16);
    v128.store(y + at, above(first, first, f32x4.mul(first, slope)));
    v128.store(y + at, above(second, second, f32x4.mul(second, slope)), 16);
  }
}

export function leakyReluGradient(dy: usize, y: usize, dx: usize, n: i32, slopeBits: i32): void {
  const slope = i32x4.splat(slopeBits);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(dy + at);
    const second = v128.load(dy + at, 16);
    v128.store(dx + at, above(v128.load(y + at), first, f32x4.mul(first, slope)));
    v128.store(dx + at, above(v128.load(y + at, 16), second, f32x4.mul(second, slope)), 16);
  }
}

export function elu(x: usize, y: usize, n: i32, alphaBits: i32): void {
  const alpha = i32x4.splat(alphaBits);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(x + at);
    const second = v128.load(x + at, 16);
    v128.store(y + at, above(first, first, f32x4.mul(alpha, expm14(first))));
    v128.store(y + at, above(second, second, f32x4.mul(alpha, expm14(second))), 16);
  }
}

export function eluGradient(dy: usize, y: usize, dx: usize, n: i32, alphaBits: i32): void {
  const alpha = i32x4.splat(alphaBits);
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(y + at);
    const second = v128.load(y + at, 16);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), above(first, one, f32x4.add(first, alpha))));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at, 16), above(second, one, f32x4.add(second, alpha))), 16);
  }
}

/** The share of a normal distribution below x. */
@inline
function below(x: v128): v128 {
  const half = f32x4.splat(0.5);
  return f32x4.add(half, f32x4.mul(half, erf4(f32x4.mul(x, f32x4.splat(0.7071067811865476)))));
}

export function gelu(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const value = v128.load(x + at);
    v128.store(y + at, f32x4.mul(value, below(value)));
  }
}

/** dx = dy * (share below x + x * density at x) */
export function geluGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const value = v128.load(x + at);
    const density = f32x4.mul(f32x4.splat(0.3989422804014327), exp4(f32x4.mul(f32x4.mul(value, value), f32x4.splat(-0.5))));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.add(below(value), f32x4.mul(value, density))));
  }
}

/** (1 + tanh u) / 2 = sigmoid 2u, so gelu_tanh is x * sigmoid(x * (a + b x²)). */
const GELU_A: f32 = 1.5957691216057308;
const GELU_B: f32 = 0.07135481282552023;

@inline
function geluTanh4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const slope = f32x4.add(f32x4.splat(GELU_A), f32x4.mul(f32x4.splat(GELU_B), square));
  return f32x4.mul(x, sigmoid4(f32x4.mul(x, slope)));
}

export function geluTanh(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(y + at, geluTanh4(v128.load(x + at)));
    v128.store(y + at, geluTanh4(v128.load(x + at, 16)), 16);
  }
}

/** s + x * s * (1 - s) * (a + 3 b x²), s = sigmoid(x * (a + b x²)) */
@inline
function geluTanhSlope4(x: v128): v128 {
  const square = f32x4.mul(x, x);
  const cubic = f32x4.mul(f32x4.splat(GELU_B), square);
  const a = f32x4.splat(GELU_A);
  const s = sigmoid4(f32x4.mul(x, f32x4.add(a, cubic)));
  const inner = f32x4.mul(x, f32x4.add(a, f32x4.mul(f32x4.splat(3), cubic)));
  return f32x4.add(s, f32x4.mul(f32x4.mul(s, f32x4.sub(f32x4.splat(1), s)), inner));
}

export function geluTanhGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), geluTanhSlope4(v128.load(x + at))));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at, 16), geluTanhSlope4(v128.load(x + at, 16))), 16);
  }
}

export function silu(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(x + at);
    const second = v128.load(x + at, 16);
    v128.store(y + at, f32x4.mul(first, sigmoid4(first)));
    v128.store(y + at, f32x4.mul(second, sigmoid4(second)), 16);
  }
}

/** s * (1 + x * (1 - s)), s = sigmoid x */
@inline
function siluSlope4(x: v128): v128 {
  const one = f32x4.splat(1);
  const s = sigmoid4(x);
  return f32x4.mul(s, f32x4.add(one, f32x4.mul(x, f32x4.sub(one, s))));
}

export function siluGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), siluSlope4(v128.load(x + at))));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at, 16), siluSlope4(v128.load(x + at, 16))), 16);
  }
}

export function sigmoid(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(y + at, sigmoid4(v128.load(x + at)));
    v128.store(y + at, sigmoid4(v128.load(x + at, 16)), 16);
  }
}

export function sigmoidGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(y + at);
    const second = v128.load(y + at, 16);
    v128.store(dx + at, f32x4.mul(f32x4.mul(v128.load(dy + at), first), f32x4.sub(one, first)));
    v128.store(dx + at, f32x4.mul(f32x4.mul(v128.load(dy + at, 16), second), f32x4.sub(one, second)), 16);
  }
}

export function tanh(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    v128.store(y + at, tanh4(v128.load(x + at)));
  }
}

export function tanhGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    const first = v128.load(y + at);
    const second = v128.load(y + at, 16);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.sub(one, f32x4.mul(first, first))));
    v128.store(dx + at, f32x4.mul(v128.load(dy + at, 16), f32x4.sub(one, f32x4.mul(second, second))), 16);
  }
}
