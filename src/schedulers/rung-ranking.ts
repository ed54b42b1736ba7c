// Who goes on from a rung, who is left behind, and why. Ranked by the objective at the rung's own
// epoch, ties by trial number; a value that is NaN or infinite is a diverged trial and never goes on,
// even where places are left.

import { compareValues, type Objective } from '../vocabulary/metric.js';
import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';
import { divergedReason, rungReason, standingReason } from './rung-reason.js';
import type { Settlement } from './scheduler.js';

const RULE = 'successive_halving';

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
  const text = `waits for the rest of rung ${rung + 1} of ${rungs}`;
  return Object.freeze({ state: 'paused', reason: rungReason(RULE, text, facts) });
}

function leftBehind(value: number, rank: number, of: number, cut: Cut): TrialFate {
  const { places } = cut;
  return stopped(standingReason(RULE, { ...cut, value }, { rank, of, places }));
}

function diverged(value: number, cut: Cut): TrialFate {
  return stopped(divergedReason(RULE, { ...cut, value }));
}

function stopped(reason: Reason): TrialFate {
  return Object.freeze({ state: 'stopped', reason });
}
