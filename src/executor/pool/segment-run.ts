// One segment on its way: waiting, training, ended. It keeps the executor's promises to the caller
// whatever the threads do: epochs in order and each once over all attempts, one end, nothing after it.

import type { EpochMetrics } from '../../vocabulary/metric.js';
import type {
  EpochListener,
  Segment,
  SegmentEnd,
  TrainingState,
} from '../../vocabulary/segment.js';
import type { RunningSegment } from '../executor.js';
import { type AttemptControl, attemptControl } from './attempt-control.js';
import { type Fault, failureOf } from './fault.js';
import type { Answer } from './segment-call.js';

/** A segment that failed is tried once more: accidents of a thread should not cost a trial. */
const MOST_ATTEMPTS = 2;

export interface SegmentRun extends RunningSegment {
  readonly segment: Segment;
  readonly state: TrainingState | null;
  readonly ended: () => boolean;
  /** A thread is about to train it. */
  beginAttempt(): AttemptControl;
  /** Forwards those epochs that the caller has not heard yet. */
  hear(epochs: readonly EpochMetrics[]): void;
  finish(answer: Answer & { readonly kind: 'trained' }): void;
  /** The attempt came to nothing. Unless it has `ended` by this, it waits for another attempt. */
  failAttempt(fault: Fault): void;
  /** Ends as failed now; the executor is going away. */
  abandon(fault: Fault): void;
}

export function segmentRun(
  segment: Segment,
  state: TrainingState | null,
  onEpoch: EpochListener,
): SegmentRun {
  let control: AttemptControl | null = null;
  let stopped = false;
  let ended = false;
  let heard = segment.from;
  const faults: Fault[] = [];
  let resolve: (end: SegmentEnd) => void;
  const end = new Promise<SegmentEnd>((settle) => {
    resolve = settle;
  });

  function settle(result: SegmentEnd): void {
    if (ended) return;
    ended = true;
    resolve(Object.freeze(result));
  }

  function hear(epochs: readonly EpochMetrics[]): void {
    for (const epoch of epochs) {
      if (ended || epoch.epoch !== heard + 1) continue;
      heard++;
      onEpoch(Object.freeze(epoch));
      if (!stopped) control?.markHeard(heard);
    }
  }

  function fail(last: Fault): void {
    settle({ kind: 'failed', failure: failureOf([...faults, last]) });
  }

  function failAttempt(fault: Fault): void {
    control = null;
    // Whoever asked it to stop wants no second attempt, and what was kept is still good.
    if (stopped) settle({ kind: 'interrupted', state, best: null });
    else if (faults.length + 1 >= MOST_ATTEMPTS) fail(fault);
    else faults.push(fault);
  }

  return {
    segment,
    state,
    end,
    ended: () => ended,
    hear,
    failAttempt,
    beginAttempt() {
      control = attemptControl();
      return control;
    },
    stop(upTo) {
      stopped = true;
      if (control === null) settle({ kind: 'interrupted', state, best: null });
      else control.requestStop(upTo);
    },
    finish(answer) {
      hear(answer.epochs);
      const { best } = answer;
      if (answer.end === 'reached' && answer.state !== null) {
        settle({ kind: 'reached', state: answer.state, best });
      } else settle({ kind: 'interrupted', state: answer.state ?? state, best });
    },
    abandon: fail,
  };
}
