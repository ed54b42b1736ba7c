// What is already trained. The memo answers a training's key with the epochs and the states that are
// known; whoever asks trains only what is missing.

import type { EpochMetrics } from '../vocabulary/metric.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';

export interface Remembered {
  /** Epochs 1..n without a gap, each as it was measured. */
  readonly curve: readonly EpochMetrics[];
  /** Epochs at which a state is stored, ascending. */
  readonly states: readonly number[];
  /** Epochs whose state was removed on purpose: missed only where training goes on from there. */
  readonly removed: readonly number[];
}

export interface Memo {
  recall(training: TrainingKey): Remembered;
  /** The state at an epoch that `recall` listed, or null if it is not to be had (damaged or gone). */
  loadState(training: TrainingKey, epoch: number): TrainingState | null;
}
