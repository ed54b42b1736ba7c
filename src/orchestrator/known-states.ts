// From which state a segment goes on. A stored state may be damaged or gone; then the one before it
// serves, and in the end the beginning does: the bits are the same, only the work is more.

import type { Memo, Remembered } from '../store/memo.js';
import type { BestEpoch } from '../vocabulary/metric.js';
import type { TrainingKey, TrainingState } from '../vocabulary/segment.js';

/** The newest state that serves; null: begin at epoch 0. @param best of the epochs up to `to` that are known */
export function newestState(
  memo: Memo,
  training: TrainingKey,
  remembered: Remembered,
  to: number,
  best: BestEpoch | null,
): TrainingState | null {
  // States past the curve that is known are of no use: the epochs up to them would be missing. Nor are
  // those past a best epoch without a state: it would go on missing.
  const before = isKept(remembered, best) ? to : Math.min(best!.epoch, to);
  for (const epoch of [...remembered.states].reverse()) {
    if (epoch >= before || epoch > remembered.curve.length) continue;
    const state = memo.loadState(training, epoch);
    if (state !== null && state.epoch === epoch) return state;
  }
  return null;
}

/**
 * Whether nothing is left to train: every epoch is known, the state, which a later segment goes on from,
 * and that of the best epoch, which is the model. The best may be without one where another sweep, whose
 * metric found another epoch best, has done the training.
 */
export function answers(remembered: Remembered, to: number, best: BestEpoch | null): boolean {
  const reaches = remembered.curve.length >= to && remembered.states.includes(to);
  return reaches && isKept(remembered, best);
}

function isKept({ states }: Remembered, best: BestEpoch | null): boolean {
  return best === null || states.includes(best.epoch);
}
