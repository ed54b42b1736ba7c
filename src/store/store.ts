// The memo and the record of sweeps, for the one process that writes. Everything else reads through
// reader.ts, also while this one writes.

import { checkpointFiles } from './checkpoint-files.js';
import { openForWriting } from './database.js';
import { GroupCommit, writeTrouble } from './group-commit.js';
import { type StoreParts, type SweepRecorder, sweepRecorder } from './recorder.js';
import { StateKeeper } from './state-keeper.js';
import { storedMemo } from './stored-memo.js';
import { beginSweepRow, type SweepStart } from './sweep-start.js';
import { TrainingLedger } from './training-ledger.js';

export interface Store {
  /** A sweep that is known by its id is opened again: what it recorded stays. Durable at once. */
  beginSweep(start: SweepStart): SweepRecorder;
  /** Flushes and closes. @throws what kept events from getting to the disk; it is closed all the same */
  close(): Promise<void>;
}

export interface StoreOptions {
  /**
   * Hears once that writing fails (a full disk, a Slip with what to do), and of events out of order.
   * Rows are tried again every second, rows and checkpoints at every flush; nothing told is forgotten.
   */
  readonly onTrouble?: (error: Error) => void;
}

/**
 * Opens results/nightsweep.db and makes it where there is none.
 * @throws Slip for a database that is damaged, not ours or newer; it is left as it is
 */
export function openStore(resultsDirectory: string, options: StoreOptions = {}): Store {
  const connection = openForWriting(resultsDirectory);
  const onTrouble = options.onTrouble ?? (() => {});
  const files = checkpointFiles(resultsDirectory);
  const commits = new GroupCommit(connection, onTrouble);
  const trainings = new TrainingLedger(connection, files);
  commits.join(trainings);
  const keeper = new StateKeeper(
    files,
    resultsDirectory,
    (kept) => commits.note(Number(trainings.keep(kept))),
    onTrouble,
  );

  async function flush(): Promise<void> {
    const unwritten = await keeper.settled();
    const uncommitted = commits.commit();
    const trouble = unwritten ?? uncommitted;
    if (trouble !== null) throw trouble;
  }

  const memo = storedMemo(connection, trainings, files);
  const parts: StoreParts = { connection, commits, trainings, keeper, memo, onTrouble, flush };
  let closed: Promise<void> | null = null;

  return {
    beginSweep(start) {
      // The first write: SQLite opens a file that it may not write without a word.
      try {
        return sweepRecorder(parts, beginSweepRow(connection, start), start);
      } catch (error) {
        throw writeTrouble(error, connection.name);
      }
    },
    close() {
      closed ??= flush().finally(() => {
        commits.stop();
        keeper.stop();
        connection.close();
      });
      return closed;
    },
  };
}
