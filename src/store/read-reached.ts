// How far the trials of a sweep have come, as counts: cheap enough to be asked every second while the sweep
// is being written.

import type { TrialState } from '../vocabulary/trial.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';

export interface ReachedCount {
  readonly state: TrialState;
  /** Epochs that all replicates of these trials have. */
  readonly epochs: number;
  /** Rows of the training part, where the schedule allots them; null: all, under any other. */
  readonly rows: number | null;
  readonly trials: number;
}

export function reachedReader(connection: Connection) {
  const counts = connection.prepare(
    'SELECT state, epochs, rows, count(*) AS trials FROM trial WHERE sweep = ? GROUP BY state, epochs, rows',
  ) as Statement<ReachedCount>;
  return { reached: ({ row }: SweepSummary): readonly ReachedCount[] => counts.all(row) };
}
