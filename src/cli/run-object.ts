// A run as `run --json` and `resume --json` print it, and as the library returns it.

import { readLeaderboard } from '../leaderboard/leaderboard.js';
import type { FrontSummary } from '../leaderboard/pareto-ranks.js';
import { type TrialObject, trialObject } from '../leaderboard/trial-object.js';
import type { SweepOutcome } from '../orchestrator/sweep-parts.js';
import type { Reader } from '../store/reader.js';
import type { FinishedSweep } from './sweep.js';
import { outcomeOf } from './sweep-ending.js';

export interface RunObject {
  /** The sweep's id. */
  readonly sweep: string;
  readonly name: string;
  readonly outcome: 'finished' | 'paused' | 'failed';
  /** Why it is paused or failed. */
  readonly reason: string | null;
  readonly trials: SweepOutcome['trials'];
  readonly epochs: {
    readonly planned: number;
    readonly trained: number;
    readonly remembered: number;
  };
  readonly workers: number;
  readonly seconds: number;
  /** null: no trial was begun. */
  readonly best: TrialObject | null;
  /** null: one metric ranks. */
  readonly front: FrontSummary | null;
}

export function runObject(
  { id, definition, plan, outcome, ending, workers }: FinishedSweep,
  reader: Reader,
  milliseconds: number,
): RunObject {
  const { trials, epochsTrained, epochsRemembered } = outcome;
  const { sweep, rows, front } = readLeaderboard(reader, reader.findSweep(id), { limit: 1 });
  return {
    sweep: id,
    name: definition.name,
    outcome: outcomeOf(ending),
    reason: ending.reason,
    trials,
    epochs: { planned: plan.epochs, trained: epochsTrained, remembered: epochsRemembered },
    workers,
    seconds: Math.round(milliseconds) / 1000,
    best: rows[0] === undefined ? null : trialObject(sweep, rows[0]),
    front,
  };
}
