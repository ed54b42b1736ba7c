// The memo of a run that believes nothing from before it: it answers only what this run has trained. What
// comes out otherwise than it was stored is told, since the promise is that it cannot.

import type { Memo, Remembered } from '../../store/memo.js';
import type { SweepListener } from '../../vocabulary/event.js';
import type { EpochMetrics } from '../../vocabulary/metric.js';
import type { TrainingKey } from '../../vocabulary/segment.js';
import { type MetricDifference, metricDifference } from '../verification/metric-difference.js';

export interface OtherEpoch extends MetricDifference {
  readonly trial: number;
  readonly epoch: number;
}

export interface ClosedMemo {
  readonly memo: Memo;
  /** Must hear of every event before it is stored: what is stored is overwritten. */
  readonly listen: SweepListener;
}

/** What this run has trained of one training. */
interface Trained {
  epochs: number;
  readonly states: Set<number>;
  /** As it was stored before, until all of it is compared; then empty. */
  before: readonly EpochMetrics[];
}

/** @param onOther hears of the first epoch of each training that differs from the stored one */
export function closedMemo(memo: Memo, onOther: (other: OtherEpoch) => void): ClosedMemo {
  const known = new Map<TrainingKey, Trained>();

  function trainedOf(training: TrainingKey): Trained {
    let trained = known.get(training);
    if (trained === undefined) {
      trained = { epochs: 0, states: new Set(), before: memo.recall(training).curve };
      known.set(training, trained);
    }
    return trained;
  }

  function compare(trained: Trained, trial: number, { epoch, metrics }: EpochMetrics): void {
    const stored = trained.before[epoch - 1];
    const difference = stored === undefined ? null : metricDifference(stored.metrics, metrics);
    if (difference !== null) onOther({ trial, epoch, ...difference });
    if (difference !== null || epoch >= trained.before.length) trained.before = [];
  }

  function recall(training: TrainingKey): Remembered {
    const trained = known.get(training);
    if (trained === undefined) return { curve: [], states: [], removed: [] };
    const { curve, states } = memo.recall(training);
    return {
      curve: curve.slice(0, trained.epochs),
      states: states.filter((epoch) => trained.states.has(epoch)),
      removed: [],
    };
  }

  return {
    memo: { recall, loadState: (training, epoch) => memo.loadState(training, epoch) },
    listen(event) {
      if (event.kind === 'state') trainedOf(event.training).states.add(event.state.epoch);
      if (event.kind !== 'epoch' || event.source !== 'trained') return;
      const trained = trainedOf(event.training);
      compare(trained, event.trial, event.epoch);
      trained.epochs = Math.max(trained.epochs, event.epoch.epoch);
    },
  };
}
