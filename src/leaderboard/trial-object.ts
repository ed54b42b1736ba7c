// A trial as `best --json` and `top --json` print it. JSON has no NaN and no infinities, and null would
// read as "not measured": they are the texts "NaN", "Infinity" and "-Infinity".

import type { SweepSummary } from '../store/read-sweeps.js';
import type { Assignment } from '../vocabulary/configuration.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrialState } from '../vocabulary/trial.js';
import type { ComparedRow } from './comparison.js';

export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export interface TrialObject {
  /** The sweep's id. */
  readonly sweep: string;
  readonly trial: number;
  readonly rank: number;
  /** Of a sweep with several metrics; null: of one with a single one, or on none. */
  readonly front: number | null;
  /** The objective's name. */
  readonly metric: string;
  /** null: not measured yet. */
  readonly value: JsonNumber | null;
  /** Of each metric that ranks, by name; null: not measured. */
  readonly values: Readonly<Record<string, JsonNumber | null>>;
  /** Standard error of the value over replicates; null with one. */
  readonly se: number | null;
  /** Of no difference from the first; null: the first itself, or nothing to test. */
  readonly p_value: number | null;
  /** Whether it cannot be told from the first at the 5 % level. */
  readonly tied: boolean | null;
  /** The best epoch. */
  readonly epoch: number | null;
  /** Epochs trained. */
  readonly epochs: number;
  /** Of the training part, where the schedule allots them; null: all, under any other. */
  readonly rows: number | null;
  readonly state: TrialState;
  /** Kept from another core than the one that the sweep goes on with. */
  readonly other_core: boolean;
  readonly config: Assignment;
  readonly seed: Seed;
}

export function trialObject(sweep: SweepSummary, row: ComparedRow): TrialObject {
  const {
    trial,
    rank,
    front,
    value,
    se,
    pValue,
    tied,
    epoch,
    epochs,
    rows,
    state,
    otherCore,
    parameters,
    seed,
  } = row;
  return {
    sweep: sweep.id,
    trial,
    rank,
    front,
    metric: sweep.objective.name,
    value: value === null ? null : jsonNumber(value),
    values: Object.fromEntries(
      sweep.objectives.map(({ name }) => [name, jsonNumberOrNull(row.metrics[name])]),
    ),
    se,
    p_value: pValue,
    tied,
    epoch,
    epochs,
    rows,
    state,
    other_core: otherCore,
    config: parameters,
    seed,
  };
}

function jsonNumberOrNull(value: number | undefined): JsonNumber | null {
  return value === undefined ? null : jsonNumber(value);
}

export function jsonNumber(value: number): JsonNumber {
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}
