// The state at a segment's best epoch, kept in the thread that trains it: nobody else has it once the
// next epoch has begun. The thread may be ahead of a rule that stops the trial, so the states of better
// epochs are kept side by side until they are known to count.

import {
  type BestEpoch,
  bestWith,
  type EpochMetrics,
  type Objective,
} from '../../vocabulary/metric.js';
import type { BestState, TrainingState } from '../../vocabulary/segment.js';

export class BestStates {
  readonly #objective: Objective;
  /** Of epochs each better than the one before. */
  #states: TrainingState[] = [];
  #best: BestEpoch | null = null;

  constructor(objective: Objective) {
    this.#objective = objective;
  }

  /** @returns whether the epoch is the best so far, so that its state is worth a copy */
  note(epoch: EpochMetrics): boolean {
    if (this.#objective.epoch === 'last') return false;
    const before = this.#best;
    this.#best = bestWith(before, epoch, this.#objective);
    return this.#best !== before;
  }

  /** @param heard epochs up to this one count: of those only the best is wanted */
  keep(state: TrainingState, heard: number): void {
    const settled = this.#states.filter(({ epoch }) => epoch <= heard);
    this.#states = [...settled.slice(-1), ...this.#states.slice(settled.length), state];
  }

  /** The best state up to an epoch; null where that is the one of the epoch at which training stands. */
  upTo(epoch: number, standing: number): BestState {
    if (this.#best?.epoch === standing && standing <= epoch) return null;
    return this.#states.findLast((state) => state.epoch <= epoch) ?? null;
  }
}
