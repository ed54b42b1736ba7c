// In which order ends are taken note of, and how many trials may be under way. Whatever learns from results
// decides by what is known at that moment, so this order decides the sweep.
//
// An implementer guarantees: every journey that was begun is handed out when it has ended, once and last,
// and before that once for each epoch that waits for its turn (`hasNext`). A caller takes such an epoch in
// before it asks again, and may assume: between two calls of `next` nothing else is handed out, so that
// whatever follows (a trial is given up, another journey begins) has happened before the next is chosen.
//
//   const clock = logicalClock(2);
//   clock.begin(a); clock.begin(b);  clock.hasSlot() -> false
//   clock.next()  -> null      // b has ended, but a may still end before it
//   clock.next()  -> b         // now a is known to go on past b's end

/** A trial on its way from one epoch to another. */
export interface Journey {
  readonly trial: number;
  /** Logical work of one epoch, of all its replicates: greater than 0. */
  readonly cost: number;
  /** Epochs that it was sent on. */
  readonly length: number;
  /** Epochs of them that all replicates have, as far as they count. */
  readonly covered: number;
  /** A rule has stopped it at the last of these. */
  readonly isStopped: boolean;
  /** All replicates have the epoch after these, which counts as soon as its turn has come. */
  readonly hasNext: boolean;
  /** What came of it is known, and everything that it leaves behind is kept; no epoch waits. */
  readonly hasEnded: boolean;
}

export interface Clock {
  /** Logical work: the time of what was handed out last. */
  readonly now: number;
  /** Whether another journey may begin now. */
  hasSlot(): boolean;
  begin(journey: Journey): void;
  /**
   * Whose turn it is, with its next epoch or else with its end, after which it is no longer under way; null:
   * not known yet.
   */
  next(): Journey | null;
}

/**
 * Logical work from a journey's beginning to its end, as far as is known: less than this it never is. One
 * that fails has failed in the epoch after those that are known.
 */
export function workOf({ cost, length, covered, isStopped }: Journey): number {
  return cost * (isStopped ? covered : Math.min(covered + 1, length));
}
