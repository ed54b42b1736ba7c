// When to give a trial up. A rule watches trials epoch by epoch and says continue, or stop and why.
//
// An implementer guarantees: the verdict is a pure function of the epochs observed so far, of this
// trial and (where the rule compares trials) of the others. A caller guarantees such a rule one order of
// everything, `observe` and `end` of all trials, and may assume: after a stop the watch is not asked again.
//
//   const watch = patienceStopper({ patience: 2, … }).watch(7);
//   watch.observe({ epoch: 1, metrics: { val_loss: 0.5 } })  -> continue
//   watch.observe({ epoch: 2, metrics: { val_loss: 0.6 } })  -> continue
//   watch.observe({ epoch: 3, metrics: { val_loss: 0.7 } })  -> stop: "val_loss did not improve …"

import type { EpochMetrics } from '../vocabulary/metric.js';
import type { Verdict } from '../vocabulary/verdict.js';

export interface StoppingRule {
  readonly name: string;
  /** Whether verdicts depend on other trials: then epochs of all trials are handed to it in logical order. */
  readonly comparesTrials: boolean;
  /**
   * What it stops has learned all that it would (early stopping), and may be compared with what was trained to
   * the end; left out: what it stops is given up.
   */
  readonly endsTraining?: true;
  watch(trial: number): Watch;
}

export interface Watch {
  /** Called once per epoch, in order, from epoch 1 (also for epochs that are remembered). */
  observe(epoch: EpochMetrics): Verdict;
  /** What became of the trial, for good: nothing is observed after it. Left out where the rule does not care. */
  end?(state: 'completed' | 'stopped' | 'failed'): void;
}
