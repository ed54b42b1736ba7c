// The states that trainings have kept, for whoever takes a trained model away.

import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';
import { checkpointFiles } from './checkpoint-files.js';
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
     WHERE g.key = ? AND s.epoch = ? AND s.file IS NOT NULL`,
  ) as Statement<{ step: number; file: string; bytes: number }>;

  /** null where no state of this epoch was kept. */
  function checkpoint(training: TrainingKey, epoch: number): Checkpoint | null {
    const row = stored.get(training, epoch);
    if (row === undefined) return null;
    const { step, file, bytes } = row;
    const path = files.pathOf(file);
    return { epoch, path, bytes, read: () => files.read({ file, bytes }, epoch, step) };
  }

  return { checkpoint };
}
