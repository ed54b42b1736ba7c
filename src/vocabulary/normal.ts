// Normal random numbers that are the same bits on every engine: Box–Muller over Philox, with our own
// log, sine and cosine.

import { cos, log, sin } from './deterministic-math.js';
import type { PhiloxStream } from './philox.js';

/** Draws of mean 0 and standard deviation 1; each pair takes two uniforms (four words) of the stream. */
export function standardNormal(stream: PhiloxStream): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const held = spare;
      spare = null;
      return held;
    }
    // 1 - u is in (0, 1]: the logarithm of 0 is never taken.
    const radius = Math.sqrt(-2 * log(1 - stream.uniform()));
    const angle = 2 * Math.PI * stream.uniform();
    spare = radius * sin(angle);
    return radius * cos(angle);
  };
}
