// Trainings as the memo has them, for whoever looks without writing: how far each is known, which states
// it kept, and which of them a trial is made of.

import type { Configuration } from '../vocabulary/configuration.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import type { Replicate } from '../vocabulary/replicate.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import { checkpointFiles } from './checkpoint-files.js';
import { storedValue } from './metric-kind.js';
import type { SweepSummary } from './read-sweeps.js';
import type { Connection, Statement } from './sqlite.js';
import { type EpochRow, epochsFromRows } from './stored-memo.js';

/** One of a trial's trainings. */
export interface StoredTraining extends Replicate {
  readonly configuration: Configuration;
  /** The core whose bits these are; null: not known. */
  readonly coreBuild: string | null;
}

/** A training of a trial that was completed or stopped. */
export interface FinishedTraining {
  readonly trial: number;
  readonly training: TrainingKey;
  readonly coreBuild: string | null;
}

export interface KnownTraining {
  /** Epochs 1 to this one are known. */
  readonly epochs: number;
  /** One metric of each of them, where it was measured. */
  readonly values: readonly { readonly epoch: number; readonly value: number }[];
  /** Epochs with a state, ascending. */
  readonly states: readonly number[];
  /** Epochs whose state was removed on purpose. */
  readonly removed: readonly number[];
}

export interface StateRecord {
  readonly epoch: number;
  readonly step: number;
  /** SHA-256 that names the file. */
  readonly file: string;
  readonly path: string;
}

export function trainingReader(connection: Connection, resultsDirectory: string) {
  const sql = statements(connection);
  const files = checkpointFiles(resultsDirectory);

  /** @param metric the one whose values are wanted; without it nothing else is read of an epoch */
  function knownTraining(training: TrainingKey, metric: string): KnownTraining {
    const row = sql.row.get(training)?.row;
    if (row === undefined) return nothing;
    const states = sql.states.all(row);
    return {
      epochs: sql.epochs.get(row)?.epochs ?? 0,
      values: sql.values
        .all(row, metric)
        .map(({ epoch, value, kind }) => ({ epoch, value: storedValue(value, kind) })),
      states: states.filter(({ removed }) => removed === 0).map(({ epoch }) => epoch),
      removed: states.filter(({ removed }) => removed === 1).map(({ epoch }) => epoch),
    };
  }

  /** In the order of seeds, then folds; none where there is no such trial. */
  function trainings(sweep: SweepSummary, trial: number): readonly StoredTraining[] {
    return sql.trainings.all(sweep.row, trial).map(({ configuration, ...training }) => ({
      ...training,
      configuration: JSON.parse(configuration) as Configuration,
    }));
  }

  /** Of all finished trials, by trial, then in the order of seeds and folds. */
  function finishedTrainings(sweep: SweepSummary): readonly FinishedTraining[] {
    return sql.finished.all(sweep.row);
  }

  /** Every epoch that is known of a training, from 1 without a gap, also those past its trial's. */
  function trainingCurve(training: TrainingKey): readonly EpochMetrics[] {
    const epochs = epochsFromRows(sql.curve.all(training));
    const curve: EpochMetrics[] = [];
    for (let next = epochs.get(1); next !== undefined; next = epochs.get(curve.length + 1)) {
      curve.push(next);
    }
    return curve;
  }

  /** States that should be there: neither removed on purpose, nor empty. Ascending. */
  function stateRecords(training: TrainingKey): readonly StateRecord[] {
    return sql.records
      .all(training)
      .map((record) => ({ ...record, path: files.pathOf(record.file) }));
  }

  return { knownTraining, trainings, finishedTrainings, trainingCurve, stateRecords };
}

const nothing: KnownTraining = Object.freeze({ epochs: 0, values: [], states: [], removed: [] });

type TrainingRow = Omit<StoredTraining, 'configuration'> & { readonly configuration: string };

function statements(connection: Connection) {
  return {
    row: connection.prepare('SELECT row FROM training WHERE key = ?') as Statement<{
      row: number;
    }>,
    // By the index alone.
    epochs: connection.prepare(
      'SELECT max(epoch) AS epochs FROM epoch WHERE training = ?',
    ) as Statement<{ epochs: number | null }>,
    values: connection.prepare(
      `SELECT epoch, value, kind FROM epoch
       WHERE training = ? AND metric = (SELECT row FROM metric WHERE name = ?) ORDER BY epoch`,
    ) as Statement<{ epoch: number; value: number | null; kind: number }>,
    states: connection.prepare(
      'SELECT epoch, removed FROM state WHERE training = ? ORDER BY epoch',
    ) as Statement<{ epoch: number; removed: number }>,
    trainings: connection.prepare(
      `SELECT g.key AS training, r.seed, r.fold, g.configuration, g.core_build AS coreBuild
       FROM replicate r JOIN training g ON g.row = r.training
       WHERE r.sweep = ? AND r.trial = ? ORDER BY r.number`,
    ) as Statement<TrainingRow>,
    finished: connection.prepare(
      `SELECT r.trial, g.key AS training, g.core_build AS coreBuild
       FROM trial t JOIN replicate r ON r.sweep = t.sweep AND r.trial = t.number
         JOIN training g ON g.row = r.training
       WHERE t.sweep = ? AND t.state IN ('completed', 'stopped') ORDER BY r.trial, r.number`,
    ) as Statement<FinishedTraining>,
    curve: connection.prepare(
      `SELECT e.epoch, m.name, e.value, e.kind FROM training g JOIN epoch e ON e.training = g.row
         JOIN metric m ON m.row = e.metric WHERE g.key = ? ORDER BY e.epoch, e.metric`,
    ) as Statement<EpochRow>,
    records: connection.prepare(
      `SELECT s.epoch, s.step, s.file FROM training g JOIN state s ON s.training = g.row
       WHERE g.key = ? AND s.removed = 0 AND s.file IS NOT NULL ORDER BY s.epoch`,
    ) as Statement<Omit<StateRecord, 'path'>>,
  };
}
