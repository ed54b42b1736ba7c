// A memo of stored curves that always has an answer. Past its last known epoch a curve stays at what it
// was there: nobody knows better, and the epochs that were made up are counted by whoever asks. Nothing
// is trained and nothing is written.

import type { Executor } from '../../executor/executor.js';
import type { Memo } from '../../store/memo.js';
import type { Reader } from '../../store/reader.js';
import type { EpochMetrics } from '../../vocabulary/metric.js';
import type { TrainingKey } from '../../vocabulary/segment.js';
import type { Candidate } from './stored-trials.js';

/**
 * @param epochs to which every curve goes
 * @param failing trainings of failed trials, whose curves end where they failed
 */
export function heldMemo(
  reader: Reader,
  epochs: number,
  failing: ReadonlyMap<TrainingKey, string>,
): Memo {
  return {
    recall(training) {
      const known = reader.trainingCurve(training);
      const curve = failing.has(training) ? known : heldTo(known, epochs);
      return { curve, states: curve.map(({ epoch }) => epoch), removed: [] };
    },
    loadState: () => null,
  };
}

function heldTo(known: readonly EpochMetrics[], epochs: number): readonly EpochMetrics[] {
  const metrics = known.at(-1)?.metrics ?? {};
  const missing = Math.max(0, epochs - known.length);
  const held = Array.from({ length: missing }, (_, i) => ({
    epoch: known.length + i + 1,
    metrics,
  }));
  return [...known, ...held];
}

/** By training, why its trial failed. What failed is taken to fail again, where it did. */
export function failingTrainings(
  candidates: readonly Candidate[],
): ReadonlyMap<TrainingKey, string> {
  const failed = candidates.filter(({ row }) => row.state === 'failed');
  return new Map(
    failed.flatMap(({ row, trainings }) =>
      trainings.map(({ training }) => [training, row.reason?.text ?? 'it failed'] as const),
    ),
  );
}

/** Asked only for what failed in the stored sweep: fails it again. */
export function failingExecutor(failing: ReadonlyMap<TrainingKey, string>): Executor {
  return {
    capacity: 1,
    start({ training }) {
      const message = failing.get(training);
      if (message === undefined) throw new Error(`expected all of ${training} to be known`);
      const failure = { kind: 'error', message, detail: message, attempts: 1 } as const;
      return { end: Promise.resolve({ kind: 'failed', failure }), stop() {} };
    },
    interrupt() {},
    async close() {},
  };
}
