// Sums and products of tensors. n counts elements; tensors are padded to sixteen floats, and loops run
// over the padding too: what stands there is never read by a sum.

import { padded } from './vector';

export function add(a: usize, b: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(y + at, f32x4.add(v128.load(a + at), v128.load(b + at)));
    v128.store(y + at, f32x4.add(v128.load(a + at, 16), v128.load(b + at, 16)), 16);
  }
}

export function product(a: usize, b: usize, y: usize, n: i32): void {
  for (let at: usize = 0, end = padded(n); at < end; at += 32) {
    v128.store(y + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
    v128.store(y + at, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)), 16);
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
