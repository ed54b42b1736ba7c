// Trials of one sweep on their way into the database. However many events a trial had since the last
// commit, its row is written once; memory holds the trials that run, not those that are settled.

import type { SweepEvent } from '../vocabulary/event.js';
import { bestEpochOf, type Objective } from '../vocabulary/metric.js';
import type { Replicate } from '../vocabulary/replicate.js';
import type { Participant } from './group-commit.js';
import type { Link } from './link.js';
import { directionOf, storedValue } from './metric-kind.js';
import type { Connection, Statement } from './sqlite.js';
import type { TrainingLedger } from './training-ledger.js';
import {
  advanceImage,
  imageColumns,
  resumeImage,
  sameTrainings,
  settleImage,
  startedImage,
  stillRunning,
  type TrialImage,
} from './trial-image.js';

type EventOf<Kind extends SweepEvent['kind']> = Extract<SweepEvent, { kind: Kind }>;

export class TrialLedger implements Participant {
  readonly #sweep: number;
  readonly #objective: Objective;
  readonly #trainings: TrainingLedger;
  readonly #sql: () => ReturnType<typeof statements>;
  readonly #images = new Map<number, TrialImage>();
  readonly #changed = new Set<TrialImage>();
  /** Trials whose replicates are not durable yet. */
  readonly #begun = new Set<TrialImage>();
  /** Of the changed, what the last transaction wrote. */
  #written: readonly TrialImage[] = [];
  /** Of those that it held back, what it wrote as still running. */
  #opened: readonly TrialImage[] = [];
  /** Metrics seen in this sweep; true once it is durable that they belong to it. */
  readonly #metrics = new Map<string, boolean>();
  /** Trials up to this number may be in the database already. */
  #lastWritten: number;

  constructor(link: Link, sweep: number, objective: Objective, trainings: TrainingLedger) {
    this.#sweep = sweep;
    this.#objective = objective;
    this.#trainings = trainings;
    this.#sql = link.prepared(statements);
    this.#lastWritten = this.#sql().last.get(sweep)?.number ?? -1;
  }

  start(event: EventOf<'trial_started'>): boolean {
    const earlier = this.#find(event.trial);
    const image = startedImage(event, Date.now(), earlier);
    this.#images.set(event.trial, image);
    const waiting = earlier !== null && this.#changed.delete(earlier);
    if (earlier !== null) this.#begun.delete(earlier);
    const same =
      earlier !== null &&
      sameTrainings(earlier.replicates, image.replicates) &&
      earlier.parameters === image.parameters &&
      earlier.rows === image.rows;
    if (waiting || !same) this.#begun.add(image);
    return this.#note(image, waiting || !same);
  }

  resume(event: EventOf<'segment_started'>): boolean {
    const image = this.#get(event.trial);
    return this.#note(image, resumeImage(image));
  }

