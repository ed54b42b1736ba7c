// What a proposal costs: microseconds of samplers that have seen so many trials, over ten parameters of all
// kinds. Random search is the baseline.

import { randomSampler } from '../dist/samplers/random.js';
import { tpeSampler } from '../dist/samplers/tpe/tpe.js';
import { title } from './measure.mjs';

const SEED = 7;
const ASKED = 20;

const real = (name) => ({ name, domain: { kind: 'uniform', min: -1, max: 1 } });
const log = (name) => ({ name, domain: { kind: 'log_uniform_values', min: 1e-5, max: 1 } });
const whole = (name) => ({ name, domain: { kind: 'int_uniform', min: 1, max: 20 } });
const choice = (name) => ({ name, domain: { kind: 'categorical', values: ['a', 'b', 'c', 'd'] } });

const parameters = [
  ...['x0', 'x1', 'x2'].map(real),
  ...['x3', 'x4', 'x5'].map(log),
  ...['x6', 'x7'].map(whole),
  ...['x8', 'x9'].map(choice),
];
const space = { parameters, admit: Object.freeze, keyOf: JSON.stringify, gridCount: null };

const lossOf = ({ x0, x1, x4, x6, x8 }) =>
  x0 ** 2 + (x1 - 0.5) ** 2 + (Math.log10(x4) + 2) ** 2 / 10 + x6 / 20 + (x8 === 'b' ? 0 : 1);

const samplers = [
  ['random', randomSampler, [0, 10_000]],
  ['tpe', tpeSampler, [100, 1000, 10_000]],
];

function drawnAtRandom(count) {
  const sampler = randomSampler({ space, seed: SEED + 1 });
  return Array.from({ length: count }, (_, trial) => sampler.suggest(trial));
}

/** Microseconds for a proposal and the news of what came of it, the median of several in a row. */
function costAfter(makeSampler, past) {
  // What is given before any draw is past without a model having been built for it.
  const first = drawnAtRandom(past);
  const sampler = makeSampler({ space, seed: SEED, goal: 'minimize', first });
  const taken = [];
  for (let trial = 0; trial < past + ASKED; trial++) {
    const start = performance.now();
    const proposal = sampler.suggest(trial);
    const value = lossOf(proposal);
    sampler.observe?.({ trial, state: 'completed', epochs: 1, values: [value] });
    if (trial >= past) taken.push(performance.now() - start);
  }
  return 1000 * taken.sort((a, b) => a - b)[ASKED >> 1];
}

export function benchSearchCost() {
  title('search: microseconds for a proposal, ten parameters');
  console.log('sampler      past trials        each      in a second');
  for (const [name, makeSampler, pasts] of samplers) {
    for (const past of pasts) {
      costAfter(makeSampler, Math.min(past, 1000));
      const each = costAfter(makeSampler, past);
      const rate = (1e6 / each).toFixed(0);
      console.log(
        `${name.padEnd(12)} ${String(past).padStart(11)} ${each.toFixed(1).padStart(11)} ${rate.padStart(16)}`,
      );
    }
  }
}
