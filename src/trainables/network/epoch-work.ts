// What one epoch of a training costs, by the configuration alone: the logical clock's unit. It need not be
// exact, but it must be the same on every machine, and near to what seconds would say: trials that are
// thought to be equally long, and are not, keep workers waiting.

import { planSession } from '../../core/session-plan.js';
import type { DataSet } from '../../data/data-set.js';
import { sizeOfSet } from '../../data/training-rows.js';
import { type Configuration, numberSetting, rowsIn } from '../../vocabulary/configuration.js';
import { batchSizes } from './batches.js';
import { EVALUATION_ROWS, sessionSpec } from './network-session.js';

/**
 * What a step costs beside its arithmetic, in additions and multiplications: gathering a batch, filling
 * the update's scalars, the tape's own turns. From the bench of steps: 64-64-10 in batches of 32 takes 30 µs,
 * half of them for its arithmetic at 48 GFLOP/s.
 */
const STEP_OVERHEAD = 700_000;

/** Floating-point operations of one epoch: training, and measuring the other parts. Greater than 0. */
export function epochWork(data: DataSet, settings: Configuration): number {
  const { train, validation, test } = data.parts;
  const rows = sizeOfSet(data, rowsIn(settings) ?? train.rows);
  const size = numberSetting(settings, 'batch_size');
  // Of a set of fewer rows only how many they are: nothing of it is needed to count.
  const trainRows = batchSizes(rows, size);
  const { batches } = planSession({ ...sessionSpec(data, settings, 0), trainRows }, 0);
  const stepWork = (mode: 'train' | 'evaluate', rows: number) => {
    const batch = batches.find((planned) => planned.mode === mode && planned.rows === rows)!;
    return batch.program.arithmetic + STEP_OVERHEAD;
  };
  const partWork = (mode: 'train' | 'evaluate', rows: number, size: number) => {
    const [whole, rest] = batchSizes(rows, size) as [number, number?];
    const remainder = rest === undefined ? 0 : stepWork(mode, rest);
    return Math.floor(rows / whole) * stepWork(mode, whole) + remainder;
  };
  let work = partWork('train', rows, size);
  for (const { rows } of [validation, test]) {
    if (rows > 0) work += partWork('evaluate', rows, EVALUATION_ROWS);
  }
  return work;
}
