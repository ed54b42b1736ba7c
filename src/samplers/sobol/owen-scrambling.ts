// Nested uniform scrambling (Owen 1995): whether a digit is flipped is a random bit of its own for every value
// of the digits before it. What makes a net of the points stays, and each point by itself is uniform. The bits
// are functions of (seed, dimension, digits before), so nothing is stored and any point can be asked for.

import { type Counter, Purpose, philox, philoxKey } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';

/** Levels of the tree of digits of which one block of 128 random bits has all nodes: 2^7 - 1 of them. */
const LEVELS = 7;

/** @returns from 32 digits to 32 digits, one to one */
export function owenScrambling(seed: Seed, dimension: number): (word: number) => number {
  const key = philoxKey(seed);
  const counter: [...Counter] = [0, 0, dimension, Purpose.scramble];
  const root = new Uint32Array(4);
  philox(counter, key, root);
  const block = new Uint32Array(4);
  return (word) => {
    let flips = 0;
    for (let depth = 0; depth < 32; depth += LEVELS) {
      const bits = depth === 0 ? root : block;
      if (depth > 0) {
        counter[0] = word >>> (32 - depth);
        counter[1] = depth;
        philox(counter, key, block);
      }
      for (let level = 0; level < LEVELS && depth + level < 32; level++) {
        const path = level === 0 ? 0 : ((word << depth) >>> 0) >>> (32 - level);
        const node = (1 << level) - 1 + path;
        const flip = (bits[node >>> 5]! >>> (node & 31)) & 1;
        flips |= flip << (31 - depth - level);
      }
    }
    return (word ^ flips) >>> 0;
  };
}
