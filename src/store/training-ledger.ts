// Trainings on their way into the database: epochs and states by training key, shared by all sweeps of
// a store. What was told is kept in memory until it is durable, and the memo answers from both.

import type { Configuration } from '../vocabulary/configuration.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import type { Participant } from './group-commit.js';
import { kindOf } from './metric-kind.js';
import type { Connection, Statement } from './sqlite.js';
import type { KeptState } from './state-keeper.js';

/** So many trainings are remembered by their row; beyond, durable ones are looked up again. */
const KNOWN_TRAININGS = 4096;

export interface PendingTraining {
  readonly key: TrainingKey;
  readonly configuration: string;
  readonly seed: Seed;
  /** null: not known, or not known any more. */
  row: number | null;
  epochs: EpochMetrics[];
  /** By epoch. */
  readonly states: Map<number, KeptState>;
}

export class TrainingLedger implements Participant {
  readonly #known = new Map<TrainingKey, PendingTraining>();
  readonly #changed = new Set<PendingTraining>();
  readonly #metricRows = new Map<string, number>();
  readonly #sql: ReturnType<typeof statements>;

  constructor(connection: Connection) {
    this.#sql = statements(connection);
  }

  begin(key: TrainingKey, configuration: Configuration, seed: Seed): void {
    if (this.#known.has(key)) return;
    this.#add({ key, configuration: JSON.stringify(configuration), seed, row: null });
  }

  record(key: TrainingKey, epoch: EpochMetrics): void {
    const training = this.#get(key);
    training.epochs.push(epoch);
    this.#changed.add(training);
  }

  /** @returns whether there is now a row to write */
  keep(kept: KeptState): boolean {
    const training = this.#get(kept.training);
    training.states.set(kept.state.epoch, kept);
    if (kept.stored !== null) this.#changed.add(training);
    return kept.stored !== null;
  }

  pending(key: TrainingKey): PendingTraining | undefined {
    return this.#known.get(key);
  }

  /** Whether a state of it is still on its way to its file. */
  isStoring(key: TrainingKey): boolean {
    for (const { stored } of this.#known.get(key)?.states.values() ?? []) {
      if (stored === null) return true;
    }
    return false;
  }

  /** Inside the transaction: the training's row, made where there is none. */
  rowOf(key: TrainingKey): number {
    const training = this.#get(key);
    if (training.row !== null) return training.row;
    const made = this.#sql.insert.run(key, training.configuration, training.seed);
    const row = made.changes === 1 ? Number(made.lastInsertRowid) : this.#sql.find.get(key)?.row;
    if (row === undefined) throw new Error(`training ${key} vanished from the database`);
    training.row = row;
    return row;
  }

  /** Inside the transaction. */
  metricRow(name: string): number {
    const known = this.#metricRows.get(name);
    if (known !== undefined) return known;
    this.#sql.insertMetric.run(name);
    const row = this.#sql.findMetric.get(name)!.row;
    this.#metricRows.set(name, row);
    return row;
  }

  write(): void {
    for (const training of this.#changed) {
      const row = this.rowOf(training.key);
      for (const { epoch, metrics } of training.epochs) {
        for (const name in metrics) {
          const value = metrics[name]!;
          this.#sql.epoch.run(row, epoch, this.metricRow(name), value, kindOf(value));
        }
      }
      for (const { state, stored } of training.states.values()) {
        if (stored !== null)
          this.#sql.state.run(row, state.epoch, state.step, stored.file, stored.bytes);
      }
    }
  }

  committed(): void {
    for (const training of this.#changed) {
      training.epochs = [];
      for (const [epoch, { stored }] of training.states) {
        if (stored !== null) training.states.delete(epoch);
      }
    }
    this.#changed.clear();
    if (this.#known.size <= KNOWN_TRAININGS) return;
    for (const training of this.#known.values()) {
      if (training.row !== null && training.states.size === 0) this.#known.delete(training.key);
    }
  }

  rolledBack(): void {
    for (const training of this.#known.values()) training.row = null;
    this.#metricRows.clear();
  }

  #get(key: TrainingKey): PendingTraining {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#sql.find.get(key);
    if (found === undefined) throw new Error(`expected a trial to start training ${key} first`);
    return this.#add({ key, ...found });
  }

  #add(training: Omit<PendingTraining, 'epochs' | 'states'>): PendingTraining {
    const added = { ...training, epochs: [], states: new Map() };
    this.#known.set(training.key, added);
    return added;
  }
}

interface TrainingRow {
  readonly row: number;
  readonly configuration: string;
  readonly seed: Seed;
}

function statements(connection: Connection) {
  return {
    insert: connection.prepare(
      'INSERT INTO training (key, configuration, seed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    find: connection.prepare(
      'SELECT row, configuration, seed FROM training WHERE key = ?',
    ) as Statement<TrainingRow>,
    insertMetric: connection.prepare('INSERT INTO metric (name) VALUES (?) ON CONFLICT DO NOTHING'),
    findMetric: connection.prepare('SELECT row FROM metric WHERE name = ?') as Statement<{
      row: number;
    }>,
    epoch: connection.prepare(
      `INSERT INTO epoch (training, epoch, metric, value, kind) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, kind = excluded.kind`,
    ),
    state: connection.prepare(
      `INSERT INTO state (training, epoch, step, file, bytes) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET step = excluded.step, file = excluded.file, bytes = excluded.bytes`,
    ),
  };
}
