// Draws that stand for a whole space, where something has to be known of it before a sweep starts. Always the
// same ones: what is said of a definition must not change from one look to the next.

import type { Assignment } from '../vocabulary/configuration.js';
import { philox } from '../vocabulary/philox.js';
import { valueAt } from './draw.js';
import type { Space } from './parameter.js';

/** Independent draws, numbered from 0. */
export function sampleDraws(space: Space): (index: number) => Assignment {
  const words = new Uint32Array(4);
  return (index) =>
    Object.fromEntries(
      space.map(({ name, domain }, column) => {
        philox([index, column, 0, 0], [0x73616d70, 0x6c65], words);
        return [name, valueAt(domain, words[0]! / 0x100000000)];
      }),
    );
}
