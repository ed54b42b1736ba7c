// Noise of a normal distribution: Box & Muller 1958 over Philox, with a logarithm, sine and cosine of our own
// (Cephes, Moshier), in single precision. Elements 16b + l, + 4, + 8 and + 12 take cosine and sine of words
// 0 and 1, then of words 2 and 3, of counter (4b + l, 0, step, purpose): the noise is a function of its place
// and time, and nothing about it is part of a training's state.

import { constant, fit, raised } from './elementary';
import { philox8 } from './philox';
import { padded } from './vector';

/** vocabulary/philox.ts: Purpose.noise */
const PURPOSE = 7;
/** Four words of eight counters. */
const WORDS = memory.data(128, 16);

/** Of the logarithm, of sine and cosine, and of scales. */
const LOG = memory.data<f32>([
  7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1, -2.12194440e-4, 0.693359375, 0.7071067811865476, 1, 0.5, -2,
]);
const TURN = memory.data<f32>([
  -1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1, 2.443315711809948e-5, -1.388731625493765e-3,
  4.166664568298827e-2, 3.141592653589793, 5.9604644775390625e-8, 1.1920928955078125e-7,
]);

/** Whole numbers, loaded for the reason that elementary.ts gives. */
const BITS = memory.data<u32>([126, 0x7fffff, 1, 2]);

/** ln x for four x in (0, 1], within 2 units in the last place. */
@inline
function logarithm4(x: v128): v128 {
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), constant(BITS, 0)));
  let m = v128.or(v128.and(x, constant(BITS, 1)), constant(LOG, 13));
  // m in [0.5, 1): below sqrt 1/2 it is doubled, so that m - 1 is as small as it can be.
  const low = f32x4.lt(m, constant(LOG, 11));
  const one = constant(LOG, 12);
  e = f32x4.sub(e, v128.and(low, one));
  m = f32x4.sub(f32x4.add(m, v128.and(low, m)), one);
  const square = f32x4.mul(m, m);
  let p = raised(constant(LOG, 0), m, constant(LOG, 1), constant(LOG, 2));
  p = raised(p, m, constant(LOG, 3), constant(LOG, 4));
  p = raised(p, m, constant(LOG, 5), constant(LOG, 6));
  p = raised(p, m, constant(LOG, 7), constant(LOG, 8));
  p = f32x4.mul(f32x4.mul(p, m), square);
  p = f32x4.add(p, f32x4.mul(e, constant(LOG, 9)));
  p = f32x4.sub(p, f32x4.mul(constant(LOG, 13), square));
  return f32x4.add(f32x4.add(m, p), f32x4.mul(e, constant(LOG, 10)));
}

/** Adds deviation * radius * cosine and sine of two words to two vectors of x. */
@inline
function addPair(x: usize, y: usize, first: v128, second: v128, deviation: v128): void {
  // 24 bits each: (0, 1] for the logarithm, [-1, 1) half turns for the angle.
  const unit = f32x4.mul(f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_u(first, 8), constant(BITS, 2))), constant(TURN, 7));
  const turn = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(second, 8)), constant(TURN, 8));
  const radius = f32x4.mul(deviation, f32x4.sqrt(f32x4.mul(constant(LOG, 14), logarithm4(unit))));
  const quarter = f32x4.nearest(f32x4.add(turn, turn));
  const half = constant(LOG, 13);
  const r = f32x4.mul(f32x4.sub(turn, f32x4.mul(quarter, half)), constant(TURN, 6));
  const z = f32x4.mul(r, r);
  let s = fit(constant(TURN, 0), z, TURN, 1);
  s = fit(s, z, TURN, 2);
  s = f32x4.add(r, f32x4.mul(f32x4.mul(s, z), r));
  let c = fit(constant(TURN, 3), z, TURN, 4);
  c = fit(c, z, TURN, 5);
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(half, z)), constant(LOG, 12));
  // Each quarter turn: (cosine, sine) becomes (-sine, cosine).
  const q = i32x4.trunc_sat_f32x4_s(quarter);
  const odd = i32x4.ne(v128.and(q, constant(BITS, 2)), i32x4.splat(0));
  const cosine = v128.xor(v128.bitselect(s, c, odd), i32x4.shl(v128.and(i32x4.add(q, constant(BITS, 2)), constant(BITS, 3)), 30));
  const sine = v128.xor(v128.bitselect(c, s, odd), i32x4.shl(v128.and(q, constant(BITS, 3)), 30));
  v128.store(y, f32x4.add(v128.load(x), f32x4.mul(radius, cosine)));
  v128.store(y, f32x4.add(v128.load(x, 16), f32x4.mul(radius, sine)), 16);
}

/** y = x + deviation * normal; all (n), n padded to 16. */
export function gaussianNoise(x: usize, y: usize, n: i32, deviationBits: i32, clock: usize): void {
  const deviation = i32x4.splat(deviationBits);
  let counter = i32x4(0, 1, 2, 3);
  for (let at: usize = 0, end = padded(n); at < end; at += 128) {
    philox8(counter, 0, PURPOSE, clock, WORDS);
    // Tensors are padded to sixteen elements, the words of four counters, not to thirty-two.
    for (let i: usize = 0, left = min<usize>(end - at, 128); i < left; i += 32) {
      addPair(x + at + i, y + at + i, v128.load(WORDS + i), v128.load(WORDS + i, 16), deviation);
    }
    counter = i32x4.add(counter, i32x4.splat(8));
  }
}
