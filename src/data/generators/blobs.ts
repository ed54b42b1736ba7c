// Blobs: each class is a round normal cloud about a centre drawn from the square -10..10.

import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import { classesInTurn, type Generated, type Generator, type Order, Stream } from './generator.js';

const REACH = 10;

/** Noise: the standard deviation of each coordinate about the centre; 1 by default. */
export const blobsGenerator: Generator = Object.freeze({
  features: Object.freeze(['x', 'y']),
  defaultNoise: 1,
  classes: Object.freeze({ default: 3, max: 100 }),
  image: null,
  generate({ samples, noise, classes, seed }: Order): Generated {
    const shared = new PhiloxStream(seed, Purpose.generate, Stream.shared);
    const centres = Float64Array.from({ length: classes * 2 }, () => {
      return REACH * (2 * shared.uniform() - 1);
    });
    const inputs = new Float64Array(samples * 2);
    for (let i = 0; i < samples; i++) {
      const normal = standardNormal(new PhiloxStream(seed, Purpose.generate, Stream.sample, i));
      const centre = 2 * (i % classes);
      inputs[2 * i] = centres[centre]! + noise * normal();
      inputs[2 * i + 1] = centres[centre + 1]! + noise * normal();
    }
    return { inputs, target: classesInTurn(samples, classes) };
  },
});