  advance(event: EventOf<'trial_epoch'>): boolean {
    for (const name in event.epoch.metrics) {
      if (!this.#metrics.has(name)) this.#metrics.set(name, false);
    }
    const image = this.#get(event.trial);
    return this.#note(image, advanceImage(image, event, this.#objective));
  }

  settle(event: EventOf<'trial_settled'>): boolean {
    const image = this.#get(event.trial);
    const changed = this.#note(image, settleImage(image, event, Date.now()));
    if (!this.#changed.has(image)) this.#images.delete(image.number);
    return changed;
  }

  write(): void {
    for (const [name, durable] of this.#metrics) {
      if (!durable) this.#sql().metric.run(this.#sweep, this.#trainings.metricRow(name));
    }
    const held = new Set([...this.#changed].filter((image) => this.#isHeld(image)));
    this.#written = [...this.#changed].filter((image) => !held.has(image));
    // So that no number is missing where later trials are there.
    this.#opened = [...held].filter((image) => this.#begun.has(image));
    for (const image of this.#written) this.#writeImage(image, image);
    for (const image of this.#opened) this.#writeImage(image, stillRunning(image));
    if (this.#written.length + this.#opened.length > 0)
      this.#sql().touch.run(Date.now(), this.#sweep);
  }

  committed(): void {
    for (const name of this.#metrics.keys()) this.#metrics.set(name, true);
    for (const image of this.#opened) {
      this.#lastWritten = Math.max(this.#lastWritten, image.number);
      this.#begun.delete(image);
    }
    this.#opened = [];
    for (const image of this.#written) {
      this.#lastWritten = Math.max(this.#lastWritten, image.number);
      if (image.state !== 'running') this.#images.delete(image.number);
      this.#changed.delete(image);
      this.#begun.delete(image);
    }
    this.#written = [];
  }

  rolledBack(): void {
    for (const name of this.#metrics.keys()) this.#metrics.set(name, false);
  }

  /** @param shown what its row is to say of it */
  #writeImage(image: TrialImage, shown: TrialImage): void {
    const { number, replicates, parameters, rows, startedAt, detail } = shown;
    const [first] = replicates;
    this.#sql().trial.run(
      this.#sweep,
      number,
      this.#trainings.rowOf(first!.training),
      parameters,
      rows,
      first!.seed,
      directionOf(this.#objective.goal),
      startedAt,
      ...imageColumns(shown),
    );
    if (this.#begun.has(image)) this.#writeReplicates(image);
    if (detail !== null) this.#sql().failure.run(this.#sweep, number, detail);
  }

  #writeReplicates({ number, replicates }: TrialImage): void {
    for (const [i, { training, seed, fold }] of replicates.entries()) {
      this.#sql().replicate.run(
        this.#sweep,
        number,
        i,
        this.#trainings.rowOf(training),
        seed,
        fold,
      );
    }
  }

  /** A trial is over when its states are safe: a crash in between must not leave it finished without. */
  #isHeld({ state, replicates }: TrialImage): boolean {
    if (state === 'running') return false;
    return replicates.some(({ training }) => this.#trainings.isStoring(training));
  }

  #note(image: TrialImage, changed: boolean): boolean {
    if (changed) this.#changed.add(image);
    return changed;
  }

  #get(trial: number): TrialImage {
    const image = this.#images.get(trial) ?? this.#find(trial);
    if (image === null) throw new Error(`expected trial ${trial} to be started first`);
    this.#images.set(trial, image);
    return image;
  }

  #find(trial: number): TrialImage | null {
    const known = this.#images.get(trial);
    if (known !== undefined) return known;
    if (trial > this.#lastWritten) return null;
    const row = this.#sql().find.get(this.#sweep, trial);
    if (row === undefined) return null;
    const { bestEpoch, bestValue, bestKind, bestSe, ...columns } = row;
    const best =
      bestEpoch === null || bestKind === null
        ? null
        : bestEpochOf(bestEpoch, storedValue(bestValue, bestKind), bestSe);
    const replicates = this.#sql().replicates.all(this.#sweep, trial);
    return { ...columns, replicates, best, told: best };
  }
}

type FoundTrial = Omit<TrialImage, 'replicates' | 'best' | 'told'> & {
  readonly bestEpoch: number | null;
  readonly bestValue: number | null;
  readonly bestKind: number | null;
  readonly bestSe: number | null;
};

function statements(connection: Connection) {
  const changing =
    'state, rule, reason, facts, epochs, best_epoch, best_value, best_kind, best_se, ended_at';
  const columns = `training, parameters, rows, seed, direction, started_at, ${changing}`;
  const update = columns.split(', ').map((c) => `${c} = excluded.${c}`);
  return {
    trial: connection.prepare(
      `INSERT INTO trial (sweep, number, ${columns}) VALUES (?, ?${', ?'.repeat(16)})
       ON CONFLICT DO UPDATE SET ${update.join(', ')}`,
    ),
    last: connection.prepare(
      'SELECT max(number) AS number FROM trial WHERE sweep = ?',
    ) as Statement<{
      number: number | null;
    }>,
    find: connection.prepare(
      `SELECT t.number, t.parameters, t.rows, t.started_at AS startedAt, t.state, t.rule, t.reason, t.facts,
         f.detail, t.epochs, t.best_epoch AS bestEpoch, t.best_value AS bestValue,
         t.best_kind AS bestKind, t.best_se AS bestSe, t.ended_at AS endedAt
       FROM trial t
         LEFT JOIN failure f ON f.sweep = t.sweep AND f.trial = t.number AND t.state = 'failed'
       WHERE t.sweep = ? AND t.number = ?`,
    ) as Statement<FoundTrial>,
    replicate: connection.prepare(
      `INSERT INTO replicate (sweep, trial, number, training, seed, fold) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET training = excluded.training, seed = excluded.seed, fold = excluded.fold`,
    ),
    replicates: connection.prepare(
      `SELECT g.key AS training, r.seed, r.fold FROM replicate r JOIN training g ON g.row = r.training
       WHERE r.sweep = ? AND r.trial = ? ORDER BY r.number`,
    ) as Statement<Replicate>,
    failure: connection.prepare(
      'INSERT INTO failure (sweep, trial, detail) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET detail = excluded.detail',
    ),
    metric: connection.prepare(
      'INSERT INTO sweep_metric (sweep, metric) VALUES (?, ?) ON CONFLICT DO NOTHING',
    ),
    touch: connection.prepare('UPDATE sweep SET updated_at = ? WHERE row = ?'),
  };
}
