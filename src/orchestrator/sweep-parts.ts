// What an evaluation of a sweep is made of, and what comes of it. Every part is handed in: the
// orchestrator knows no algorithm, no file and no thread.

import type { Executor } from '../executor/executor.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import type { StoppingRule } from '../stoppers/stopper.js';
import type { Memo } from '../store/memo.js';
import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { SweepListener } from '../vocabulary/event.js';
import type { Objective } from '../vocabulary/metric.js';
import type { Replicate } from '../vocabulary/replicate.js';
import type { TrialState } from '../vocabulary/trial.js';

/** What a sampler's assignment means to the trainable. */
export interface Identity {
  /** The definition's parameters that have an effect, in the definition's order. */
  readonly parameters: Assignment;
  readonly configuration: Configuration;
  /** What is trained of it: seeds in the outer order, folds within; one at least. */
  readonly replicates: readonly Replicate[];
  /** Logical work of one epoch of all replicates: greater than 0, and the same wherever it is asked for. */
  readonly cost: number;
}

/**
 * When results are taken note of. free: nothing is learned on the way, so the order decides nothing;
 * logical: by the definition alone, in so many slots; arrival: as they come, which nobody can repeat.
 */
export type Order =
  | { readonly kind: 'free' }
  | { readonly kind: 'logical'; readonly slots: number }
  | { readonly kind: 'arrival'; readonly slots: number };

export interface SweepParts {
  readonly sampler: Sampler;
  readonly scheduler: Scheduler;
  /** In the order in which they are asked; the first that says stop gives the reason. */
  readonly rules: readonly StoppingRule[];
  readonly order: Order;
  readonly executor: Executor;
  /** Must know of every epoch and state as soon as `listen` was told of it. */
  readonly memo: Memo;
  readonly objective: Objective;
  /** Where there are several: all of them, for a sampler that learns. The first one is `objective`. */
  readonly objectives?: readonly Objective[];
  /** Epochs a trial gets if nothing stops it. */
  readonly budget: number;
  /** @param rows of the training part, of those that have so many; left out: all of them */
  readonly identify: (assignment: Assignment, rows?: number) => Identity;
  readonly listen: SweepListener;
  /**
   * Asked before more is dispatched: null where listeners keep up, else a promise that resolves when
   * they do. Without it, states made faster than a disk takes them would pile up in memory.
   */
  readonly backlog?: () => Promise<void> | null;
  /** Aborted: dispatch nothing more, finish the epochs in hand, keep their states. */
  readonly pause: AbortSignal;
}

export interface SweepOutcome {
  readonly kind: 'finished' | 'paused';
  /** How many trials ended in each state; none is left running. */
  readonly trials: Readonly<Record<Exclude<TrialState, 'running'>, number>>;
  /** Epochs of replicates that came from the executor, also those that were known but had lost their state. */
  readonly epochsTrained: number;
  /** Epochs that the memo answered and nobody trained. */
  readonly epochsRemembered: number;
}
