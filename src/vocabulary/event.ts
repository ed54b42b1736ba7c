// What happens in a sweep, as it happens. The orchestrator tells; the store writes it down and the
// live view shows it. Listeners must not throw and must not wait.

import type { Assignment, Configuration } from './configuration.js';
import type { BestEpoch, EpochMetrics } from './metric.js';
import type { Replicate } from './replicate.js';
import type { TrainingKey, TrainingState } from './segment.js';
import type { TrialFate } from './trial.js';
import type { Reason } from './verdict.js';

export type SweepEvent =
  | {
      readonly kind: 'trial_started';
      readonly trial: number;
      /** The trainings that it is made of: seeds in the outer order, folds within; one at least. */
      readonly replicates: readonly Replicate[];
      /** The definition's parameters that have an effect, in the definition's order. */
      readonly parameters: Assignment;
      readonly configuration: Configuration;
      /** Of the training part, where a schedule allots them; left out: all, under any other. */
      readonly rows?: number;
    }
  /** A replicate of a trial is (again) being trained, from one epoch to another. */
  | {
      readonly kind: 'segment_started';
      readonly trial: number;
      /** Its place among the trial's replicates. */
      readonly replicate: number;
      readonly from: number;
      readonly to: number;
    }
  /** An epoch of one training. */
  | {
      readonly kind: 'epoch';
      readonly trial: number;
      readonly training: TrainingKey;
      readonly epoch: EpochMetrics;
      /** memo: known from an earlier run, not trained now. */
      readonly source: 'trained' | 'memo';
    }
  /** All replicates of a trial have this epoch: its metrics are their means. */
  | {
      readonly kind: 'trial_epoch';
      readonly trial: number;
      readonly epoch: EpochMetrics;
      /** Standard error of the objective's mean; null with one replicate, or where it is not finite. */
      readonly se: number | null;
    }
  /** A state from which training can go on. */
  | {
      readonly kind: 'state';
      readonly training: TrainingKey;
      readonly state: TrainingState;
      /** Only until the second one after it takes its place; left out: it is kept for good. */
      readonly interim?: true;
      /** Of an interim one: the training's best epoch so far, whose state stays beside it. */
      readonly beside?: number | null;
    }
  /** A state that was told, now or in an earlier run, is kept for good: a trial is settled that needs it. */
  | {
      readonly kind: 'state_kept';
      readonly training: TrainingKey;
      readonly epoch: number;
    }
  | {
      readonly kind: 'trial_settled';
      readonly trial: number;
      readonly fate: TrialFate;
      /** Epochs that all of its replicates have. */
      readonly epochs: number;
      readonly best: BestEpoch | null;
    }
  | DecisionEvent;

/** What was decided about a trial, in logical order: a replay of the sweep tells the same again. */
export interface DecisionEvent {
  readonly kind: 'decision';
  /** 0, 1, 2 … without a gap. */
  readonly sequence: number;
  /** The logical clock. */
  readonly at: number;
  /** Results that were taken in until then. */
  readonly known: number;
  readonly trial: number;
  readonly action: 'start' | 'continue' | 'wait' | 'complete' | 'stop' | 'fail' | 'exhaust';
  readonly epoch: number;
  readonly reason: Reason | null;
}

export type SweepListener = (event: SweepEvent) => void;
