// The memo over the database and over what still waits to be committed: what was told is known at
// once, so that a trial that shares another's training never trains it twice.

import type { EpochMetrics } from '../vocabulary/metric.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import type { Link } from './link.js';
import type { Memo, Remembered } from './memo.js';
import { storedValue } from './metric-kind.js';
import type { Connection, Statement } from './sqlite.js';
import type { TrainingLedger } from './training-ledger.js';

const nothing: Remembered = Object.freeze({
  curve: Object.freeze([]),
  states: Object.freeze([]),
  removed: Object.freeze([]),
});

export function storedMemo(link: Link, ledger: TrainingLedger, files: CheckpointFiles): Memo {
  const statementsNow = link.prepared(statements);

  function recall(training: TrainingKey): Remembered {
    return link.trying(() => recallOnce(training));
  }

  function recallOnce(training: TrainingKey): Remembered {
    const sql = statementsNow();
    const pending = ledger.pending(training);
    const row = sql.training.get(training)?.row;
    if (pending === undefined && row === undefined) return nothing;
    const epochs = epochsFromRows(row === undefined ? [] : sql.epochs.all(row));
    for (const epoch of pending?.epochs ?? []) epochs.set(epoch.epoch, epoch);
    /** By epoch: whether it was removed. */
    const states = new Map<number, boolean>();
    for (const { epoch, removed } of row === undefined ? [] : sql.states.all(row)) {
      states.set(epoch, removed === 1);
    }
    for (const epoch of pending?.states.keys() ?? []) states.set(epoch, false);
    return Object.freeze({
      curve: withoutGap(epochs),
      states: epochsThat(states, false),
      removed: epochsThat(states, true),
    });
  }

  function loadState(training: TrainingKey, epoch: number): TrainingState | null {
    const waiting = ledger.pending(training)?.states.get(epoch);
    if (waiting !== undefined) return waiting.state;
    const row = link.trying(() => statementsNow().state.get(training, epoch));
    return row === undefined ? null : files.read(row, epoch, row.step);
  }

  return { recall, loadState };
}

function epochsThat(states: ReadonlyMap<number, boolean>, removed: boolean): readonly number[] {
  const epochs = [...states.keys()].filter((epoch) => states.get(epoch) === removed);
  return Object.freeze(epochs.sort((a, b) => a - b));
}

export interface EpochRow {
  readonly epoch: number;
  readonly name: string;
  readonly value: number | null;
  readonly kind: number;
}

/** Rows of one metric of one epoch each, as epochs by their number. */
export function epochsFromRows(rows: Iterable<EpochRow>): Map<number, EpochMetrics> {
  const epochs = new Map<number, { epoch: number; metrics: Record<string, number> }>();
  for (const { epoch, name, value, kind } of rows) {
    let entry = epochs.get(epoch);
    if (entry === undefined) {
      entry = { epoch, metrics: {} };
      epochs.set(epoch, entry);
    }
    entry.metrics[name] = storedValue(value, kind);
  }
  return epochs;
}

function withoutGap(epochs: ReadonlyMap<number, EpochMetrics>): readonly EpochMetrics[] {
  const curve: EpochMetrics[] = [];
  for (let next = epochs.get(1); next !== undefined; next = epochs.get(curve.length + 1)) {
    curve.push(next);
  }
  return Object.freeze(curve);
}

function statements(connection: Connection) {
  return {
    training: connection.prepare('SELECT row FROM training WHERE key = ?') as Statement<{
      row: number;
    }>,
    epochs: connection.prepare(
      `SELECT e.epoch, m.name, e.value, e.kind FROM epoch e JOIN metric m ON m.row = e.metric
       WHERE e.training = ? ORDER BY e.epoch, e.metric`,
    ) as Statement<EpochRow>,
    states: connection.prepare('SELECT epoch, removed FROM state WHERE training = ?') as Statement<{
      epoch: number;
      removed: number;
    }>,
    state: connection.prepare(
      `SELECT s.step, s.file, s.bytes FROM training g JOIN state s ON s.training = g.row
       WHERE g.key = ? AND s.epoch = ? AND s.removed = 0`,
    ) as Statement<{ step: number; file: string | null; bytes: number }>,
  };
}
