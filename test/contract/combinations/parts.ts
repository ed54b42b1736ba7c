// Every sampler, scheduler and stopping rule there is, made for one small sweep.

import { cmaEsSampler } from '../../../src/samplers/cma-es/cma-es.js';
import { gpSampler } from '../../../src/samplers/gp/gp.js';
import { gridSampler } from '../../../src/samplers/grid.js';
import { listSampler } from '../../../src/samplers/list.js';
import { nsga2Sampler } from '../../../src/samplers/nsga2.js';
import { randomSampler } from '../../../src/samplers/random.js';
import { sobolSampler } from '../../../src/samplers/sobol.js';
import { tpeSampler } from '../../../src/samplers/tpe/tpe.js';
import { ashaScheduler } from '../../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../../src/schedulers/asha-stopping.js';
import { fullScheduler } from '../../../src/schedulers/full.js';
import { hyperbandScheduler } from '../../../src/schedulers/hyperband.js';
import { rowsResourceScheduler } from '../../../src/schedulers/rows-resource.js';
import { scikitLearnHalvingScheduler } from '../../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../../src/schedulers/successive-halving.js';
import type { Space } from '../../../src/space/parameter.js';
import { searchSpace } from '../../../src/space/search-space.js';
import { banditStopper } from '../../../src/stoppers/bandit.js';
import { bandsStopper } from '../../../src/stoppers/bands.js';
import { divergedStopper } from '../../../src/stoppers/diverged.js';
import { patienceStopper } from '../../../src/stoppers/patience.js';
import { medianStopper } from '../../../src/stoppers/percentile.js';
import { thresholdStopper } from '../../../src/stoppers/threshold.js';
import { networkSettings } from '../../../src/trainables/network/settings.js';
import { type Combination, EPOCHS } from './combined-sweep.js';

export const TRIALS = 18;

/** momentum has an effect under sgd alone. */
const mixed: Space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.9 } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 8, max: 64 } },
];
const listed: Space = [
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.03, 0.01, 0.003, 0.001] } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
];
const spaceOf = (parameters: Space) =>
  searchSpace({ parameters, settings: networkSettings, fixed: {} });

/** More than there are trials. */
const given = Array.from(
  { length: TRIALS + 2 },
  (_, i) => spaceOf(mixed).admit({ lr: (i + 1) / 300, optimizer: 'adam', batch_size: 8 + i })!,
);

export const samplers: Readonly<Record<string, Combination['sampler']>> = {
  grid: () => gridSampler({ space: spaceOf(listed) }),
  random: () => randomSampler({ space: spaceOf(mixed), seed: 3 }),
  sobol: () => sobolSampler({ space: spaceOf(mixed), seed: 3 }),
  tpe: (goal) => tpeSampler({ space: spaceOf(mixed), seed: 3, goal }),
  cma_es: (goal) => cmaEsSampler({ space: spaceOf(mixed), seed: 3, goal }),
  gp: (goal) => gpSampler({ space: spaceOf(mixed), seed: 3, goal }),
  nsga2: (goal) => nsga2Sampler({ space: spaceOf(mixed), seed: 3, goals: [goal] }),
  list: () => listSampler(given),
  'tpe after given ones': (goal) =>
    tpeSampler({ space: spaceOf(mixed), seed: 3, goal, first: given.slice(0, 3) }),
  'tpe over a list': (goal) => tpeSampler({ space: spaceOf(listed), seed: 3, goal }),
};

const ladder = { trials: TRIALS, minEpochs: 1, epochs: EPOCHS, eta: 3 } as const;

export const schedulers: Readonly<Record<string, Combination['scheduler']>> = {
  full: () => fullScheduler({ trials: TRIALS, epochs: EPOCHS }),
  'successive halving': (objective) => successiveHalvingScheduler({ ...ladder, objective }),
  hyperband: (objective) => hyperbandScheduler({ ...ladder, objective }),
  asha: (objective) => ashaScheduler({ ...ladder, objective }),
  'asha, stopping form': (objective) => ashaStoppingScheduler({ ...ladder, objective }),
  'scikit-learn’s halving': (objective) =>
    scikitLearnHalvingScheduler({ ...ladder, candidates: TRIALS, aggressive: true, objective }),
};

const inRows = (within: Combination['scheduler']): Combination['scheduler'] => {
  return (objective) => rowsResourceScheduler({ ladder: within(objective), epochs: EPOCHS });
};
const rowsLadder = { ...ladder, minEpochs: 50, epochs: 450 };

/** Every ladder there is, in rows. */
export const rowSchedulers: Readonly<Record<string, Combination['scheduler']>> = {
  'halving in rows': inRows((objective) =>
    successiveHalvingScheduler({ ...rowsLadder, objective }),
  ),
  'scikit-learn’s halving in rows': inRows((objective) =>
    scikitLearnHalvingScheduler({
      ...{ ...rowsLadder, objective, candidates: TRIALS, minEpochs: 'exhaust', aggressive: true },
    }),
  ),
  'hyperband in rows': inRows((objective) => hyperbandScheduler({ ...rowsLadder, objective })),
  'asha in rows': inRows((objective) => ashaScheduler({ ...rowsLadder, objective })),
  'asha that stops, in rows': inRows((objective) =>
    ashaStoppingScheduler({ ...rowsLadder, objective }),
  ),
};

const looks = { warmup: 1, interval: 1 };

export const rules: Readonly<Record<string, Combination['rules']>> = {
  'no rule': () => [],
  diverged: ({ name }) => [divergedStopper({ objective: name, bound: null })],
  patience: (metric) => [patienceStopper({ metric, patience: 2, minDelta: 0.05, startAfter: 1 })],
  threshold: (metric) => [
    thresholdStopper({ metric, value: metric.goal === 'minimize' ? 0.6 : -0.6, warmup: 2 }),
  ],
  median: (metric) => [medianStopper({ metric, startupTrials: 2, ...looks })],
  bandit: (metric) => [banditStopper({ metric, slack: { kind: 'factor', value: 0.5 }, ...looks })],
  hyperband: (metric) => [bandsStopper({ metric, spec: { minIter: 2, eta: 2 }, epochs: EPOCHS })],
  'several at once': (metric) => [
    patienceStopper({ metric, patience: 3, minDelta: 0.05, startAfter: 1 }),
    medianStopper({ metric, startupTrials: 1, ...looks }),
    divergedStopper({ objective: metric.name, bound: null }),
  ],
};
