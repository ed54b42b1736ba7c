// The memo and the record of sweeps, for the one process that writes. Everything else reads through
// reader.ts, also while this one writes.

import { beginSweep } from './begin-sweep.js';
import { checkpointFiles } from './checkpoint-files.js';
import { openForWriting } from './database.js';
import { DiskBudget } from './disk-budget.js';
import { GroupCommit } from './group-commit.js';
import { type StoreParts, type SweepRecorder, sweepRecorder } from './recorder.js';
import { StateKeeper } from './state-keeper.js';
import { storedMemo } from './stored-memo.js';
import type { SweepStart } from './sweep-start.js';
import { TrainingLedger } from './training-ledger.js';
import { type TrainingRecorder, trainingRecorder } from './training-recorder.js';

/** Milliseconds without a sign of life after which another process may take a sweep over. */
const LEASE = 10_000;

export interface Store {
  /**
   * A sweep that is known by its id is opened again: what it recorded stays. Durable when it resolves. A
   * process that seems to run it is watched for up to a lease.
   * @throws Slip where that one is alive
   */
  beginSweep(start: SweepStart): Promise<SweepRecorder>;
  /** For trainings that are of no sweep's run. @param coreBuild of the core that trains */
  recordTrainings(coreBuild: string): TrainingRecorder;
  /** Flushes and closes. @throws what kept events from getting to the disk; it is closed all the same */
  close(): Promise<void>;
}

export interface StoreOptions {
  /**
   * Hears once that writing fails (a full disk, a Slip with what to do), of events out of order, and that
   * another process has taken a sweep over. Rows are tried again every second, rows and checkpoints at
   * every flush; nothing told is forgotten.
   */
  readonly onTrouble?: (error: Error) => void;
  /** Hears what is no trouble, but worth a line. */
  readonly onNote?: (text: string) => void;
  /** Milliseconds; 10 s unless a test wants it shorter. */
  readonly lease?: number;
  /** Bytes of checkpoints beyond which states of the worst settled trials go; 10 GiB unless said. */
  readonly checkpointBytes?: number | undefined;
}

/**
 * Opens results/nightsweep.db and makes it where there is none.
 * @throws Slip for a database that is damaged, not ours or newer; it is left as it is
 */
export function openStore(resultsDirectory: string, options: StoreOptions = {}): Store {
  const { onTrouble = () => {}, onNote = () => {}, lease = LEASE } = options;
  const link = openForWriting(resultsDirectory);
  const files = checkpointFiles(resultsDirectory);
  const commits = new GroupCommit(link, onTrouble);
  const trainings = new TrainingLedger(link, files);
  const budget = new DiskBudget(link, files, options.checkpointBytes, onNote);
  for (const participant of [trainings, budget]) commits.join(participant);
  const keeper = new StateKeeper(
    files,
    resultsDirectory,
    (kept) => {
      budget.add(kept.stored?.bytes ?? 0);
      commits.note(Number(trainings.keep(kept)));
    },
    onTrouble,
  );

  async function flush(): Promise<void> {
    const unwritten = await keeper.settled();
    const uncommitted = commits.commit();
    const trouble = unwritten ?? uncommitted;
    if (trouble !== null) throw trouble;
  }

  const memo = storedMemo(link, trainings, files);
  const parts: StoreParts = { link, commits, trainings, keeper, memo, lease, onTrouble, flush };
  let closed: Promise<void> | null = null;

  return {
    async beginSweep(start) {
      const begun = await beginSweep(link, start, { lease, onNote });
      budget.begin(begun.row);
      return sweepRecorder(parts, begun, start);
    },
    recordTrainings: (coreBuild) => trainingRecorder(parts, coreBuild),
    close() {
      closed ??= flush().finally(() => {
        commits.stop();
        keeper.stop();
        link.close();
      });
      return closed;
    },
  };
}
