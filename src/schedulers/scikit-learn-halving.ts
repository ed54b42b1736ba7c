// Successive halving by scikit-learn's rule. Rungs that give no more epochs than the one before (those of
// aggressive elimination) would rank the same values again: their cuts are made at once.

import { Slip } from '../vocabulary/errors.js';
import type { Objective } from '../vocabulary/metric.js';
import type { Scheduler } from './scheduler.js';
import { scikitLearnLadder } from './scikit-learn-ladder.js';
import { halvingScheduler } from './successive-halving.js';

export interface ScikitLearnHalvingOptions {
  /** At the first rung; null: as many as the sampler has. */
  readonly trials: number | null;
  /** How many to reckon with: the ladder has to be known before the first of them begins. */
  readonly candidates: number;
  readonly eta: number;
  readonly minEpochs: number | 'exhaust';
  /** The least that exhaust may come to; 1 unless said. */
  readonly least?: number;
  /** No rung has more epochs. */
  readonly epochs: number;
  readonly aggressive: boolean;
  readonly objective: Objective;
}

/** @throws {Slip} where nobody knows how many candidates there will be */
export function scikitLearnHalvingScheduler(options: ScikitLearnHalvingOptions): Scheduler {
  const { trials, candidates, eta, minEpochs, least = 1, epochs, aggressive, objective } = options;
  if (!Number.isFinite(candidates)) {
    throw new Slip(
      'expected a number of trials with rule: scikit_learn, whose rungs depend on it, found none: add trials',
    );
  }
  const limits = { min: minEpochs, least, max: epochs };
  const rungs = scikitLearnLadder({ candidates, eta, aggressive, ...limits });
  const ladder = [...new Set(rungs.map(({ resource }) => resource))];
  /** How often each distinct rung's candidates were cut before it. */
  const cuts = ladder.map((epoch) => rungs.findIndex(({ resource }) => resource === epoch));
  return halvingScheduler({
    trials,
    ladder,
    sizes: (count) => cuts.map((times) => cut(count, times, eta)),
    objective,
  });
}

/** @param trials infinite where nobody knows yet */
function cut(trials: number, times: number, eta: number): number {
  let kept = trials;
  for (let time = 0; time < times; time++) kept = Math.ceil(kept / eta);
  return kept;
}
