// The sweep's own row: what it is, written when it begins or is begun again, and how it ended.

import { hostname } from 'node:os';
import { Slip } from '../vocabulary/errors.js';
import type { Objective } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';
import { type Coordinator, isElsewhere } from './coordinator.js';
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
  /** What was decided before no longer stands: finished trials of another core are kept. */
  readonly decidesAnew?: boolean;
}

export type SweepEnd = 'paused' | 'completed' | 'failed';

/**
 * Durable when it returns.
 * @returns the sweep's row
 * @throws Slip where another process of this machine is at work on the sweep: both would train the same
 */
export function beginSweepRow(connection: Connection, start: SweepStart): number {
  const begin = connection.transaction(() => {
    refuseSecond(connection, start);
    const row = writeSweepRow(connection, start);
    if (start.decidesAnew === true) {
      connection.prepare('DELETE FROM decision WHERE sweep = ?').run(row);
    }
    return row;
  });
  // Locked before it looks: of two that begin at once, the second sees the first.
  return begin.immediate();
}

function refuseSecond(connection: Connection, { id, name }: SweepStart): void {
  const coordinator = connection
    .prepare(`SELECT pid, host FROM sweep WHERE id = ? AND state = 'running'`)
    .get(id) as Coordinator | undefined;
  if (coordinator === undefined || !isElsewhere(coordinator)) return;
  throw new Slip(
    `expected a sweep that nobody runs, found ${name} under process ${coordinator.pid} on ${coordinator.host}: wait for it (nightsweep status ${name}), or stop that process`,
  );
}

function writeSweepRow(connection: Connection, start: SweepStart): number {
  if (!/^[0-9a-f]{12,}$/.test(start.id)) {
    throw new Error(`expected a sweep id of at least 12 hexadecimal digits, found ${start.id}`);
  }
  const now = Date.now();
  const statement = connection.prepare(`
    INSERT INTO sweep (id, name, definition, parameters, seed, seeds, folds, metric, goal,
      epochs_budget, data_hash, core_build, state, pid, host, turn, created_at, updated_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?,
      (SELECT coalesce(max(turn), 0) + 1 FROM sweep), ?, ?)
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, definition = excluded.definition,
      parameters = excluded.parameters, seed = excluded.seed, seeds = excluded.seeds,
      folds = excluded.folds, metric = excluded.metric,
      goal = excluded.goal, epochs_budget = excluded.epochs_budget, data_hash = excluded.data_hash,
      state = 'running', reason = NULL, pid = excluded.pid,
      host = excluded.host, turn = excluded.turn, updated_at = excluded.updated_at,
      finished_at = NULL
    RETURNING row`);
  const { row } = statement.get(
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
    process.pid,
    hostname(),
    now,
    now,
  ) as { row: number };
  return row;
}

/** Durable when it returns; nothing where another process has taken the sweep over. */
export function finishSweepRow(
  connection: Connection,
  row: number,
  state: SweepEnd,
  reason: string | null,
): void {
  const now = Date.now();
  connection
    .prepare(
      `UPDATE sweep SET state = ?, reason = ?, pid = NULL, updated_at = ?, finished_at = ? WHERE row = ? AND pid = ?`,
    )
    .run(state, reason, now, state === 'paused' ? null : now, row, process.pid);
}
