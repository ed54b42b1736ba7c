// First come, first served: epochs and ends are handed out as they arrive. For sweeps in which nothing is learned on
// the way the order decides nothing, and no worker ever waits for a logical turn; where something is, it is
// the classical behaviour (`order: arrival`), which another number of workers does not repeat.

import { type Clock, type Journey, workOf } from './clock.js';

/** @param hasRoom whether whoever trains could take another journey */
export function arrivalClock(hasRoom: () => boolean): Clock {
  const underway = new Set<Journey>();
  let now = 0;
  return {
    get now() {
      return now;
    },
    hasSlot: hasRoom,
    begin: (journey) => void underway.add(journey),
    next() {
      for (const journey of underway) {
        if (journey.hasNext) return journey;
        if (!journey.hasEnded) continue;
        underway.delete(journey);
        now += workOf(journey);
        return journey;
      }
      return null;
    },
  };
}
