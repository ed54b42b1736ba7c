// Trainings on their way into the database: epochs and states by training key, shared by all sweeps of
// a store. What was told is kept in memory until it is durable, and the memo answers from both.

import type { Configuration } from '../vocabulary/configuration.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import type { Seed } from '../vocabulary/seed.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import type { Participant } from './group-commit.js';
import type { Link } from './link.js';
import { kindOf } from './metric-kind.js';
import type { Connection, Statement } from './sqlite.js';
import type { KeptState } from './state-keeper.js';

/** So many trainings are remembered by their row; beyond, durable ones are looked up again. */
const KNOWN_TRAININGS = 4096;

export interface PendingTraining {
  readonly key: TrainingKey;
  readonly configuration: string;
  readonly seed: Seed;
  /** The core whose bits these are; null: not known. */
  readonly coreBuild: string | null;
  /** null: not known, or not known any more. */
  row: number | null;
  epochs: EpochMetrics[];
  /** By epoch. */
  readonly states: Map<number, KeptState>;
  /** The best epoch so far: its state stays, though interim and followed by others. */
  beside: number | null;
  /** Epochs whose states, told earlier, are kept for good from now on. */
  readonly kept: Set<number>;
}

export class TrainingLedger implements Participant {
  readonly #known = new Map<TrainingKey, PendingTraining>();
  readonly #changed = new Set<PendingTraining>();
  readonly #metricRows = new Map<string, number>();
  /** Files of interim states whose rows the last transaction took away. */
  #superseded = new Set<string>();
  readonly #files: CheckpointFiles;
  readonly #sql: () => ReturnType<typeof statements>;

  constructor(link: Link, files: CheckpointFiles) {
    this.#files = files;
    this.#sql = link.prepared(statements);
  }

  begin(key: TrainingKey, configuration: Configuration, seed: Seed, coreBuild: string): void {
    if (this.#known.has(key)) return;
    this.#add({ key, configuration: JSON.stringify(configuration), seed, coreBuild, row: null });
  }

  record(key: TrainingKey, epoch: EpochMetrics): void {
    const training = this.#get(key);
    training.epochs.push(epoch);
    this.#changed.add(training);
  }

  /** @param beside the best epoch, where it is told. @returns whether there is now a row to write */
  keep(kept: KeptState, beside?: number | null): boolean {
    const training = this.#get(kept.training);
    if (beside !== undefined) training.beside = beside;
    const waiting = training.states.get(kept.state.epoch);
    // An interim state never takes the place of one that stays.
    const stays = waiting === undefined || waiting.interim || !kept.interim;
    if (stays) training.states.set(kept.state.epoch, kept);
    const replaced = stays ? waiting : kept;
    if (replaced !== undefined && replaced !== training.states.get(kept.state.epoch)) {
      this.#release(replaced);
    }
    if (kept.stored !== null) this.#changed.add(training);
    return kept.stored !== null;
  }

  /** A state that was told, in this run or in an earlier one. */
  keepForGood(key: TrainingKey, epoch: number): boolean {
    const training = this.#get(key);
    const waiting = training.states.get(epoch);
    if (waiting !== undefined) waiting.interim = false;
    else training.kept.add(epoch);
    this.#changed.add(training);
    return true;
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
    const made = this.#sql().insert.run(
      key,
      training.configuration,
      training.seed,
      training.coreBuild,
    );
    const row = made.changes === 1 ? Number(made.lastInsertRowid) : this.#sql().find.get(key)?.row;
    if (row === undefined) throw new Error(`training ${key} vanished from the database`);
    training.row = row;
    return row;
  }

  /** Inside the transaction. */
  metricRow(name: string): number {
    const known = this.#metricRows.get(name);
    if (known !== undefined) return known;
    this.#sql().insertMetric.run(name);
    const row = this.#sql().findMetric.get(name)!.row;
    this.#metricRows.set(name, row);
    return row;
  }

