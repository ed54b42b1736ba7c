// Dropout with Philox4x32-10 (Salmon et al. 2011), four counters in the lanes of each vector.
// Element 16b + 4w + l of a tensor takes word w of counter (4b + l, layer, step, purpose), so a mask is
// a function of its place and time: nothing about it is part of a training's state.

/** vocabulary/philox.ts: Purpose.dropout */
const PURPOSE = 5;

/** Lanes of a (unsigned) times m; the upper halves of the products … */
// @ts-ignore: decorator
@inline
function highs(a: v128, m: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(a, m);
  const high = i64x2.extmul_high_i32x4_u(a, m);
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

/** y = x * mask; mask = scale where the random word >= threshold, else 0. All (n), n padded to 16. */
export function dropout(x: usize, y: usize, mask: usize, n: i32, threshold: i32, scaleBits: i32, layer: i32, clock: usize): void {
  const step = i32x4.splat(load<i32>(clock));
  const keyLow = load<i32>(clock, 4);
  const keyHigh = load<i32>(clock, 8);
  const scale = i32x4.splat(scaleBits);
  const limit = i32x4.splat(threshold);
  const m0 = i32x4.splat(0xd2511f53);
  const m1 = i32x4.splat(0xcd9e8d57);
  let counter = i32x4(0, 1, 2, 3);
  for (let at: usize = 0, end = ((<usize>n + 15) & ~15) << 2; at < end; at += 64) {
    let c0 = counter;
    let c1 = i32x4.splat(layer);
    let c2 = step;
    let c3 = i32x4.splat(PURPOSE);
    let k0 = keyLow;
    let k1 = keyHigh;
    for (let round = 0; round < 10; round++) {
      const h0 = highs(c0, m0);
      const h1 = highs(c2, m1);
      const l0 = i32x4.mul(c0, m0);
      const l1 = i32x4.mul(c2, m1);
      c0 = v128.xor(v128.xor(h1, c1), i32x4.splat(k0));
      c2 = v128.xor(v128.xor(h0, c3), i32x4.splat(k1));
      c1 = l1;
      c3 = l0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    apply(x + at, y + at, mask + at, c0, limit, scale);
    apply(x + at + 16, y + at + 16, mask + at + 16, c1, limit, scale);
    apply(x + at + 32, y + at + 32, mask + at + 32, c2, limit, scale);
    apply(x + at + 48, y + at + 48, mask + at + 48, c3, limit, scale);
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}

// @ts-ignore: decorator
@inline
function apply(x: usize, y: usize, mask: usize, word: v128, limit: v128, scale: v128): void {
  const keep = v128.and(i32x4.ge_u(word, limit), scale);
  v128.store(mask, keep);
  v128.store(y, f32x4.mul(v128.load(x), keep));
}
