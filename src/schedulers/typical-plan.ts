// What a schedule comes to that decides by what has arrived so far: nobody knows beforehand who looks good on
// arrival, but how many usually do, the schedule itself tells when it is played with trials in no particular order.

import { PhiloxStream, Purpose } from '../vocabulary/philox.js';
import type { PlannedRung, Scheduler } from './scheduler.js';

/** Plays of which the mean is taken: of fewer trials more, as the first ones decide most. */
const PLAYED_TRIALS = 4_000;
const MOST_PLAYS = 64;
/** More trials are not played, but reckoned from so many. */
const PLAYED_AT_MOST = 1_000;
/** Trials side by side: as many as a definition has that says nothing. */
const SLOTS = 16;

/**
 * The mean of plays in which a trial that is better at one rung is better at all. The same numbers are the same
 * plan.
 *
 * @param start with so many trials
 * @param rungs epochs of the rungs, ascending
 * @param trials infinite where nobody knows yet
 */
export function typicalPlan(
  start: (trials: number) => Scheduler,
  rungs: readonly number[],
  trials: number,
): readonly PlannedRung[] {
  const played = Math.min(trials, PLAYED_AT_MOST);
  const plays = Math.min(MOST_PLAYS, Math.max(1, Math.floor(PLAYED_TRIALS / Math.max(played, 1))));
  const totals = new Map(rungs.map((epochs) => [epochs, 0]));
  for (let index = 0; index < plays; index++) play(start(played), index, totals);
  let before = trials;
  return rungs.map((epochs, rung) => {
    const mean = totals.get(epochs)! / plays;
    const usual = played === trials ? mean : (mean / played) * trials;
    // One at least while there are any, as of every ladder.
    before = rung === 0 ? trials : Math.min(before, Math.max(1, Math.round(usual)));
    return { configurations: before, epochs };
  });
}

/** In slots of which each is taken as long as its epochs last. @param totals by epochs, how often a trial was sent there */
function play(scheduler: Scheduler, index: number, totals: Map<number, number>): void {
  const random = new PhiloxStream(0, Purpose.search, index);
  const values: number[] = [];
  const underway: { readonly trial: number; readonly to: number; readonly end: number }[] = [];
  let now = 0;
  for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
    if (step.kind !== 'wait') {
      const { trial, to } = step;
      totals.set(to, totals.get(to)! + 1);
      values[trial] ??= random.uniform();
      underway.push({ trial, to, end: now + to - (step.kind === 'start' ? 0 : step.from) });
      if (underway.length < SLOTS) continue;
    }
    underway.sort((a, b) => a.end - b.end || a.trial - b.trial);
    const { trial, to, end } = underway.shift()!;
    now = end;
    scheduler.report({ trial, outcome: 'reached', epoch: to, value: values[trial]! });
  }
}
