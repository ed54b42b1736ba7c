// One trial between its start and its last settlement. Its epochs are taken in once each and in order,
// wherever they come from (the memo, a worker, a worker that repeats what the memo knew), and none
// after a rule has said stop: so the trial's story is the same on any number of workers.

import type { StoppingRule, Watch } from '../stoppers/stopper.js';
import {
  type BestEpoch,
  betterEpoch,
  type EpochMetrics,
  type Objective,
} from '../vocabulary/metric.js';
import type { Reason } from '../vocabulary/verdict.js';
import type { Identity } from './sweep-parts.js';

export class TrialProgress {
  readonly trial: number;
  readonly identity: Identity;
  readonly #objective: Objective;
  readonly #watches: readonly Watch[];
  /** Epochs that came from the memo and that nobody has trained since. */
  readonly #remembered = new Set<number>();
  #epochs = 0;
  #value = Number.NaN;
  #best: BestEpoch | null = null;
  #stopped: Reason | null = null;

  constructor(
    trial: number,
    identity: Identity,
    objective: Objective,
    rules: readonly StoppingRule[],
  ) {
    this.trial = trial;
    this.identity = identity;
    this.#objective = objective;
    this.#watches = rules.map((rule) => rule.watch(trial));
  }

  /** Epochs taken in so far. */
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

  /** Why a rule gave the trial up; null while none has. */
  get stopped(): Reason | null {
    return this.#stopped;
  }

  /** Whether an epoch would be news: the next one, of a trial that nobody has stopped. */
  awaits(epoch: number): boolean {
    if (this.#stopped !== null || epoch <= this.#epochs) return false;
    if (epoch === this.#epochs + 1) return true;
    throw new Error(
      `expected epoch ${this.#epochs + 1} of trial ${this.trial}, found epoch ${epoch}`,
    );
  }

  /** Takes in an epoch that `awaits` called news, and asks the rules. */
  take(epoch: EpochMetrics, source: 'trained' | 'memo'): void {
    this.#epochs = epoch.epoch;
    if (source === 'memo') this.#remembered.add(epoch.epoch);
    const measured = epoch.metrics[this.#objective.name];
    this.#value = measured ?? Number.NaN;
    if (measured !== undefined) {
      const next = { epoch: epoch.epoch, value: measured };
      this.#best = betterEpoch(this.#best, next, this.#objective);
    }
    for (const watch of this.#watches) {
      const verdict = watch.observe(epoch);
      // The others are asked all the same: a watch sees every epoch.
      if (verdict.action === 'stop') this.#stopped ??= verdict.reason;
    }
  }

  /** Somebody trained it after all. @returns whether it had come from the memo until now */
  forgetRemembered(epoch: number): boolean {
    return this.#remembered.delete(epoch);
  }
}
