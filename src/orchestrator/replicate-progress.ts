// One replicate of a trial on its way: the epochs of its training, taken in once each and in order,
// wherever they come from (the memo, a worker, a worker that repeats what the memo knew). Those that
// another replicate does not have yet are held, and no others.

import {
  type BestEpoch,
  bestWith,
  type EpochMetrics,
  type Objective,
} from '../vocabulary/metric.js';
import type { Replicate } from '../vocabulary/replicate.js';

export class ReplicateProgress {
  /** Its place among the trial's replicates. */
  readonly number: number;
  readonly replicate: Replicate;
  /** Epochs that came from the memo and that nobody has trained since. */
  readonly #remembered = new Set<number>();
  readonly #held = new Map<number, EpochMetrics>();
  readonly #objective: Objective;
  /** Each better than the one before, by the replicate's own curve. */
  readonly #bests: BestEpoch[] = [];
  /** Epochs of states that were told in this run, and may still be there. */
  #told: readonly number[] = [];
  #epochs = 0;

  constructor(number: number, replicate: Replicate, objective: Objective) {
    this.number = number;
    this.replicate = replicate;
    this.#objective = objective;
  }

  /** Epochs taken in so far. */
  get epochs(): number {
    return this.#epochs;
  }

  /** By its own curve, not by the trial's: its state is the replicate's model. */
  get best(): BestEpoch | null {
    return this.#bests.at(-1) ?? null;
  }

  /** The best of the epochs up to one. */
  bestUpTo(epoch: number): BestEpoch | null {
    return this.#bests.findLast((best) => best.epoch <= epoch) ?? null;
  }

  /** Whether an epoch would be news: the next one. */
  awaits(epoch: number): boolean {
    if (epoch <= this.#epochs) return false;
    if (epoch === this.#epochs + 1) return true;
    const { training } = this.replicate;
    throw new Error(`expected epoch ${this.#epochs + 1} of ${training}, found epoch ${epoch}`);
  }

  take(epoch: EpochMetrics, source: 'trained' | 'memo'): void {
    this.#epochs = epoch.epoch;
    this.#held.set(epoch.epoch, epoch);
    if (source === 'memo') this.#remembered.add(epoch.epoch);
    const before = this.best;
    const best = bestWith(before, epoch, this.#objective);
    if (best === null || best === before) return;
    // Where the last epoch speaks, each takes the place of the one before.
    if (this.#objective.epoch === 'last') this.#bests.length = 0;
    this.#bests.push(best);
  }

  /** Hands out an epoch that is held. */
  release(epoch: number): EpochMetrics {
    const held = this.#held.get(epoch)!;
    this.#held.delete(epoch);
    return held;
  }

  /** Somebody trained it after all. @returns whether it had come from the memo until now */
  forgetRemembered(epoch: number): boolean {
    return this.#remembered.delete(epoch);
  }

  /** A state was told: of earlier ones the last and the best epoch's stay. @param beside the best epoch */
  noteState(epoch: number, beside: number | null): void {
    const [last] = this.#told.slice(-1);
    this.#told = [...this.#told.filter((told) => told === beside || told === last), epoch];
  }

  hasTold(epoch: number): boolean {
    return this.#told.includes(epoch);
  }
}
