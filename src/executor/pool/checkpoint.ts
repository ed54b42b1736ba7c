// A state on the way out of its thread: what another attempt goes on from, with what it must know of the
// best epoch so far. The copy costs as much as the state is large, so none is made before it is due, nor
// while the one before has not been taken: a slow disk would otherwise fill the memory with states.

import type { BestEpoch } from '../../vocabulary/metric.js';
import type { TrainingState } from '../../vocabulary/segment.js';
import type { AttemptControl } from './attempt-control.js';

/** The best epoch until a checkpoint, and its state. */
export interface KeptBest {
  readonly epoch: BestEpoch;
  readonly state: TrainingState;
}

export interface Checkpoint {
  readonly state: TrainingState;
  /** The best epoch up to it; null where none has the objective's metric, or the last one speaks. */
  readonly best: BestEpoch | null;
  /** The state at the best epoch, where that is another one and was not sent before. */
  readonly bestState: TrainingState | null;
}

export interface CheckpointTimer {
  due(): boolean;
  /** One is being sent now. */
  sent(): void;
}

/**
 * @param every seconds from the beginning, and from one checkpoint to the next; null: never
 * @param now milliseconds on any monotonic clock
 */
export function checkpointTimer(
  every: number | null,
  control: AttemptControl,
  now: () => number = () => performance.now(),
): CheckpointTimer {
  let last = now();
  return {
    due: () => every !== null && now() - last >= every * 1000 && control.isTaken(),
    sent() {
      last = now();
      control.markSent();
    },
  };
}
