// The states that trainings have kept, for whoever takes a trained model away.

import { type BestEpoch, betterEpoch, type Objective } from '../vocabulary/metric.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';
import { checkpointFiles } from './checkpoint-files.js';
import { storedValue } from './metric-kind.js';
import type { Connection, Statement } from './sqlite.js';

export interface Checkpoint {
  readonly epoch: number;
  readonly path: string;
  readonly bytes: number;
  /** null where the file is gone or damaged. */
  read(): TrainingState | null;
}

export function checkpointReader(connection: Connection, resultsDirectory: string) {
  const files = checkpointFiles(resultsDirectory);
  const stored = connection.prepare(
    `SELECT s.step, s.file, s.bytes FROM training g JOIN state s ON s.training = g.row
     WHERE g.key = ? AND s.epoch = ? AND s.file IS NOT NULL AND s.removed = 0`,
  ) as Statement<{ step: number; file: string; bytes: number }>;

  /** null where no state of this epoch was kept. */
  function checkpoint(training: TrainingKey, epoch: number): Checkpoint | null {
    const row = stored.get(training, epoch);
    if (row === undefined) return null;
    const { step, file, bytes } = row;
    const path = files.pathOf(file);
    return { epoch, path, bytes, read: () => files.read({ file, bytes }, epoch, step) };
  }

  const kept = connection.prepare(
    `SELECT s.epoch, e.value, e.kind FROM training g JOIN state s ON s.training = g.row
       JOIN epoch e ON e.training = g.row AND e.epoch = s.epoch
         AND e.metric = (SELECT m.row FROM metric m WHERE m.name = ?)
     WHERE g.key = ? AND s.file IS NOT NULL AND s.removed = 0 ORDER BY s.epoch`,
  ) as Statement<{ epoch: number; value: number | null; kind: number }>;

  /** Of the states that a training kept, the best by its own curve; null where it kept none. */
  function bestCheckpoint(training: TrainingKey, objective: Objective): Checkpoint | null {
    let best: BestEpoch | null = null;
    for (const { epoch, value, kind } of kept.all(objective.name, training)) {
      best = betterEpoch(best, { epoch, value: storedValue(value, kind) }, objective);
    }
    return best === null ? null : checkpoint(training, best.epoch);
  }

  return { checkpoint, bestCheckpoint };
}
