// Spirals: each class is an arm that winds one and a half times around the origin, out to radius 1.
// Nothing linear tells them apart.

import { cos, sin } from '../../vocabulary/deterministic-math.js';
import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import { classesInTurn, type Generated, type Generator, type Order, Stream } from './generator.js';

const TURNS = 1.5;

/** Noise: of each coordinate, where the outer radius is 1; 0.03 by default. */
export const spiralsGenerator: Generator = Object.freeze({
  features: Object.freeze(['x', 'y']),
  defaultNoise: 0.03,
  classes: Object.freeze({ default: 2, max: 10 }),
  image: null,
  generate({ samples, noise, classes, seed }: Order): Generated {
    const inputs = new Float64Array(samples * 2);
    for (let i = 0; i < samples; i++) {
      const stream = new PhiloxStream(seed, Purpose.generate, Stream.sample, i);
      // The square root spreads samples evenly along the arm, which is longer outside.
      const radius = Math.sqrt(stream.uniform());
      const angle = 2 * Math.PI * (TURNS * radius + (i % classes) / classes);
      const normal = standardNormal(stream);
      inputs[2 * i] = radius * cos(angle) + noise * normal();
      inputs[2 * i + 1] = radius * sin(angle) + noise * normal();
    }
    return { inputs, target: classesInTurn(samples, classes) };
  },
});
