// Dropout by Philox.
// Elements 32b + 8w + l and 32b + 8w + 4 + l of a tensor take the lower and the upper sixteen bits of
// word w of counter (4b + l, layer, step, purpose), so a mask is a function of its place and time:
// nothing about it is part of a training's state. Sixteen bits an element halve the cost of a mask and
// are why probabilities count in 1/65536.

import { constant } from './elementary';
import { philox8 } from './philox';
import { padded } from './vector';

/** vocabulary/philox.ts: Purpose.dropout */
const PURPOSE = 5;
/** Four words of eight counters. */
const WORDS = memory.data(128, 16);
const LOWER = memory.data<u32>([0xffff]);

/** y = x * mask; mask = scale where the random half word >= threshold, else 0. All (n), n padded to 16. */
export function dropout(x: usize, y: usize, mask: usize, n: i32, threshold: i32, scaleBits: i32, layer: i32, clock: usize): void {
  const scale = i32x4.splat(scaleBits);
  const limit = i32x4.splat(threshold);
  let counter = i32x4(0, 1, 2, 3);
  for (let at: usize = 0, end = padded(n); at < end; at += 256) {
    philox8(counter, layer, PURPOSE, clock, WORDS);
    // Tensors are padded to sixteen elements, two words of four counters, not to sixty-four.
    for (let i: usize = 0, left = min<usize>(end - at, 256); i < left; i += 64) {
      const from = at + i;
      const word = WORDS + (i >> 1);
      halves(x + from, y + from, mask + from, v128.load(word), limit, scale);
      halves(x + from + 32, y + from + 32, mask + from + 32, v128.load(word, 16), limit, scale);
    }
    counter = i32x4.add(counter, i32x4.splat(8));
  }
}

@inline
function halves(x: usize, y: usize, mask: usize, word: v128, limit: v128, scale: v128): void {
  const low = v128.and(i32x4.ge_s(v128.and(word, constant(LOWER, 0)), limit), scale);
  const high = v128.and(i32x4.ge_s(i32x4.shr_u(word, 16), limit), scale);
  v128.store(mask, low);
  v128.store(mask, high, 16);
  v128.store(y, f32x4.mul(v128.load(x), low));
  v128.store(y, f32x4.mul(v128.load(x, 16), high), 16);
}
