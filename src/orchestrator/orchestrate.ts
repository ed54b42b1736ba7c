// The evaluation of a sweep: ask what to do next, hand it out, hear what came of it, until nothing is
// left. A resumed sweep, an extended one and a first one are the same evaluation; the memo makes the
// difference. Nothing grows with the number of trials that are settled.

import { sweepEvaluation } from './evaluation.js';
import { segmentsInFlight } from './segments-in-flight.js';
import type { SweepOutcome, SweepParts } from './sweep-parts.js';

/** Steps after which signals, timers and other work of the process get their turn. */
const STEPS_PER_TURN = 64;

/**
 * Runs a sweep to its end, or until `parts.pause` is aborted and the epochs in hand are finished.
 *
 * @throws what a listener, a rule or another part has thrown, after asking running segments to stop
 */
export async function orchestrate(parts: SweepParts): Promise<SweepOutcome> {
  const flight = segmentsInFlight(parts.executor);
  const evaluation = sweepEvaluation(parts, flight);
  parts.pause.addEventListener('abort', flight.stopAll);
  try {
    for (let step = 1; ; step++) {
      if (step % STEPS_PER_TURN === 0) await otherWork();
      evaluation.advance();
      await caughtUp(parts);
      if (!parts.pause.aborted && evaluation.setOut()) continue;
      if (flight.running === 0) {
        evaluation.advance();
        return evaluation.conclude();
      }
      await flight.news();
      while (evaluation.land()) {}
    }
  } finally {
    parts.pause.removeEventListener('abort', flight.stopAll);
    flight.stopAll();
  }
}

/** Waits for listeners that have fallen behind, but not longer than until a pause: a disk may stay full. */
async function caughtUp({ backlog, pause }: SweepParts): Promise<void> {
  const late = pause.aborted ? null : (backlog?.() ?? null);
  if (late === null) return;
  await new Promise<void>((resolve) => {
    const go = () => {
      pause.removeEventListener('abort', go);
      resolve();
    };
    pause.addEventListener('abort', go);
    void late.then(go);
  });
}

/** Without it, a sweep that the memo answers whole would let no Ctrl-C in. */
function otherWork(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
