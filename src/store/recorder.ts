// Writes a sweep down as it happens. Listening queues and returns; what was told is durable after the
// next group commit, and surely after `flush`. Once another process has taken the sweep over, nothing
// that is told here is written any more.

import type { SweepEvent, SweepListener } from '../vocabulary/event.js';
import { DecisionLedger } from './decision-ledger.js';
import { type BegunSweep, Fence, type Superseded } from './fence.js';
import type { GroupCommit } from './group-commit.js';
import type { Link } from './link.js';
import type { Memo } from './memo.js';
import { isInputOutputError } from './sqlite.js';
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
  /** Aborted, with the error as its reason, when another process has taken the sweep over. */
  readonly superseded: AbortSignal;
  /** Resolves when everything told so far is on the disk. @throws what kept it from getting there */
  flush(): Promise<void>;
  /** Flushes, and closes the sweep's record; nothing may be told afterwards. */
  finish(state: SweepEnd, reason: string | null): Promise<void>;
}

/** What the recorders of one store share. */
export interface StoreParts {
  readonly link: Link;
  readonly commits: GroupCommit;
  readonly trainings: TrainingLedger;
  readonly keeper: StateKeeper;
  readonly memo: Memo;
  /** Milliseconds without a sign of life after which another process may take a sweep over. */
  readonly lease: number;
  readonly onTrouble: (error: Error) => void;
  flush(): Promise<void>;
}

/** Several signs of life in a lease, and one every three seconds at least. */
const BEATS_PER_LEASE = 8;

export function sweepRecorder(
  parts: StoreParts,
  sweep: BegunSweep,
  start: SweepStart,
): SweepRecorder {
  const { link, commits, trainings, keeper, onTrouble } = parts;
  const trials = new TrialLedger(link, sweep.row, start.objective, trainings);
  const decisions = new DecisionLedger(link, sweep.row, start.name, onTrouble);
  for (const ledger of [trials, decisions]) commits.join(ledger);
  const superseded = new AbortController();
  const beat = () => commits.note(1);
  const fence = new Fence(link, sweep, parts.lease / BEATS_PER_LEASE, beat, onLost);
  /** Events that a disk in trouble did not let us look up; all that come later wait behind them. */
  const parked: SweepEvent[] = [];
  const guard = {
    check() {
      fence.check();
      for (let event = parked[0]; event !== undefined; event = parked[0]) {
        record(event);
        parked.shift();
      }
    },
    lost: (error: Superseded) => fence.lost(error),
    release: () => fence.release(),
  };
  commits.guard(guard);

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
      case 'state': {
        const { training, state, interim, beside } = event;
        return Number(trainings.keep(keeper.keep(training, state, interim === true), beside));
      }
      case 'state_kept':
        return Number(trainings.keepForGood(event.training, event.epoch));
      case 'trial_settled':
        return Number(trials.settle(event));
      case 'decision':
        return Number(decisions.add(event));
    }
  }

  function listen(event: SweepEvent): void {
    if (superseded.signal.aborted) return;
    try {
      const rows = parked.length > 0 ? park(event) : link.trying(() => record(event));
      if (rows > 0) commits.note(rows);
    } catch (error) {
      if (isInputOutputError(error) || link.isDown) commits.note(park(event));
      else onTrouble(error instanceof Error ? error : new Error(String(error)));
    }
  }

  function park(event: SweepEvent): number {
    parked.push(event);
    return 1;
  }

  function onLost(error: Superseded): void {
    leave();
    onTrouble(error);
    superseded.abort(error);
  }

  function leave(): void {
    fence.release();
    commits.unguard(guard);
    for (const ledger of [trials, decisions]) commits.leave(ledger);
  }

  async function flush(): Promise<void> {
    superseded.signal.throwIfAborted();
    await parts.flush();
    superseded.signal.throwIfAborted();
  }

  async function finish(state: SweepEnd, reason: string | null): Promise<void> {
    await flush();
    if (!finishSweepRow(link, sweep, state, reason)) guard.lost(fence.superseded());
    superseded.signal.throwIfAborted();
    leave();
  }

  const backlog = () => keeper.backlog() ?? commits.backlog();
  return { listen, memo: parts.memo, backlog, superseded: superseded.signal, flush, finish };
}
