// The decisions of a sweep, numbered: the same numbers for the same decisions, whoever trained and however
// often it was interrupted. Where a clock gives the order, decisions are told as they are made. Where
// nothing is learned on the way they are made in any order, and told in that in which journeys began, as
// if each had begun when the one before was over.

import type { SweepListener } from '../vocabulary/event.js';
import type { Reason } from '../vocabulary/verdict.js';
import { type Clock, type Journey, workOf } from './clock.js';

export interface Decision {
  readonly trial: number;
  readonly action: 'start' | 'continue' | 'wait' | 'complete' | 'stop' | 'fail' | 'exhaust';
  readonly epoch: number;
  readonly reason: Reason | null;
}

export interface DecisionLog {
  /** A journey begins. */
  begin(journey: Journey, decision: Decision): void;
  /** What its end decides about its own trial. */
  end(journey: Journey, decision: Decision): void;
  /** What follows from everything that has begun so far: a rung is decided. */
  conclude(decision: Decision): void;
  /** There is nothing left to begin. */
  exhaust(decision: Decision): void;
}

/** Numbers and tells decisions at once. */
export function decisionsAsMade(clock: Clock, listen: SweepListener): DecisionLog {
  let sequence = 0;
  let known = 0;
  const tell = (decision: Decision) =>
    listen({ kind: 'decision', sequence: sequence++, at: clock.now, known, ...decision });
  return {
    begin: (_, decision) => tell(decision),
    end(_, decision) {
      known++;
      tell(decision);
    },
    conclude: tell,
    exhaust: tell,
  };
}

interface Entry {
  readonly first: Decision | null;
  last: Decision | null;
  work: number;
  readonly conclusions: Decision[];
}

/** Holds back what was decided until everything that began before is over. */
export function decisionsAsBegun(listen: SweepListener): DecisionLog {
  const entries: Entry[] = [];
  const open = new Map<number, Entry>();
  let sequence = 0;
  let known = 0;
  let at = 0;

  function tell(decision: Decision): void {
    listen({ kind: 'decision', sequence: sequence++, at, known, ...decision });
  }

  function tellWhatIsOver(): void {
    for (let entry = entries[0]; entry !== undefined && entry.last !== null; entry = entries[0]) {
      entries.shift();
      if (entry.first !== null) {
        tell(entry.first);
        at += entry.work;
        known++;
      }
      tell(entry.last);
      entry.conclusions.forEach(tell);
    }
  }

  return {
    begin({ trial }, first) {
      const entry: Entry = { first, last: null, work: 0, conclusions: [] };
      entries.push(entry);
      open.set(trial, entry);
    },
    end(journey, last) {
      const entry = open.get(journey.trial)!;
      open.delete(journey.trial);
      entry.last = last;
      entry.work = workOf(journey);
      tellWhatIsOver();
    },
    conclude(decision) {
      const latest = entries.at(-1);
      if (latest === undefined) tell(decision);
      else latest.conclusions.push(decision);
    },
    exhaust(last) {
      entries.push({ first: null, last, work: 0, conclusions: [] });
      tellWhatIsOver();
    },
  };
}
