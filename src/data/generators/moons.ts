// Two moons: half circles of radius 1 that reach into each other.

import { cos, sin } from '../../vocabulary/deterministic-math.js';
import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import { classesInTurn, type Generated, type Generator, type Order, Stream } from './generator.js';

/** Noise: of each coordinate, where a moon's radius is 1; 0.2 by default. */
export const moonsGenerator: Generator = Object.freeze({
  features: Object.freeze(['x', 'y']),
  defaultNoise: 0.2,
  classes: null,
  image: null,
  generate({ samples, noise, seed }: Order): Generated {
    const inputs = new Float64Array(samples * 2);
    for (let i = 0; i < samples; i++) {
      const stream = new PhiloxStream(seed, Purpose.generate, Stream.sample, i);
      const angle = Math.PI * stream.uniform();
      const upper = i % 2 === 0;
      const normal = standardNormal(stream);
      inputs[2 * i] = (upper ? cos(angle) : 1 - cos(angle)) + noise * normal();
      inputs[2 * i + 1] = (upper ? sin(angle) : 0.5 - sin(angle)) + noise * normal();
    }
    return { inputs, target: classesInTurn(samples, 2) };
  },
});
