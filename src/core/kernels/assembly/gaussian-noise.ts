// Noise of a normal distribution: Box & Muller 1958 over Philox, with a logarithm, sine and cosine of our own
// (Cephes, Moshier), in single precision. Elements 16b + l, + 4, + 8 and + 12 take cosine and sine of words
// 0 and 1, then of words 2 and 3, of counter (4b + l, 0, step, purpose): the noise is a function of its place
// and time, and nothing about it is part of a training's state.

import { fit } from './elementary';
import { philox4 } from './philox';
import { padded } from './vector';

/** vocabulary/philox.ts: Purpose.noise */
const PURPOSE = 7;
/** Four words of four counters. */
const WORDS = memory.data(64, 16);

/** ln x for four x in (0, 1], within 2 units in the last place. */
@inline
function logarithm4(x: v128): v128 {
  const half = i32x4.splat(0x3f000000);
  let e = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126)));
  let m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), half);
  // m in [0.5, 1): below sqrt 1/2 it is doubled, so that m - 1 is as small as it can be.
  const low = f32x4.lt(m, f32x4.splat(0.7071067811865476));
  e = f32x4.sub(e, v128.and(low, f32x4.splat(1)));
  m = f32x4.sub(f32x4.add(m, v128.and(low, m)), f32x4.splat(1));
  const square = f32x4.mul(m, m);
  let p = f32x4.splat(7.0376836292e-2);
  p = fit(p, m, -1.1514610310e-1);
  p = fit(p, m, 1.1676998740e-1);
  p = fit(p, m, -1.2420140846e-1);
  p = fit(p, m, 1.4249322787e-1);
  p = fit(p, m, -1.6668057665e-1);
  p = fit(p, m, 2.0000714765e-1);
  p = fit(p, m, -2.4999993993e-1);
  p = fit(p, m, 3.3333331174e-1);
  p = f32x4.mul(f32x4.mul(p, m), square);
  p = f32x4.add(p, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  p = f32x4.sub(p, f32x4.mul(f32x4.splat(0.5), square));
  return f32x4.add(f32x4.add(m, p), f32x4.mul(e, f32x4.splat(0.693359375)));
}

/** Adds deviation * radius * cosine and sine of two words to two vectors of x. */
@inline
function addPair(x: usize, y: usize, first: v128, second: v128, deviation: v128): void {
  // 24 bits each: (0, 1] for the logarithm, [-1, 1) half turns for the angle.
  const unit = f32x4.mul(f32x4.convert_i32x4_s(i32x4.add(i32x4.shr_u(first, 8), i32x4.splat(1))), f32x4.splat(5.9604644775390625e-8));
  const turn = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_s(second, 8)), f32x4.splat(1.1920928955078125e-7));
  const radius = f32x4.mul(deviation, f32x4.sqrt(f32x4.mul(f32x4.splat(-2), logarithm4(unit))));
  const quarter = f32x4.nearest(f32x4.add(turn, turn));
  const r = f32x4.mul(f32x4.sub(turn, f32x4.mul(quarter, f32x4.splat(0.5))), f32x4.splat(3.141592653589793));
  const z = f32x4.mul(r, r);
  let s = f32x4.splat(-1.9515295891e-4);
  s = fit(s, z, 8.3321608736e-3);
  s = fit(s, z, -1.6666654611e-1);
  s = f32x4.add(r, f32x4.mul(f32x4.mul(s, z), r));
  let c = f32x4.splat(2.443315711809948e-5);
  c = fit(c, z, -1.388731625493765e-3);
  c = fit(c, z, 4.166664568298827e-2);
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(f32x4.splat(0.5), z)), f32x4.splat(1));
  // Each quarter turn: (cosine, sine) becomes (-sine, cosine).
  const q = i32x4.trunc_sat_f32x4_s(quarter);
  const odd = i32x4.ne(v128.and(q, i32x4.splat(1)), i32x4.splat(0));
  const cosine = v128.xor(v128.bitselect(s, c, odd), i32x4.shl(v128.and(i32x4.add(q, i32x4.splat(1)), i32x4.splat(2)), 30));
  const sine = v128.xor(v128.bitselect(c, s, odd), i32x4.shl(v128.and(q, i32x4.splat(2)), 30));
  v128.store(y, f32x4.add(v128.load(x), f32x4.mul(radius, cosine)));
  v128.store(y, f32x4.add(v128.load(x, 16), f32x4.mul(radius, sine)), 16);
}

/** y = x + deviation * normal; all (n), n padded to 16. */
export function gaussianNoise(x: usize, y: usize, n: i32, deviationBits: i32, clock: usize): void {
  const deviation = i32x4.splat(deviationBits);
  let counter = i32x4(0, 1, 2, 3);
  for (let at: usize = 0, end = padded(n); at < end; at += 64) {
    philox4(counter, 0, PURPOSE, clock, WORDS);
    addPair(x + at, y + at, v128.load(WORDS), v128.load(WORDS, 16), deviation);
    addPair(x + at + 32, y + at + 32, v128.load(WORDS, 32), v128.load(WORDS, 48), deviation);
    counter = i32x4.add(counter, i32x4.splat(4));
  }
}