  write(): void {
    this.#superseded = new Set();
    for (const training of this.#changed) {
      const row = this.rowOf(training.key);
      for (const { epoch, metrics } of training.epochs) {
        for (const name in metrics) {
          const value = metrics[name]!;
          this.#sql().epoch.run(row, epoch, this.metricRow(name), value, kindOf(value));
        }
      }
      for (const epoch of training.kept) this.#sql().keep.run(row, epoch);
      this.#writeStates(row, training);
    }
  }

  #writeStates(row: number, { states, beside }: PendingTraining): void {
    let written = false;
    for (const { state, interim, stored } of states.values()) {
      if (stored === null) continue;
      const { file, bytes } = stored;
      this.#sql().state.run(row, state.epoch, state.step, file, bytes, Number(interim));
      written = true;
    }
    if (!written) return;
    for (const { file } of this.#sql().supersede.all(row, beside, row)) {
      if (file !== null) this.#superseded.add(file);
    }
  }

  committed(): void {
    for (const training of this.#changed) {
      training.epochs = [];
      training.kept.clear();
      for (const [epoch, kept] of training.states) {
        if (kept.stored === null) continue;
        this.#release(kept);
        training.states.delete(epoch);
      }
    }
    this.#changed.clear();
    this.#removeSuperseded();
    if (this.#known.size <= KNOWN_TRAININGS) return;
    for (const training of this.#known.values()) {
      if (training.row !== null && training.states.size === 0) this.#known.delete(training.key);
    }
  }

  #release({ stored }: KeptState): void {
    if (stored !== null && stored.file !== null) this.#files.release(stored.file);
  }

  /** Only now: until the commit the earlier state was the one to go on from. */
  #removeSuperseded(): void {
    try {
      for (const file of this.#superseded) {
        if (this.#sql().named.get(file) === undefined) this.#files.remove(file);
      }
    } catch {
      // The next commit meets the same trouble and tells of it; gc finds the files.
    }
    this.#superseded.clear();
  }

  rolledBack(): void {
    this.#superseded.clear();
    for (const training of this.#known.values()) training.row = null;
    this.#metricRows.clear();
  }

  #get(key: TrainingKey): PendingTraining {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#sql().find.get(key);
    if (found === undefined) throw new Error(`expected a trial to start training ${key} first`);
    return this.#add({ key, ...found });
  }

  #add(training: Omit<PendingTraining, 'epochs' | 'states' | 'beside' | 'kept'>): PendingTraining {
    const added = {
      ...training,
      epochs: [],
      states: new Map(),
      beside: null,
      kept: new Set<number>(),
    };
    this.#known.set(training.key, added);
    return added;
  }
}

interface TrainingRow {
  readonly row: number;
  readonly configuration: string;
  readonly seed: Seed;
  readonly coreBuild: string | null;
}

function statements(connection: Connection) {
  return {
    insert: connection.prepare(
      `INSERT INTO training (key, configuration, seed, core_build) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    ),
    find: connection.prepare(
      'SELECT row, configuration, seed, core_build AS coreBuild FROM training WHERE key = ?',
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
      `INSERT INTO state (training, epoch, step, file, bytes, interim) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET step = excluded.step, file = excluded.file, bytes = excluded.bytes,
         interim = min(interim, excluded.interim), removed = 0`,
    ),
    keep: connection.prepare('UPDATE state SET interim = 0 WHERE training = ? AND epoch = ?'),
    // The last one but one stays too: should the last be damaged, training goes on from there.
    supersede: connection.prepare(
      `DELETE FROM state WHERE training = ? AND interim = 1 AND epoch IS NOT ?
         AND epoch < (SELECT epoch FROM state WHERE training = ? AND removed = 0
                      ORDER BY epoch DESC LIMIT 1 OFFSET 1)
       RETURNING file`,
    ) as Statement<{ file: string | null }>,
    named: connection.prepare('SELECT 1 FROM state WHERE file = ? AND removed = 0 LIMIT 1'),
  };
}
