// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): four random
// 32-bit words as a pure function of a counter and a key. The kernels have the same function for
// dropout; this one serves shuffling, initialisation, data splits and generators.

import type { Seed } from './seed.js';

export type Counter = readonly [number, number, number, number];

const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** The upper 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const ah = a >>> 16;
  const al = a & 0xffff;
  const bh = b >>> 16;
  const bl = b & 0xffff;
  const middle = ((Math.imul(ah, bl) >>> 0) + (Math.imul(al, bl) >>> 16)) >>> 0;
  const carry = ((Math.imul(al, bh) >>> 0) + (middle & 0xffff)) >>> 0;
  return (Math.imul(ah, bh) + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/** Writes the four words for (counter, key) to out[0..3]. */
export function philox(counter: Counter, key: readonly [number, number], out: Uint32Array): void {
  // By index: taking an array apart goes through an iterator, and this is the inner loop of shuffling.
  let c0 = counter[0];
  let c1 = counter[1];
  let c2 = counter[2];
  let c3 = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const h0 = highProduct(M0, c0 >>> 0);
    const l0 = Math.imul(M0, c0) >>> 0;
    const h1 = highProduct(M1, c2 >>> 0);
    const l1 = Math.imul(M1, c2) >>> 0;
    c0 = (h1 ^ c1 ^ k0) >>> 0;
    c1 = l1;
    c2 = (h0 ^ c3 ^ k1) >>> 0;
    c3 = l0;
    k0 = (k0 + W0) >>> 0;
    k1 = (k1 + W1) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The key of a seed: its lower and upper 32 bits. */
export function philoxKey(seed: Seed): readonly [number, number] {
  return [seed % 0x100000000, Math.floor(seed / 0x100000000)];
}

/**
 * What a stream of random numbers is for. Streams of different purposes never share a counter.
 * Numbers are part of the bits of every training: append, never renumber.
 */
export const Purpose = Object.freeze({
  split: 1,
  generate: 2,
  initialise: 3,
  shuffle: 4,
  dropout: 5,
  folds: 6,
  noise: 7,
  search: 8,
  scramble: 9,
  breed: 0x6e73,
  subset: 0x7375,
});

/** A stream of numbers: counter = (index, part, epoch or step, purpose). */
export class PhiloxStream {
  readonly #key: readonly [number, number];
  readonly #words = new Uint32Array(4);
  readonly #purpose: number;
  readonly #part: number;
  readonly #time: number;
  #index = 0;
  #used = 4;

  /**
   * @param part which of several streams of one purpose (a parameter tensor, a class of rows)
   * @param time the epoch or step
   */
  constructor(seed: Seed, purpose: number, part = 0, time = 0) {
    this.#key = philoxKey(seed);
    this.#purpose = purpose;
    this.#part = part;
    this.#time = time;
  }

  /** 0 <= word < 2^32 */
  word(): number {
    if (this.#used === 4) {
      philox([this.#index++, this.#part, this.#time, this.#purpose], this.#key, this.#words);
      this.#used = 0;
    }
    return this.#words[this.#used++]!;
  }

  /** Uniform in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** Uniform whole number in [0, n), 1 <= n <= 2^32, without bias: words past the last whole n are drawn again. */
  below(n: number): number {
    const limit = 0x100000000 - (0x100000000 % n);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % n;
  }

  /** Fisher–Yates, in place. */
  shuffle(items: Uint32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = items[i]!;
      items[i] = items[j]!;
      items[j] = held;
    }
  }
}
