// What each trial of a sweep with several objectives has come to: for fronts, which no index can rank, one
// short row for every trial.

import { meanMetrics } from '../vocabulary/replicate.js';
import { storedValue } from './metric-kind.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';

export interface ObjectiveValues {
  readonly trial: number;
  /** 0: it may win. Greater, the later: NaN, not measured yet, diverged, failed (see the table `trial`). */
  readonly tier: number;
  readonly epochs: number;
  /** Of the training part, where a schedule allots them; null: all, under any other. */
  readonly rows: number | null;
  /** Of each objective, at the best epoch of the first, means over replicates; NaN: not measured. */
  readonly values: readonly number[];
}

interface ValueRow {
  readonly trial: number;
  readonly replicate: number;
  readonly name: string;
  readonly value: number | null;
  readonly kind: number;
}

type TrialRow = Pick<ObjectiveValues, 'trial' | 'tier' | 'epochs' | 'rows'>;

export function objectiveReader(connection: Connection) {
  const trials = connection.prepare(
    'SELECT number AS trial, tier, epochs, rows FROM trial WHERE sweep = ? ORDER BY number',
  ) as Statement<TrialRow>;
  const values = connection.prepare(
    `SELECT r.trial, r.number AS replicate, m.name, e.value, e.kind
     FROM trial t JOIN replicate r ON r.sweep = t.sweep AND r.trial = t.number
       JOIN epoch e ON e.training = r.training AND e.epoch = t.best_epoch
       JOIN metric m ON m.row = e.metric
     WHERE t.sweep = ? AND m.name IN (SELECT value FROM json_each(?))`,
  ) as Statement<ValueRow>;

  /** All trials of a sweep, by number. */
  const objectiveValues = connection.transaction(
    (sweep: SweepSummary): readonly ObjectiveValues[] => {
      const names = sweep.objectives.map(({ name }) => name);
      const measured = new Map<number, Record<string, number>[]>();
      for (const { trial, replicate, name, value, kind } of values.all(
        sweep.row,
        JSON.stringify(names),
      )) {
        const replicates = measured.get(trial) ?? [];
        measured.set(trial, replicates);
        replicates[replicate] ??= {};
        replicates[replicate][name] = storedValue(value, kind);
      }
      return trials.all(sweep.row).map((row) => {
        const replicates = measured.get(row.trial);
        const means = replicates === undefined ? {} : meanMetrics(replicates);
        return { ...row, values: names.map((name) => means[name] ?? Number.NaN) };
      });
    },
  );

  return { objectiveValues: (sweep: SweepSummary) => objectiveValues(sweep) };
}
