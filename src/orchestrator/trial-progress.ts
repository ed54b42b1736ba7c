// One trial between its start and its last settlement. An epoch of it is taken in when all of its
// replicates have it, as their mean, and none after a rule has said stop. Of several failures the one
// at the earliest epoch counts, and of these the first replicate's. So the trial's story is the same on
// any number of workers, whichever replicate is ahead.

import type { Candidate } from '../schedulers/scheduler.js';
import type { StoppingRule, Watch } from '../stoppers/stopper.js';
import type { Assignment } from '../vocabulary/configuration.js';
import {
  type BestEpoch,
  bestWith,
  type EpochMetrics,
  type Metrics,
  type Objective,
} from '../vocabulary/metric.js';
import { meanEpoch, standardError } from '../vocabulary/replicate.js';
import type { Failure } from '../vocabulary/segment.js';
import type { Reason } from '../vocabulary/verdict.js';
import type { Journey } from './clock.js';
import { ReplicateProgress } from './replicate-progress.js';
import type { Identity } from './sweep-parts.js';

/** What a trial is a training of. */
export interface TrialOrigin {
  /** As the sampler proposed it. */
  readonly assignment: Assignment;
  /** null: trials are not trained on more and more rows. */
  readonly candidate: Candidate | null;
}

/** An epoch that all replicates have. */
export interface TrialEpoch {
  /** Its metrics are the means. */
  readonly epoch: EpochMetrics;
  /** Of the objective's mean; null with one replicate, or where it is not finite. */
  readonly se: number | null;
}

export interface FailedReplicate {
  readonly failure: Failure;
  readonly progress: ReplicateProgress;
}

export class TrialProgress implements Journey {
  readonly trial: number;
  readonly identity: Identity;
  readonly origin: TrialOrigin;
  readonly replicates: readonly ReplicateProgress[];
  readonly #objective: Objective;
  readonly #rules: readonly StoppingRule[];
  readonly #watches: readonly Watch[];
  /** Whether epochs wait for their turn: some rule compares trials. */
  readonly #waitsForTurns: boolean;
  /** Replicates whose leg has not ended. */
  #outstanding = 0;
  #begun = 0;
  #from = 0;
  #to = 0;
  #epochs = 0;
  #value = Number.NaN;
  #best: BestEpoch | null = null;
  /** All metrics at that epoch. */
  #bestMetrics: Metrics = {};
  #stopped: Reason | null = null;
  #hadEnough = false;
  #failed: FailedReplicate | null = null;

  constructor(
    trial: number,
    identity: Identity,
    objective: Objective,
    rules: readonly StoppingRule[],
    origin: TrialOrigin,
  ) {
    this.trial = trial;
    this.identity = identity;
    this.origin = origin;
    this.replicates = identity.replicates.map(
      (replicate, i) => new ReplicateProgress(i, replicate, objective),
    );
    this.#objective = objective;
    this.#rules = rules;
    this.#watches = rules.map((rule) => rule.watch(trial));
    this.#waitsForTurns = rules.some((rule) => rule.comparesTrials);
  }

  /** Epochs taken in so far: those that all replicates have. */
  get epochs(): number {
    return this.#epochs;
  }

  /** The objective at the last epoch taken in; NaN where it was not measured. */
  get value(): number {
    return this.#value;
  }

  get best(): BestEpoch | null {
    return this.#best;
  }

  /** A metric at the best epoch; NaN where it was not measured. */
  atBest({ name }: Objective): number {
    return this.#bestMetrics[name] ?? Number.NaN;
  }

  /** Why a rule gave the trial up; null while none has. */
  get stopped(): Reason | null {
    return this.#stopped;
  }

  /** Whether the rule that stopped it was one of early stopping: it has learned what it would. */
  get hadEnough(): boolean {
    return this.#hadEnough;
  }

  /** The failure that decides; null while there is none. */
  get failed(): FailedReplicate | null {
    return this.#failed;
  }

  /** All replicates set out, from where they are to an epoch. @param now by the clock */
  depart(to: number, now: number): void {
    this.#from = this.#epochs;
    this.#to = to;
    this.#begun = now;
    this.#outstanding = this.replicates.length;
  }

  /** The epoch that it was last sent to. */
  get to(): number {
    return this.#to;
  }

  get cost(): number {
    return this.identity.cost;
  }

  get length(): number {
    return this.#to - this.#from;
  }

  get covered(): number {
    return this.#epochs - this.#from;
  }

  get isStopped(): boolean {
    return this.#stopped !== null;
  }

  get waitsForTurns(): boolean {
    return this.#waitsForTurns;
  }

  get hasNext(): boolean {
    return this.#waitsForTurns && this.#isNextThere();
  }

  get hasEnded(): boolean {
    return this.#outstanding === 0 && !this.hasNext;
  }

  /** When the next epoch of a replicate has its turn; 0 where none waits for one. */
  dueOf({ epochs }: ReplicateProgress): number {
    return this.#waitsForTurns ? this.#begun + this.cost * (epochs + 1 - this.#from) : 0;
  }

  /** Epochs of a replicate that count: all that it has, until a rule gives the trial up. */
  countedOf({ epochs }: ReplicateProgress): number {
    return this.#stopped === null ? epochs : Math.min(epochs, this.#epochs);
  }

  /** A replicate's leg has ended. */
  arrive(): void {
    this.#outstanding--;
  }

  /** Whether another epoch of a replicate could still change what becomes of the trial. */
  needs({ epochs }: ReplicateProgress): boolean {
    if (this.#stopped !== null) return false;
    return this.#failed === null || epochs <= this.#failed.progress.epochs;
  }

  fail(progress: ReplicateProgress, failure: Failure): void {
    const earlier = this.#failed?.progress;
    const isFirst =
      earlier === undefined ||
      progress.epochs < earlier.epochs ||
      (progress.epochs === earlier.epochs && progress.number < earlier.number);
    if (isFirst) this.#failed = { failure, progress };
  }

  /** Takes in the next epoch and asks the rules; null where some replicate does not have it yet. */
  advance(): TrialEpoch | null {
    if (!this.#isNextThere()) return null;
    const next = this.#epochs + 1;
    const measured = this.replicates.map((replicate) => replicate.release(next));
    const epoch = meanEpoch(measured);
    const se = standardError(
      measured.map(({ metrics }) => metrics[this.#objective.name] ?? Number.NaN),
    );
    this.#take(epoch, se);
    return { epoch, se };
  }

  /** What became of it, for good. */
  settle(state: 'completed' | 'stopped' | 'failed'): void {
    for (const watch of this.#watches) watch.end?.(state);
  }

  #isNextThere(): boolean {
    return this.#stopped === null && this.replicates.every(({ epochs }) => epochs > this.#epochs);
  }

  #take(epoch: EpochMetrics, se: number | null): void {
    this.#epochs = epoch.epoch;
    this.#value = epoch.metrics[this.#objective.name] ?? Number.NaN;
    const before = this.#best;
    this.#best = bestWith(before, epoch, this.#objective, se);
    if (this.#best !== before) this.#bestMetrics = epoch.metrics;
    for (const [i, watch] of this.#watches.entries()) {
      const verdict = watch.observe(epoch);
      // The others are asked all the same: a watch sees every epoch.
      if (verdict.action !== 'stop' || this.#stopped !== null) continue;
      this.#stopped = verdict.reason;
      this.#hadEnough = this.#rules[i]!.endsTraining === true;
    }
  }
}
