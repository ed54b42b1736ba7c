// Small pictures made in memory, 6 x 5 with two channels: brighter on the left or on the right.

import type { DataSet, Part } from '../../src/data/data-set.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

const image = [6, 5, 2] as const;
const PIXELS = 6 * 5 * 2;

function part(rows: number, stream: PhiloxStream): Part {
  const inputs = new Float32Array(rows * PIXELS);
  const targets = new Float32Array(rows);
  for (let n = 0; n < rows; n++) {
    targets[n] = stream.below(2);
    for (let i = 0; i < PIXELS; i++) {
      const bright = Math.floor(i / 2) % 5 < 2 === (targets[n] === 1);
      inputs[n * PIXELS + i] = 2 * stream.uniform() - (bright ? 0.5 : 1.5);
    }
  }
  return { rows, inputs, targets };
}

export function tinyPictures(kind: 'classification' | 'regression'): DataSet {
  const stream = new PhiloxStream(3, 78);
  const train = part(43, stream);
  const right = train.targets.filter((index) => index === 1).length;
  return {
    hash: `tiny pictures ${kind}`,
    task:
      kind === 'classification'
        ? { kind, classes: ['left', 'right'], counts: [43 - right, right] }
        : { kind, mean: 0, scale: 1 },
    features: Array.from({ length: PIXELS }, (_, i) => `p${i}`),
    categories: [],
    image,
    parts: { train, validation: part(20, stream), test: part(0, stream) },
    nesting: { order: Uint32Array.from({ length: 43 }, (_, row) => row), ends: null },
  };
}
