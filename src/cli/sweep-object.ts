// A sweep as `ls --json` and `status --json` print it.

import type { Leaderboard } from '../leaderboard/leaderboard.js';
import type { FrontSummary } from '../leaderboard/pareto-ranks.js';
import { type TrialObject, trialObject } from '../leaderboard/trial-object.js';
import type { SweepSummary } from '../store/read-sweeps.js';

export interface SweepObject {
  /** The sweep's id. */
  readonly sweep: string;
  readonly name: string;
  readonly state: SweepSummary['state'];
  readonly reason: string | null;
  readonly metric: string;
  readonly goal: 'minimize' | 'maximize';
  /** All that rank, of which `metric` is the first. */
  readonly metrics: readonly { readonly name: string; readonly goal: 'minimize' | 'maximize' }[];
  readonly seed: number;
  readonly trials: SweepSummary['trials'];
  readonly epochs: { readonly planned: number; readonly trained: number };
  readonly best: TrialObject | null;
  /** null: one metric ranks. */
  readonly front: FrontSummary | null;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly updated: string;
  readonly finished: string | null;
}

/** @param leaderboard with its first row at least, if it has any */
export function sweepObject(leaderboard: Leaderboard): SweepObject {
  const { sweep, rows, front } = leaderboard;
  const { id, name, state, reason, objective, seed, trials, created, updated, finished } = sweep;
  const [best] = rows;
  return {
    sweep: id,
    name,
    state,
    reason,
    metric: objective.name,
    goal: objective.goal,
    metrics: sweep.objectives.map(({ name: each, goal }) => ({ name: each, goal })),
    seed,
    trials,
    epochs: { planned: sweep.epochsBudget, trained: sweep.epochsTrained },
    best: best === undefined ? null : trialObject(sweep, best),
    front,
    created,
    updated,
    finished,
  };
}
