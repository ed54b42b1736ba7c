// The state at a segment's best epoch, kept in the thread that trains it: nobody else has it once the
// next epoch has begun. The thread may be ahead of a rule that stops the trial, so the states of better
// epochs are kept side by side until they are known to count. A checkpoint takes the best one along, so
// that an accident of the thread loses neither.

import {
  type BestEpoch,
  bestWith,
  type EpochMetrics,
  type Objective,
} from '../../vocabulary/metric.js';
import type { BestState, TrainingState } from '../../vocabulary/segment.js';
import type { Checkpoint, KeptBest } from './checkpoint.js';

export class BestStates {
  readonly #objective: Objective;
  /** Of epochs each better than the one before. */
  #states: TrainingState[] = [];
  #best: BestEpoch | null = null;
  /** The epoch of the last best state that went along with a checkpoint. */
  #sent = 0;

  /** @param kept what an earlier attempt had found until the checkpoint from which this one goes on */
  constructor(objective: Objective, kept: KeptBest | null) {
    this.#objective = objective;
    if (kept === null) return;
    this.#best = kept.epoch;
    this.#states = [kept.state];
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

  /** What is to be known outside if training should have to go on from `state`. */
  checkpoint(state: TrainingState): Checkpoint {
    const best = this.#best;
    if (best === null || best.epoch === state.epoch || best.epoch === this.#sent) {
      return { state, best, bestState: null };
    }
    this.#sent = best.epoch;
    return { state, best, bestState: this.#states.at(-1)! };
  }
}
