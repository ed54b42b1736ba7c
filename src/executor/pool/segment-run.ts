// One segment on its way: waiting, training, ended. It keeps the executor's promises to the caller
// whatever the threads do: epochs in order and each once over all attempts, states behind the epochs up to
// them, one end, nothing after it. A second attempt goes on from the newest checkpoint of the first.

import type { EpochMetrics } from '../../vocabulary/metric.js';
import type {
  BestState,
  CheckpointKind,
  Segment,
  SegmentEnd,
  SegmentListener,
  TrainingState,
} from '../../vocabulary/segment.js';
import type { RunningSegment } from '../executor.js';
import { type AttemptControl, attemptControl } from './attempt-control.js';
import type { Checkpoint, KeptBest } from './checkpoint.js';
import { type Fault, failureOf } from './fault.js';
import type { Answer } from './segment-call.js';

/** A segment that failed is tried once more: accidents of a thread should not cost a trial. */
const MOST_ATTEMPTS = 2;

/** What a thread is given to train: the segment, or what is left of it. */
export interface Attempt {
  readonly segment: Segment;
  readonly state: TrainingState | null;
  readonly best: KeptBest | null;
  readonly control: AttemptControl;
}

export interface SegmentRun extends RunningSegment {
  readonly ended: () => boolean;
  /** A thread is about to train it. */
  beginAttempt(): Attempt;
  /** Forwards those epochs that the caller has not heard yet. */
  hear(epochs: readonly EpochMetrics[]): void;
  /** A state of the attempt under way; the epochs up to it were heard. */
  hearCheckpoint(checkpoint: Checkpoint): void;
  finish(answer: Answer & { readonly kind: 'trained' }): void;
  /** The attempt came to nothing. Unless it has `ended` by this, it waits for another attempt. */
  failAttempt(fault: Fault): void;
  /** Ends as interrupted now, with what is known; its thread is going away. */
  interrupt(): void;
  /** Ends as failed now; the executor is going away. */
  abandon(fault: Fault): void;
}

export function segmentRun(
  segment: Segment,
  state: TrainingState | null,
  listener: SegmentListener,
): SegmentRun {
  let control: AttemptControl | null = null;
  let stopped = false;
  let counted = Number.POSITIVE_INFINITY;
  let ended = false;
  let heard = segment.from;
  /** What the next attempt would go on from. */
  let newest = state;
  let best: KeptBest | null = null;
  const told = { interim: segment.from, best: segment.from };
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
      listener.onEpoch(Object.freeze(epoch));
      if (!stopped) control?.markHeard(heard);
    }
  }

  async function hearCheckpoint(checkpoint: Checkpoint): Promise<void> {
    if (ended) return;
    const sender = control;
    const { bestState } = checkpoint;
    newest = checkpoint.state;
    best = keptBest(checkpoint, best);
    // First: were it lost between the two, nobody would have the state of an epoch that is known.
    const waits = [bestState === null ? null : tell(bestState, 'best'), tell(newest, 'interim')];
    await Promise.all(waits);
    sender?.markTaken();
  }

  /** Nothing that was told before, by an earlier attempt, and nothing that does not count. */
  function tell(known: TrainingState, kind: CheckpointKind): Promise<void> | null {
    if (ended || known.epoch <= told[kind] || known.epoch > counted) return null;
    told[kind] = known.epoch;
    return listener.onState(known, kind);
  }

  /** As the newest checkpoint has it: of later epochs there is no state. */
  function bestKnown(): BestState {
    const isAnother = best !== null && best.state !== newest && best.epoch.epoch <= counted;
    return isAnother ? best!.state : null;
  }

  function interrupt(): void {
    settle({ kind: 'interrupted', state: newest, best: bestKnown() });
  }

  function fail(last: Fault): void {
    settle({ kind: 'failed', failure: failureOf([...faults, last]) });
  }

  function failAttempt(fault: Fault): void {
    control = null;
    // Whoever asked it to stop wants no second attempt, and what was kept is still good.
    if (stopped) interrupt();
    else if (faults.length + 1 >= MOST_ATTEMPTS) fail(fault);
    else faults.push(fault);
  }

  return {
    end,
    ended: () => ended,
    hear,
    hearCheckpoint: (checkpoint) => void hearCheckpoint(checkpoint),
    failAttempt,
    interrupt,
    beginAttempt() {
      control = attemptControl();
      const from = newest?.epoch ?? segment.from;
      return { segment: { ...segment, from }, state: newest, best, control };
    },
    stop(upTo) {
      if (!stopped && upTo !== undefined) counted = upTo;
      stopped = true;
      if (control === null) interrupt();
      else control.requestStop(upTo);
    },
    finish(answer) {
      hear(answer.epochs);
      if (answer.state === null) interrupt();
      else if (answer.end === 'reached') {
        settle({ kind: 'reached', state: answer.state, best: answer.best });
      } else settle({ kind: 'interrupted', state: answer.state, best: answer.best });
    },
    abandon: fail,
  };
}

/** @param before what was kept until now: its state is not sent again */
function keptBest(
  { state, best, bestState }: Checkpoint,
  before: KeptBest | null,
): KeptBest | null {
  if (best === null) return null;
  if (best.epoch === state.epoch) return { epoch: best, state };
  return bestState === null ? before : { epoch: best, state: bestState };
}
