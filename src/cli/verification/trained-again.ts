// One training, trained again from nothing and compared with the record, epoch by epoch and state by
// state. It is cut where states were stored, so that each is made as the sweep made it; the memo is not
// asked, and nothing is written.

import type { Executor } from '../../executor/executor.js';
import { fileFault, isStateOf } from '../../store/check-checkpoint.js';
import type { StateRecord, StoredTraining } from '../../store/read-trainings.js';
import type { Reader } from '../../store/reader.js';
import type { EpochMetrics, Objective } from '../../vocabulary/metric.js';
import type { SegmentEnd, TrainingState } from '../../vocabulary/segment.js';
import type { Difference } from './difference.js';
import { metricDifference } from './metric-difference.js';

export interface TrainingJob {
  readonly trial: number;
  /** null where the trial has one training. */
  readonly replicate: number | null;
  readonly training: StoredTraining;
  /** The last epoch to compare. */
  readonly to: number;
}

export interface Retraining {
  readonly executor: Executor;
  readonly reader: Reader;
  readonly objective: Objective;
  readonly budget: number;
  /** Hears of each epoch that was trained. */
  readonly onEpoch: () => void;
}

export interface Compared {
  readonly epochs: number;
  readonly checkpoints: number;
  readonly differences: readonly Difference[];
}

export async function trainAgain(job: TrainingJob, retraining: Retraining): Promise<Compared> {
  const { training, to, trial, replicate } = job;
  const { reader, onEpoch } = retraining;
  const place = { trial, replicate };
  const curve = reader.trainingCurve(training.training);
  const records = reader.stateRecords(training.training).filter(({ epoch }) => epoch <= to);
  const differences: Difference[] = [];
  let hasDiffered = false;
  let epochs = 0;

  function compareEpoch({ epoch, metrics }: EpochMetrics): void {
    epochs++;
    onEpoch();
    const found = hasDiffered ? null : metricDifference(curve[epoch - 1]?.metrics ?? {}, metrics);
    if (found === null) return;
    // What follows it follows from it.
    hasDiffered = true;
    differences.push({ kind: 'metric', ...place, epoch, ...found });
  }

  function compareState(record: StateRecord, state: TrainingState | null): void {
    const fault = fileFault(record.path, record.file);
    const isOther = state !== null && !isStateOf(record.file, state);
    for (const found of [fault, isOther ? ('other' as const) : null]) {
      if (found === null) continue;
      differences.push({ kind: 'checkpoint', ...place, epoch: record.epoch, fault: found });
    }
  }

  let state: TrainingState | null = null;
  let failure: string | null = null;
  for (const end of [...new Set([...records.map(({ epoch }) => epoch), to])]) {
    const from = state?.epoch ?? 0;
    if (failure === null && end > from) {
      const ended = await segment(job, retraining, state, end, compareEpoch);
      if (ended.kind === 'reached') state = ended.state;
      else {
        failure = ended.kind === 'failed' ? ended.failure.message : 'it was interrupted';
        differences.push({ kind: 'failure', ...place, epoch: end, message: failure });
      }
    }
    const record = records.find(({ epoch }) => epoch === end);
    if (record !== undefined) compareState(record, state?.epoch === end ? state : null);
  }
  return { epochs, checkpoints: records.length, differences };
}

function segment(
  { trial, training }: TrainingJob,
  { executor, objective, budget }: Retraining,
  state: TrainingState | null,
  to: number,
  onEpoch: (epoch: EpochMetrics) => void,
): Promise<SegmentEnd> {
  const { coreBuild: _core, ...known } = training;
  const from = state?.epoch ?? 0;
  // States on the way are nobody's here: what is compared is made by the ends of segments.
  const listener = { onEpoch, onState: () => null };
  return executor.start({ trial, ...known, from, to, budget, objective }, state, listener).end;
}
