// First values of parameters: a function of the seed, the parameter's place in the model, and the
// element's place in the parameter.

import { standardNormal } from '../../vocabulary/normal.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';
import type { Initialiser } from '../graph/graph.js';
import { orthogonal } from './orthogonal.js';

/** Fills `values` in place. @param index the parameter's place in the model, from 0 */
export function initialise(
  values: Float32Array,
  how: Initialiser,
  seed: Seed,
  index: number,
): void {
  const stream = new PhiloxStream(seed, Purpose.initialise, index);
  switch (how.kind) {
    case 'zeros':
      values.fill(0);
      return;
    case 'ones':
      values.fill(1);
      return;
    case 'uniform':
      for (let i = 0; i < values.length; i++) {
        // 24 bits: as many as a float's mantissa holds.
        const unit = (stream.word() >>> 8) / 0x1000000;
        values[i] = (2 * unit - 1) * how.bound;
      }
      return;
    case 'normal': {
      const normal = standardNormal(stream);
      for (let i = 0; i < values.length; i++) values[i] = normal() * how.deviation;
      values.fill(0, 0, how.blank ?? 0);
      return;
    }
    case 'orthogonal':
      orthogonal(values, how.rows, how.gain, standardNormal(stream));
      return;
  }
}
