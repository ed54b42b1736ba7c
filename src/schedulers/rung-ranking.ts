// Who goes on from a rung, who is left behind, and why. Ranked by the objective at the rung's own
// epoch, ties by trial number; a value that is NaN or infinite is a diverged trial and never goes on,
// even where places are left.

import { compareValues, type Objective } from '../vocabulary/metric.js';
import type { TrialFate } from '../vocabulary/trial.js';
import { valueText } from '../vocabulary/value-text.js';
import type { Settlement } from './scheduler.js';

export interface RungResult {
  readonly trial: number;
  /** The objective at the rung's epoch. */
  readonly value: number;
}

interface Cut {
  /** Epochs trained at this rung. */
  readonly epoch: number;
  /** How many may go on. */
  readonly places: number;
  readonly objective: Objective;
}

export interface RungRanking {
  /** Trials that go on, best first. */
  readonly promoted: readonly number[];
  /** The others, stopped, by trial number. */
  readonly settlements: readonly Settlement[];
}

/** Sorts `results` in place. */
export function rankRung(results: RungResult[], cut: Cut): RungRanking {
  results.sort((a, b) => compareValues(a.value, b.value, cut.objective.goal) || a.trial - b.trial);
  const promoted: number[] = [];
  const settlements: Settlement[] = [];
  let rank = 0; // among the healthy: minus infinity would otherwise come first of all
  for (const { trial, value } of results) {
    if (!Number.isFinite(value)) settlements.push({ trial, fate: diverged(value, cut) });
    else if (++rank <= cut.places) promoted.push(trial);
    else settlements.push({ trial, fate: leftBehind(value, rank, results.length, cut) });
  }
  settlements.sort((a, b) => a.trial - b.trial);
  return { promoted, settlements };
}

/** @param rung from 0 */
export function waitsForRung(rung: number, rungs: number, epoch: number): TrialFate {
  const facts = { rung: rung + 1, rungs, epoch };
  return halvingFate('paused', `waits for the rest of rung ${rung + 1} of ${rungs}`, facts);
}

function leftBehind(value: number, rank: number, of: number, cut: Cut): TrialFate {
  const metric = cut.objective.name;
  const first = cut.places === 1 ? 'the first goes on' : `the first ${cut.places} go on`;
  const text = `${metric} ${valueText(value)} at epoch ${cut.epoch} ranks ${rank} of ${of}; ${first}`;
  const facts = { metric, value, epoch: cut.epoch, rank, of, places: cut.places };
  return halvingFate('stopped', text, facts);
}

function diverged(value: number, cut: Cut): TrialFate {
  const metric = cut.objective.name;
  const text = `${metric} is ${value} at epoch ${cut.epoch}: a diverged trial does not go on`;
  return halvingFate('stopped', text, { metric, value: `${value}`, epoch: cut.epoch });
}

function halvingFate(
  state: 'paused' | 'stopped',
  text: string,
  facts: Readonly<Record<string, number | string>>,
): TrialFate {
  const reason = Object.freeze({ rule: 'successive_halving', text, facts: Object.freeze(facts) });
  return Object.freeze({ state, reason });
}
