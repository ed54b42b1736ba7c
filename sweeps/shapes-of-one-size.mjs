// @ts-check
// A definition that is a program, where a list is easier to compute than to write: deep or wide? Networks
// of one to four hidden layers with about the same number of weights, on pictures of digits. Run it with
//
//   nightsweep run sweeps/shapes-of-one-size.mjs
//
// Such a file is code, and is run: only run one that you trust. It is JavaScript for the sake of older
// Nodes; with Node 22.18 or later it may as well be TypeScript (.ts).
import { defineSweep } from 'nightsweep';

const pixels = 144;
const digits = 10;
const weights = 12_000;

/**
 * The width of each of `depth` layers, from pixels · w + (depth - 1) · w² + w · digits = weights.
 * @param {number} depth
 */
function widthOf(depth) {
  const [a, b] = [depth - 1, pixels + digits];
  const width = a === 0 ? weights / b : (Math.sqrt(b * b + 4 * a * weights) - b) / (2 * a);
  return Math.round(width);
}

export default defineSweep({
  name: 'shapes-of-one-size',
  description: 'With about 12,000 weights: is a network better deep or wide?',
  method: 'grid',
  seed: 7,
  seeds: 3,
  metric: { name: 'val_accuracy' },
  data: { generator: 'glyphs', samples: 4000, noise: 0.2, validation: 0.2 },
  epochs: 9,
  parameters: {
    hidden: { values: [1, 2, 3, 4].map((depth) => Array(depth).fill(widthOf(depth))) },
    lr: { values: [0.001, 0.003] },
  },
});
