// A trial as `best --json` and `top --json` print it. JSON has no NaN and no infinities, and null would
// read as "not measured": they are the texts "NaN", "Infinity" and "-Infinity".

import type { SweepSummary } from '../store/read-sweeps.js';
import type { LeaderboardRow } from '../store/read-trials.js';
import type { Assignment } from '../vocabulary/configuration.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrialState } from '../vocabulary/trial.js';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface TrialObject {
  /** The sweep's id. */
  readonly sweep: string;
  readonly trial: number;
  readonly rank: number;
  /** The objective's name. */
  readonly metric: string;
  /** null: not measured yet. */
  readonly value: JsonNumber | null;
  /** The best epoch. */
  readonly epoch: number | null;
  /** Epochs trained. */
  readonly epochs: number;
  readonly state: TrialState;
  readonly config: Assignment;
  readonly seed: Seed;
}

export function trialObject(sweep: SweepSummary, row: LeaderboardRow): TrialObject {
  const { trial, rank, value, epoch, epochs, state, parameters: config, seed } = row;
  return {
    sweep: sweep.id,
    trial,
    rank,
    metric: sweep.objective.name,
    value: value === null ? null : jsonNumber(value),
    epoch,
    epochs,
    state,
    config,
    seed,
  };
}

export function jsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}
