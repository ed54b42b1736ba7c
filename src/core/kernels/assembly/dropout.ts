// Dropout with Philox4x32-10 (Salmon et al. 2011), four counters in the lanes of each vector.
// Elements 32b + 8w + l and 32b + 8w + 4 + l of a tensor take the lower and the upper sixteen bits of
// word w of counter (4b + l, layer, step, purpose), so a mask is a function of its place and time:
// nothing about it is part of a training's state. Sixteen bits an element halve the cost of a mask and
// are why probabilities count in 1/65536.

import { padded } from './vector';

/** vocabulary/philox.ts: Purpose.dropout */
const PURPOSE = 5;

/** y = x * mask; mask = scale where the random half word >= threshold, else 0. All (n), n padded to 16. */
export function dropout(x: usize, y: usize, mask: usize, n: i32, threshold: i32, scaleBits: i32, layer: i32, clock: usize): void {
  const step = i32x4.splat(load<i32>(clock));
  const keyLow = v128.load32_splat(clock, 4);
  const keyHigh = v128.load32_splat(clock, 8);
  const scale = i32x4.splat(scaleBits);
  const limit = i32x4.splat(threshold);
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  const w0 = i32x4.splat(0x9e3779b9);
  const w1 = i32x4.splat(0xbb67ae85);
  let counter = i32x4(0, 1, 2, 3);
  for (let at: usize = 0, end = padded(n); at < end; at += 128) {
    let c0 = counter;
    let c1 = i32x4.splat(layer);
    let c2 = step;
    let c3 = i32x4.splat(PURPOSE);
    let k0 = keyLow;
    let k1 = keyHigh;
    for (let round = 0; round < 10; round++) {
      // 64-bit products of four lanes: two and two, then parted into upper and lower halves.
      const low0 = i64x2.extmul_low_i32x4_u(c0, m0);
      const high0 = i64x2.extmul_high_i32x4_u(c0, m0);
      const low1 = i64x2.extmul_low_i32x4_u(c2, m1);
      const high1 = i64x2.extmul_high_i32x4_u(c2, m1);
      c0 = v128.xor(v128.xor(v128.shuffle<i32>(low1, high1, 1, 3, 5, 7), c1), k0);
      c2 = v128.xor(v128.xor(v128.shuffle<i32>(low0, high0, 1, 3, 5, 7), c3), k1);
      c1 = v128.shuffle<i32>(low1, high1, 0, 2, 4, 6);
      c3 = v128.shuffle<i32>(low0, high0, 0, 2, 4, 6);
      k0 = i32x4.add(k0, w0);
      k1 = i32x4.add(k1, w1);
    }
    halves(x + at, y + at, mask + at, c0, limit, scale);
    halves(x + at + 32, y + at + 32, mask + at + 32, c1, limit, scale);
    // Tensors are padded to sixteen elements, not to thirty-two.
    if (at + 64 < end) {
      halves(x + at + 64, y + at + 64, mask + at + 64, c2, limit, scale);
      halves(x + at + 96, y + at + 96, mask + at + 96, c3, limit, scale);
    }
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}

@inline
function halves(x: usize, y: usize, mask: usize, word: v128, limit: v128, scale: v128): void {
  const low = v128.and(i32x4.ge_s(v128.and(word, i32x4.splat(0xffff)), limit), scale);
  const high = v128.and(i32x4.ge_s(i32x4.shr_u(word, 16), limit), scale);
  v128.store(mask, low);
  v128.store(mask, high, 16);
  v128.store(y, f32x4.mul(v128.load(x), low));
  v128.store(y, f32x4.mul(v128.load(x, 16), high), 16);
}
