// One value in, one value out. n counts elements; tensors are padded to sixteen floats and every loop
// takes sixteen at a time, the padding included: what stands there is never read by a sum.

import { tanh4 } from './elementary';
import { padded } from './vector';

export function add(a: usize, b: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    v128.store(y + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
  }
}

export function product(a: usize, b: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    v128.store(y + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
}

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

export function tanh(x: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    v128.store(y + at, tanh4(v128.load(x + at)));
  }
}

export function tanhGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = padded(n); at < end; at += 16) {
    const value = v128.load(y + at);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.sub(one, f32x4.mul(value, value))));
  }
}

/** x: (rows, columns), y: (columns). Each column is summed from its first row to its last. */
export function sumRows(x: usize, y: usize, rows: i32, columns: i32): void {
  const line = <usize>columns << 2;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    let from = x + (<usize>j << 2);
    let sum = f32x4.splat(0);
    for (let i = 0; i < rows; i++) {
      sum = f32x4.add(sum, v128.load(from));
      from += line;
    }
    v128.store(y + (<usize>j << 2), sum);
  }
  for (; j < columns; j++) {
    let from = x + (<usize>j << 2);
    let sum: f32 = 0;
    for (let i = 0; i < rows; i++) {
      sum += load<f32>(from);
      from += line;
    }
    store<f32>(y + (<usize>j << 2), sum);
  }
}
