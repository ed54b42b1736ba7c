// What happens in a sweep, as it happens. The orchestrator tells; the store writes it down and the
// live view shows it. Listeners must not throw and must not wait.

import type { Assignment, Configuration } from './configuration.js';
import type { BestEpoch, EpochMetrics } from './metric.js';
import type { TrainingKey, TrainingState } from './segment.js';
import type { TrialFate } from './trial.js';

export type SweepEvent =
  | {
      readonly kind: 'trial_started';
      readonly trial: number;
      readonly training: TrainingKey;
      /** The definition's parameters that have an effect, in the definition's order. */
      readonly parameters: Assignment;
      readonly configuration: Configuration;
    }
  /** A trial is (again) being trained, from one epoch to another. */
  | {
      readonly kind: 'segment_started';
      readonly trial: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'epoch';
      readonly trial: number;
      readonly training: TrainingKey;
      readonly epoch: EpochMetrics;
      /** memo: known from an earlier run, not trained now. */
      readonly source: 'trained' | 'memo';
    }
  /** A state worth keeping: at a rung, at the end, at an interruption, at the best epoch. */
  | { readonly kind: 'state'; readonly training: TrainingKey; readonly state: TrainingState }
  | {
      readonly kind: 'trial_settled';
      readonly trial: number;
      readonly fate: TrialFate;
      /** Epochs trained so far. */
      readonly epochs: number;
      readonly best: BestEpoch | null;
    };

export type SweepListener = (event: SweepEvent) => void;
