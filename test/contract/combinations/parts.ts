// Every sampler, scheduler and stopping rule there is. A new one is one more line here: it is tried with all
// the others on a scripted sweep (every-combination.test.ts) and on sweeps of random spaces (random-sweeps.test.ts).

import { cmaEsSampler } from '../../../src/samplers/cma-es/cma-es.js';
import { gpSampler } from '../../../src/samplers/gp/gp.js';
import { gridSampler } from '../../../src/samplers/grid.js';
import { listSampler } from '../../../src/samplers/list.js';
import { nsga2Sampler } from '../../../src/samplers/nsga2.js';
import { randomSampler } from '../../../src/samplers/random.js';
import type { Sampler } from '../../../src/samplers/sampler.js';
import { sobolSampler } from '../../../src/samplers/sobol.js';
import { tpeSampler } from '../../../src/samplers/tpe/tpe.js';
import { ashaScheduler } from '../../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../../src/schedulers/asha-stopping.js';
import { fullScheduler } from '../../../src/schedulers/full.js';
import type { LadderOptions } from '../../../src/schedulers/halving-ladder.js';
import { hyperbandScheduler } from '../../../src/schedulers/hyperband.js';
import { rowsResourceScheduler } from '../../../src/schedulers/rows-resource.js';
import type { Scheduler } from '../../../src/schedulers/scheduler.js';
import { scikitLearnHalvingScheduler } from '../../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../../src/schedulers/successive-halving.js';
import type { SearchSpace } from '../../../src/space/search-space.js';
import { banditStopper } from '../../../src/stoppers/bandit.js';
import { bandsStopper } from '../../../src/stoppers/bands.js';
import { divergedStopper } from '../../../src/stoppers/diverged.js';
import { patienceStopper } from '../../../src/stoppers/patience.js';
import { medianStopper } from '../../../src/stoppers/percentile.js';
import type { StoppingRule } from '../../../src/stoppers/stopper.js';
import { thresholdStopper } from '../../../src/stoppers/threshold.js';
import type { Assignment } from '../../../src/vocabulary/configuration.js';
import type { Goal, Objective } from '../../../src/vocabulary/metric.js';

/** What a sampler is made for. */
export interface Ground {
  readonly space: SearchSpace;
  readonly seed: number;
  readonly goal: Goal;
}

/** More proposals than any sweep here has trials, where there are as many. */
function someOf({ space, seed }: Ground): readonly Assignment[] {
  const { suggest } = randomSampler({ space, seed: seed + 1 });
  return Array.from({ length: 25 }, (_, trial) => suggest(trial)).filter((one) => one !== null);
}

export const samplers: Readonly<Record<string, (ground: Ground) => Sampler>> = {
  grid: ({ space }) => gridSampler({ space }),
  random: randomSampler,
  sobol: sobolSampler,
  tpe: tpeSampler,
  gp: gpSampler,
  cma_es: cmaEsSampler,
  nsga2: ({ goal, ...ground }) => nsga2Sampler({ ...ground, goals: [goal] }),
  list: (ground) => listSampler(someOf(ground)),
  'tpe after given ones': (ground) => tpeSampler({ ...ground, first: someOf(ground).slice(0, 3) }),
};

/** Those that take long for a proposal. */
export const slowSamplers: ReadonlySet<string> = new Set(['gp']);

/** Those that visit lists of values alone. */
export const samplersOfLists: ReadonlySet<string> = new Set(['grid']);

/** What a scheduler is made for. */
export type Ladder = LadderOptions & { readonly trials: number };

export const schedulers: Readonly<Record<string, (ladder: Ladder) => Scheduler>> = {
  full: fullScheduler,
  'successive halving': successiveHalvingScheduler,
  hyperband: hyperbandScheduler,
  asha: ashaScheduler,
  'asha, stopping form': ashaStoppingScheduler,
  'scikit-learn’s halving': (ladder) =>
    scikitLearnHalvingScheduler({ ...ladder, candidates: ladder.trials, aggressive: true }),
};

/** Of so many rows at the first rung for an epoch there. */
const ROWS = 50;

function inRows(within: (ladder: Ladder) => Scheduler): (ladder: Ladder) => Scheduler {
  return ({ minEpochs, epochs, ...ladder }) =>
    rowsResourceScheduler({
      ladder: within({ ...ladder, minEpochs: ROWS * minEpochs, epochs: ROWS * epochs }),
      epochs,
    });
}

/** Every ladder there is, in rows. */
export const rowSchedulers: Readonly<Record<string, (ladder: Ladder) => Scheduler>> = {
  'halving in rows': inRows(successiveHalvingScheduler),
  'scikit-learn’s halving in rows': inRows((ladder) =>
    scikitLearnHalvingScheduler({
      ...ladder,
      candidates: ladder.trials,
      minEpochs: 'exhaust',
      aggressive: true,
    }),
  ),
  'hyperband in rows': inRows(hyperbandScheduler),
  'asha in rows': inRows(ashaScheduler),
  'asha that stops, in rows': inRows(ashaStoppingScheduler),
};

const looks = { warmup: 1, interval: 1 };

/** @param epochs of a trial that nothing stops */
type RulesOf = (objective: Objective, epochs: number) => readonly StoppingRule[];

export const rules: Readonly<Record<string, RulesOf>> = {
  'no rule': () => [],
  diverged: ({ name }) => [divergedStopper({ objective: name, bound: null })],
  patience: (metric) => [patienceStopper({ metric, patience: 2, minDelta: 0.05, startAfter: 1 })],
  threshold: (metric) => [
    thresholdStopper({ metric, value: metric.goal === 'minimize' ? 0.6 : -0.6, warmup: 2 }),
  ],
  median: (metric) => [medianStopper({ metric, startupTrials: 2, ...looks })],
  bandit: (metric) => [banditStopper({ metric, slack: { kind: 'factor', value: 0.5 }, ...looks })],
  hyperband: (metric, epochs) => [bandsStopper({ metric, spec: { minIter: 2, eta: 2 }, epochs })],
  'several at once': (metric) => [
    patienceStopper({ metric, patience: 3, minDelta: 0.05, startAfter: 1 }),
    medianStopper({ metric, startupTrials: 1, ...looks }),
    divergedStopper({ objective: metric.name, bound: null }),
  ],
};
