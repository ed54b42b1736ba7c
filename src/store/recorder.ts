// Writes a sweep down as it happens. Listening queues and returns; what was told is durable after the
// next group commit, and surely after `flush`.

import type { SweepEvent, SweepListener } from '../vocabulary/event.js';
import { DecisionLedger } from './decision-ledger.js';
import type { GroupCommit } from './group-commit.js';
import type { Memo } from './memo.js';
import type { Connection } from './sqlite.js';
import type { StateKeeper } from './state-keeper.js';
import { finishSweepRow, type SweepEnd, type SweepStart } from './sweep-start.js';
import type { TrainingLedger } from './training-ledger.js';
import { TrialLedger } from './trial-ledger.js';

export interface SweepRecorder {
  /** Neither throws nor waits for the disk, but for a batch that is full; trouble goes to `onTrouble`. */
  readonly listen: SweepListener;
  /** Answers from the database and from everything told so far, of all sweeps of this store. */
  readonly memo: Memo;
  /** null where the disk keeps up with what it is told; else resolves when it has caught up. */
  backlog(): Promise<void> | null;
  /** Resolves when everything told so far is on the disk. @throws what kept it from getting there */
  flush(): Promise<void>;
  /** Flushes, and closes the sweep's record; nothing may be told afterwards. */
  finish(state: SweepEnd, reason: string | null): Promise<void>;
}

/** What the recorders of one store share. */
export interface StoreParts {
  readonly connection: Connection;
  readonly commits: GroupCommit;
  readonly trainings: TrainingLedger;
  readonly keeper: StateKeeper;
  readonly memo: Memo;
  readonly onTrouble: (error: Error) => void;
  flush(): Promise<void>;
}

/** @param row the sweep's row, which exists */
export function sweepRecorder(parts: StoreParts, row: number, start: SweepStart): SweepRecorder {
  const { connection, commits, trainings, keeper } = parts;
  const trials = new TrialLedger(connection, row, start.objective, trainings);
  commits.join(trials);
  const decisions = new DecisionLedger(connection, row, start.name, parts.onTrouble);
  commits.join(decisions);

  /** @returns how many rows now wait */
  function record(event: SweepEvent): number {
    switch (event.kind) {
      case 'trial_started': {
        for (const { training, seed } of event.replicates) {
          trainings.begin(training, event.configuration, seed, start.coreBuild);
        }
        return trials.start(event) ? 1 + 2 * event.replicates.length : 0;
      }
      case 'segment_started':
        return Number(trials.resume(event));
      case 'epoch':
        if (event.source === 'memo') return 0;
        trainings.record(event.training, event.epoch);
        return Object.keys(event.epoch.metrics).length;
      case 'trial_epoch':
        return Number(trials.advance(event));
      case 'state':
        return Number(
          trainings.keep(
            keeper.keep(event.training, event.state, event.interim === true),
            event.beside,
          ),
        );
      case 'state_kept':
        return Number(trainings.keepForGood(event.training, event.epoch));
      case 'trial_settled':
        return Number(trials.settle(event));
      case 'decision':
        return Number(decisions.add(event));
    }
  }

  function listen(event: SweepEvent): void {
    try {
      const rows = record(event);
      if (rows > 0) commits.note(rows);
    } catch (error) {
      parts.onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function finish(state: SweepEnd, reason: string | null): Promise<void> {
    await parts.flush();
    finishSweepRow(connection, row, state, reason);
    commits.leave(trials);
    commits.leave(decisions);
  }

  const backlog = () => keeper.backlog();
  return { listen, memo: parts.memo, backlog, flush: parts.flush, finish };
}
