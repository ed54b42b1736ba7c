// From which state a segment goes on. A stored state may be damaged or gone; then the one before it
// serves, and in the end the beginning does: the bits are the same, only the work is more.

import type { Memo, Remembered } from '../store/memo.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';

/** The newest state that serves on the way to an epoch; null: begin at epoch 0. */
export function newestState(
  memo: Memo,
  training: TrainingKey,
  remembered: Remembered,
  to: number,
): TrainingState | null {
  // States past the curve that is known are of no use: the epochs up to them would be missing.
  for (const epoch of [...remembered.states].reverse()) {
    if (epoch >= to || epoch > remembered.curve.length) continue;
    const state = memo.loadState(training, epoch);
    if (state !== null && state.epoch === epoch) return state;
  }
  return null;
}
