// From which state a segment goes on. A stored state may be damaged or gone; then the one before it
// serves, and in the end the beginning does: the bits are the same, only the work is more.

import type { Memo, Remembered } from '../store/memo.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';

/**
 * The newest state to be had before `to`; null: begin at epoch 0. States past the curve that is known
 * are of no use, because the epochs up to them would be missing.
 */
export function newestState(
  memo: Memo,
  training: TrainingKey,
  remembered: Remembered,
  to: number,
): TrainingState | null {
  for (const epoch of [...remembered.states].reverse()) {
    if (epoch >= to || epoch > remembered.curve.length) continue;
    const state = memo.loadState(training, epoch);
    if (state !== null && state.epoch === epoch) return state;
  }
  return null;
}

/**
 * Whether nothing is left to train: every epoch is known, and the state, which a later segment goes on
 * from or, at the end, is the trained model.
 */
export function answers(remembered: Remembered, to: number): boolean {
  return remembered.curve.length >= to && remembered.states.includes(to);
}
