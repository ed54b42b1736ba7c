// Finished trials of a sweep that another core has trained, kept as they are while this core trains the
// rest. A kept trial is answered by the memo alone, never trained on: its states are of the other core.

import type { Executor } from '../../executor/executor.js';
import type { Memo } from '../../store/memo.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { Reader } from '../../store/reader.js';
import type { TrainingKey } from '../../vocabulary/segment.js';

export interface KeptTrials {
  /** Of the sweep, which the core that it was begun under is part of. */
  readonly id: string;
  /** Cores that trained what is kept. */
  readonly cores: readonly string[];
  /** By the first training of each kept trial, all of its trainings. */
  readonly trainings: ReadonlyMap<TrainingKey, readonly TrainingKey[]>;
}

/** Finished trials of other cores than this one. */
export function keptTrials(reader: Reader, sweep: SweepSummary, core: string): KeptTrials {
  const trials = new Map<number, TrainingKey[]>();
  const cores = new Set<string>();
  for (const { trial, training, coreBuild } of reader.finishedTrainings(sweep)) {
    const trainedBy = coreBuild ?? sweep.coreBuild;
    if (trainedBy === core) continue;
    cores.add(trainedBy);
    trials.set(trial, [...(trials.get(trial) ?? []), training]);
  }
  const trainings = new Map([...trials.values()].map((keys) => [keys[0]!, keys]));
  return { id: sweep.id, cores: [...cores], trainings };
}

/** Answers a kept training with everything it has, as if no state of it were ever missing. */
export function keepingMemo(memo: Memo, isKept: (training: TrainingKey) => boolean): Memo {
  return {
    recall(training) {
      const remembered = memo.recall(training);
      if (!isKept(training)) return remembered;
      return { ...remembered, states: remembered.curve.map(({ epoch }) => epoch) };
    },
    loadState: (training, epoch) => (isKept(training) ? null : memo.loadState(training, epoch)),
  };
}

/** Hears of a kept training that would have to be trained on, and does not train it. */
export function keepingExecutor(
  executor: Executor,
  isKept: (training: TrainingKey) => boolean,
  onNeeded: (training: TrainingKey) => void,
): Executor {
  return {
    get capacity() {
      return executor.capacity;
    },
    start(segment, state, listener) {
      if (!isKept(segment.training)) return executor.start(segment, state, listener);
      onNeeded(segment.training);
      const end = Promise.resolve({ kind: 'interrupted', state: null, best: null } as const);
      return { end, stop() {} };
    },
    interrupt: () => executor.interrupt(),
    close: () => executor.close(),
  };
}
