// The read side: what the leaderboard, the command line and other windows look through. It never
// writes, and works while a sweep is being written.

import type { EpochMetrics, Objective } from '../vocabulary/metric.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import { openForReading } from './database.js';
import { type Checkpoint, checkpointReader } from './read-checkpoints.js';
import { type DecisionRecord, decisionReader } from './read-decisions.js';
import { type ObjectiveValues, objectiveReader } from './read-objectives.js';
import { type ReachedCount, reachedReader } from './read-reached.js';
import { chooseSweep, type SweepSummary, sweepReader } from './read-sweeps.js';
import {
  type FinishedTraining,
  type KnownTraining,
  type StateRecord,
  type StoredTraining,
  trainingReader,
} from './read-trainings.js';
import {
  type FullTrial,
  type LeaderboardQuery,
  type LeaderboardRow,
  trialReader,
} from './read-trials.js';

export interface Reader {
  /** Latest first: the one that was begun, or begun again, last. */
  sweeps(): readonly SweepSummary[];
  /**
   * The sweep of a name or of the start of an id; of several with one name the latest; left out, the
   * latest of all. @throws Slip with the candidates where there is none or an id is ambiguous
   */
  findSweep(selector?: string): SweepSummary;
  /** By rank, unless the query says otherwise; ranks are those of the whole sweep. */
  leaderboard(sweep: SweepSummary, query?: LeaderboardQuery): readonly LeaderboardRow[];
  /** Of every trial, what it has come to in each of the sweep's objectives. */
  objectiveValues(sweep: SweepSummary): readonly ObjectiveValues[];
  /** Names of the metrics that the sweep's trials have, sorted. */
  metricNames(sweep: SweepSummary): readonly string[];
  /** The trial's epochs, 1 to row.epochs. @throws Slip for a trial that there is not */
  curve(sweep: SweepSummary, trial: number): readonly EpochMetrics[];
  /** @throws Slip for a trial that there is not */
  trial(sweep: SweepSummary, trial: number): FullTrial;
  /** The state that a training kept of an epoch; null where it kept none. */
  checkpoint(training: TrainingKey, epoch: number): Checkpoint | null;
  /** Of the states that a training kept, the best by its own curve; null where it kept none. */
  bestCheckpoint(training: TrainingKey, objective: Objective): Checkpoint | null;
  /** How far a training is known, with the values of one metric. */
  knownTraining(training: TrainingKey, metric: string): KnownTraining;
  /** What a trial is made of, in the order of seeds, then folds; none where there is no such trial. */
  trainings(sweep: SweepSummary, trial: number): readonly StoredTraining[];
  /** Trainings of trials that were completed or stopped. */
  finishedTrainings(sweep: SweepSummary): readonly FinishedTraining[];
  /** Every epoch that is known of a training, also those past its trial's. */
  trainingCurve(training: TrainingKey): readonly EpochMetrics[];
  /** The states of a training that should be there, by epoch. */
  stateRecords(training: TrainingKey): readonly StateRecord[];
  /** What was decided, in its order. */
  decisions(sweep: SweepSummary): readonly DecisionRecord[];
  /** How many trials are in which state at which epoch. */
  reached(sweep: SweepSummary): readonly ReachedCount[];
  close(): void;
}

/** @throws Slip where there are no results, or for a database that is damaged, not ours or newer */
export function openReader(resultsDirectory: string): Reader {
  const connection = openForReading(resultsDirectory);
  const sweeps = sweepReader(connection);
  const trials = trialReader(connection);
  return {
    sweeps,
    findSweep: (selector) => chooseSweep(sweeps(), selector, resultsDirectory),
    ...trials,
    ...objectiveReader(connection),
    ...checkpointReader(connection, resultsDirectory),
    ...trainingReader(connection, resultsDirectory),
    ...decisionReader(connection),
    ...reachedReader(connection),
    close: () => connection.close(),
  };
}
