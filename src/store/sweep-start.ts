// The sweep's own row: what it is, written when it begins or is begun again, and how it ended.

import type { Objective } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';
import { thisCoordinator } from './coordinator.js';
import type { BegunSweep } from './fence.js';
import type { Link } from './link.js';
import type { Connection } from './sqlite.js';

export interface SweepStart {
  /** At least 12 hexadecimal digits of a hash of what the sweep is: the same id, the same sweep. */
  readonly id: string;
  readonly name: string;
  /** Stored as JSON, for people and for `resume`. */
  readonly definition: unknown;
  /** Names of the definition's parameters, in its order. */
  readonly parameters: readonly string[];
  readonly seed: Seed;
  /** Under how many seeds each configuration is trained. */
  readonly seeds: number;
  /** Folds of cross-validation; null: none. */
  readonly folds: number | null;
  readonly objective: Objective;
  /** Epochs of all replicates together if nothing is stopped early. */
  readonly epochs: number;
  readonly dataHash: string;
  /** Of what is trained now; the sweep's own, part of its id, is that of its first beginning. */
  readonly coreBuild: string;
  /** What was decided before no longer stands: trials of another core are kept, or the order is of arrival. */
  readonly decidesAnew?: boolean;
}

export type SweepEnd = 'paused' | 'completed' | 'failed';

/** Inside the transaction: the sweep is this process's from here on. */
export function writeSweepRow(connection: Connection, start: SweepStart): BegunSweep {
  if (!/^[0-9a-f]{12,}$/.test(start.id)) {
    throw new Error(`expected a sweep id of at least 12 hexadecimal digits, found ${start.id}`);
  }
  const now = Date.now();
  const statement = connection.prepare(`
    INSERT INTO sweep (id, name, definition, parameters, seed, seeds, folds, metric, goal,
      epochs_budget, data_hash, core_build, state, pid, host, process,
      fence, beat, beat_at, turn, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, 1, 1, ?,
      (SELECT coalesce(max(turn), 0) + 1 FROM sweep), ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition,
      parameters = excluded.parameters, seed = excluded.seed, seeds = excluded.seeds,
      folds = excluded.folds, metric = excluded.metric,
      goal = excluded.goal, epochs_budget = excluded.epochs_budget, data_hash = excluded.data_hash,
      state = 'running', reason = NULL, pid = excluded.pid,
      host = excluded.host, process = excluded.process, fence = fence + 1, beat = beat + 1,
      beat_at = excluded.beat_at, turn = excluded.turn, updated_at = excluded.updated_at,
      finished_at = NULL
    RETURNING row, fence`);
  const { pid, host, process: mark } = thisCoordinator();
  const begun = statement.get(
    start.id,
    start.name,
    JSON.stringify(start.definition),
    JSON.stringify(start.parameters),
    start.seed,
    start.seeds,
    start.folds,
    start.objective.name,
    start.objective.goal,
    start.epochs,
    start.dataHash,
    start.coreBuild,
    pid,
    host,
    mark,
    now,
    now,
    now,
  ) as { row: number; fence: number };
  return { ...begun, name: start.name };
}

/** Durable when it returns. @returns whether the sweep was still this process's */
export function finishSweepRow(
  link: Link,
  { row, fence }: BegunSweep,
  state: SweepEnd,
  reason: string | null,
): boolean {
  const now = Date.now();
  const { changes } = link.transact((connection) =>
    connection
      .prepare(
        `UPDATE sweep SET state = ?, reason = ?, pid = NULL, process = NULL, updated_at = ?, finished_at = ?
         WHERE row = ? AND fence = ?`,
      )
      .run(state, reason, now, state === 'paused' ? null : now, row, fence),
  );
  return changes > 0;
}
