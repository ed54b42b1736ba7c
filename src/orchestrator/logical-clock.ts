// A discrete-event simulation: so many slots, each taken by a journey for as long as its epochs cost by
// the definition, whatever they cost in seconds. Epochs that wait for their turn and ends are handed out by
// logical time, those of one moment by trial number; a result that is there early waits until nothing else
// can come before it. So one definition and one seed give one order, on any number of workers and after
// any crash.

import { type Clock, type Journey, workOf } from './clock.js';

/** @param slots journeys under way at a time; at least 1 */
export function logicalClock(slots: number): Clock {
  const begun = new Map<Journey, number>();
  let now = 0;
  /** The journey that all others wait for, and how far it was then: until it moves nothing changes. */
  let awaited: { readonly journey: Journey; readonly covered: number } | null = null;

  function earliest(): { journey: Journey; at: number } | null {
    let first: { journey: Journey; at: number } | null = null;
    for (const [journey, start] of begun) {
      const at = start + workOf(journey);
      const isEarlier =
        first === null || at < first.at || (at === first.at && journey.trial < first.journey.trial);
      if (isEarlier) first = { journey, at };
    }
    return first;
  }

  function stillWaits(): boolean {
    if (awaited === null) return false;
    const { journey, covered } = awaited;
    const { hasNext, hasEnded, isStopped } = journey;
    return !hasNext && !hasEnded && journey.covered === covered && !isStopped;
  }

  return {
    get now() {
      return now;
    },
    hasSlot: () => begun.size < slots,
    begin(journey) {
      begun.set(journey, now);
      awaited = null;
    },
    next() {
      if (stillWaits()) return null;
      const first = earliest();
      if (first === null) return null;
      const { journey, at } = first;
      if (journey.hasNext) {
        awaited = null;
        now = at;
        return journey;
      }
      if (!journey.hasEnded) {
        awaited = { journey, covered: journey.covered };
        return null;
      }
      awaited = null;
      begun.delete(journey);
      now = at;
      return journey;
    },
  };
}
