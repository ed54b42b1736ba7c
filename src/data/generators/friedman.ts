// Friedman #1 (Friedman 1991, "Multivariate adaptive regression splines"): ten uniform features, of
// which five matter.  y = 10 sin(π x1 x2) + 20 (x3 - 1/2)² + 10 x4 + 5 x5 + noise

import { sin } from '../../vocabulary/deterministic-math.js';
import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import { type Generated, type Generator, type Order, Stream } from './generator.js';

const FEATURES = 10;

/** Noise: of y, whose own standard deviation is about 4.9; 1 by default. */
export const friedmanGenerator: Generator = Object.freeze({
  features: Object.freeze(Array.from({ length: FEATURES }, (_, i) => `x${i + 1}`)),
  defaultNoise: 1,
  classes: null,
  image: null,
  generate({ samples, noise, seed }: Order): Generated {
    const inputs = new Float64Array(samples * FEATURES);
    const values = new Float64Array(samples);
    for (let i = 0; i < samples; i++) {
      const stream = new PhiloxStream(seed, Purpose.generate, Stream.sample, i);
      const x = inputs.subarray(i * FEATURES, (i + 1) * FEATURES);
      for (let f = 0; f < FEATURES; f++) x[f] = stream.uniform();
      values[i] = friedmanMean(x) + noise * standardNormal(stream)();
    }
    return { inputs, target: Object.freeze({ kind: 'regression', values }) };
  },
});

/** @param x (10), each in 0..1 */
function friedmanMean(x: Float64Array): number {
  const bend = x[2]! - 0.5;
  return 10 * sin(Math.PI * x[0]! * x[1]!) + 20 * bend * bend + 10 * x[3]! + 5 * x[4]!;
}
