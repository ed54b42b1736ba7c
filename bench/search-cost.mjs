// What a suggestion costs, by the number of past trials, over ten mixed parameters: one row for each sampler.
// One that learns is told of every trial before it is asked for the next.

import { cmaEsSampler } from '../dist/samplers/cma-es/cma-es.js';
import { gpSampler } from '../dist/samplers/gp/gp.js';
import { randomSampler } from '../dist/samplers/random.js';
import { sobolSampler } from '../dist/samplers/sobol.js';
import { tpeSampler } from '../dist/samplers/tpe/tpe.js';
import { searchSpace } from '../dist/space/search-space.js';
import { title } from './measure.mjs';

const real = (name, min, max, kind = 'uniform') => ({ name, domain: { kind, min, max } });
const list = (name, values) => ({ name, domain: { kind: 'categorical', values } });
const log = 'log_uniform_values';
const space = searchSpace({
  parameters: [
    real('a', 1e-5, 0.1, log),
    real('b', 1e-5, 0.1, log),
    real('c', 1e-9, 1e-6, log),
    real('d', 0.8, 0.99),
    real('e', 0.9, 0.999),
    real('f', 0, 0.5),
    list('g', [16, 32, 64, 128]),
    list('h', ['relu', 'tanh', 'gelu']),
    real('i', 1, 4, 'int_uniform'),
    real('j', 16, 256, 'int_uniform'),
  ],
  settings: [],
  fixed: {},
});

/** `past`: after how many trials it is timed. */
const samplers = [
  { name: 'random', make: (seed) => randomSampler({ space, seed }), past: [100, 1000, 10_000] },
  { name: 'sobol', make: (seed) => sobolSampler({ space, seed }), past: [100, 1000, 10_000] },
  {
    name: 'tpe',
    make: (seed, first) => tpeSampler({ space, seed, goal: 'maximize', first }),
    past: [100, 1000, 10_000],
  },
  {
    name: 'cma_es',
    make: (seed, first) => cmaEsSampler({ space, seed, goal: 'maximize', first }),
    past: [100, 1000, 10_000],
  },
  {
    name: 'gp',
    make: (seed, first) => gpSampler({ space, seed, goal: 'maximize', first }),
    past: [100, 500, 2000],
  },
];

/** Any smooth function will do: it is the number of observations that costs. */
function worthOf(proposal) {
  return Number(proposal.f) * 2 + Number(proposal.d) - Number(proposal.i) / 4;
}

/** Milliseconds of a suggestion after so many trials: the mean of those that follow, best of some rounds. */
function cost(make, past) {
  const learns = make(0).observe !== null;
  const asked = learns ? 20 : 1000;
  // For one that learns the past is given, as no model is built for what is given.
  const random = randomSampler({ space, seed: 1 });
  const first = learns ? Array.from({ length: past }, (_, trial) => random.suggest(trial)) : [];
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < (learns ? 3 : 9); round++) {
    const sampler = make(round, first);
    let trial = 0;
    const step = () => {
      const proposal = sampler.suggest(trial);
      const values = [worthOf(proposal)];
      sampler.observe?.({ trial, state: 'completed', epochs: 1, values });
      trial++;
    };
    while (trial < past) step();
    const begin = performance.now();
    for (let i = 0; i < asked; i++) step();
    best = Math.min(best, (performance.now() - begin) / asked);
  }
  return best;
}

export function benchSearchCost() {
  title('Cost of a suggestion, ten parameters');
  console.log(
    'aim: random and sobol 100,000 a second; tpe 2 ms after 1,000 trials, 20 ms after 10,000; cma_es 1 ms after 1,000; gp 200 ms after 500',
  );
  for (const { name, make, past } of samplers) {
    const cells = past.map((count) => {
      const ms = cost(make, count);
      const text =
        ms < 0.1 ? `${Math.round(1000 / ms).toLocaleString('en')}/s` : `${ms.toFixed(2)} ms`;
      return `${text.padStart(12)} after ${count.toLocaleString('en')}`;
    });
    console.log(`${name.padEnd(10)}${cells.join('')}`);
  }
}
