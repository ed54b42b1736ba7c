// A sampler that learns nothing, made of proposals that come one after the other. Asked in order it goes on
// from the last one; asked for one before, it walks again from the beginning: the answer never depends on what
// was asked before, and nothing is kept of what was answered.

import type { Assignment } from '../vocabulary/configuration.js';
import type { Reason } from '../vocabulary/verdict.js';
import type { Sampler } from './sampler.js';

export interface Walk {
  /** The next proposal; null: nothing is left, now and ever after. */
  next(): Assignment | null;
  /** Why nothing is left, where that is so. */
  exhaustion(): Reason | null;
}

/** @param size how many there are, where that is known */
export function inAnyOrder(size: number | null, begin: () => Walk): Sampler {
  let walk = begin();
  let trial = -1;
  let current: Assignment | null = null;

  return {
    size,
    observe: null,
    suggest(asked) {
      if (asked < trial) {
        walk = begin();
        trial = -1;
      }
      while (trial < asked) {
        const next = walk.next();
        if (next === null) return null;
        current = next;
        trial++;
      }
      return current;
    },
    exhaustion: () => walk.exhaustion(),
  };
}
