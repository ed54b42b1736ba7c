// Writes trainings down that belong to no sweep's run: their epochs and states go into the memo, and no
// row of a sweep, a trial or a decision changes. Several processes may do so at a time: what they write of
// one training is the same.

import type { SweepListener } from '../vocabulary/event.js';
import type { TrainingKey } from '../vocabulary/segment.js';
import type { Memo } from './memo.js';
import type { StoreParts } from './recorder.js';

export interface TrainingRecorder {
  /** Of all events takes note of trainings alone. @throws where the database cannot be read any more */
  readonly listen: SweepListener;
  readonly memo: Memo;
  /** null where the disk keeps up with what it is told; else resolves when it has caught up. */
  backlog(): Promise<void> | null;
  /** A state that is stored stays, whatever follows it. */
  keepState(training: TrainingKey, epoch: number): void;
  /** Resolves when everything told so far is on the disk. @throws what kept it from getting there */
  flush(): Promise<void>;
}

/** @param coreBuild of the core that trains now */
export function trainingRecorder(
  { link, commits, trainings, keeper, memo, flush }: StoreParts,
  coreBuild: string,
): TrainingRecorder {
  function note(record: () => number): void {
    const rows = link.trying(record);
    if (rows > 0) commits.note(rows);
  }

  return {
    memo,
    flush,
    backlog: () => keeper.backlog() ?? commits.backlog(),
    keepState(training, epoch) {
      note(() => Number(trainings.keepForGood(training, epoch)));
    },
    listen(event) {
      switch (event.kind) {
        case 'trial_started':
          for (const { training, seed } of event.replicates) {
            trainings.begin(training, event.configuration, seed, coreBuild);
          }
          return;
        case 'epoch': {
          const { training, epoch, source } = event;
          if (source === 'memo') return;
          trainings.record(training, epoch);
          commits.note(Object.keys(epoch.metrics).length);
          return;
        }
        case 'state': {
          const { training, state, interim, beside } = event;
          const kept = keeper.keep(training, state, interim === true);
          note(() => Number(trainings.keep(kept, beside)));
          return;
        }
      }
    },
  };
}
