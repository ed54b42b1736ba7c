// Where a segment runs. The orchestrator hands segments over and hears epochs, states on the way and an
// end; threads, machines and their accidents stay behind this wall.
//
// An implementer guarantees: `end` always settles and never rejects, whatever becomes of the worker;
// epochs arrive in order from segment.from + 1, each once, also when the segment was retried; a state on
// the way arrives after the epochs up to it, and before it that of the best epoch so far, where that is
// another one; nothing is heard after `end`. A caller may assume: starting more than `capacity` at once
// queues them.

import type { Segment, SegmentEnd, SegmentListener, TrainingState } from '../vocabulary/segment.js';

export interface RunningSegment {
  readonly end: Promise<SegmentEnd>;
  /**
   * Finish the epoch in hand and end as 'interrupted' (or 'reached', if that was the last one). Safe to
   * call twice, and after the end.
   * @param upTo the last epoch that counts: the best state is one of those up to it
   */
  stop(upTo?: number): void;
}

export interface Executor {
  /** How many segments it trains at the same time. */
  readonly capacity: number;
  /** @param state the state at segment.from; null exactly where segment.from is 0 */
  start(segment: Segment, state: TrainingState | null, listener: SegmentListener): RunningSegment;
  /**
   * Waits for no epoch in hand: every segment that was started ends now, as interrupted, with the newest
   * state that is known of it: the last one told on the way, else the one it came with. What is started
   * afterwards is trained as ever.
   */
  interrupt(): void;
  /** Ends everything at once; running segments settle as failed. Safe to call twice. */
  close(): Promise<void>;
}
