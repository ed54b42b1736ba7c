// How a sweep would go, played on a clock that nobody waits for: the real scheduler, so many workers that
// take segments in the order in which they are handed out, and values drawn at random in the place of
// results. So a halving waits at its rungs, and at its end fewer trials than workers run, as they will.

import type { Report, Scheduler, Step } from '../../schedulers/scheduler.js';
import { PhiloxStream, Purpose } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';

export interface CourseOptions {
  /** Of its own: it is asked and told as if this were the sweep. */
  readonly scheduler: Scheduler;
  /** So many trials there are. */
  readonly trials: number;
  /** Segments that are trained at the same time. */
  readonly workers: number;
  /** Trials under way at the same time. */
  readonly slots: number;
  /** How often each configuration is trained. */
  readonly replicates: number;
  /** Of one replicate on its way. */
  readonly secondsOf: (way: Way) => number;
  /** What a candidate reports whenever it is asked: one that is good at a rung is good at the next. */
  readonly objectiveAt: (candidate: number) => number;
  /** Segments that are played; what comes after them is taken to go on at the same speed. */
  readonly most?: number;
}

/** What is done after so many seconds. */
export interface Milestone {
  readonly seconds: number;
  /** Of all replicates together. */
  readonly epochs: number;
  /** Trials that are settled. */
  readonly trials: number;
}

export interface Course {
  /** Ascending, one for each segment's end. */
  readonly milestones: readonly Milestone[];
  /** False where the sweep is longer than what was played. */
  readonly isWhole: boolean;
}

/** From one epoch to another. */
export interface Way {
  /** Its configuration is that of so many-th; without rows, the trial. */
  readonly candidate: number;
  readonly from: number;
  readonly to: number;
  /** Of the training part, where the schedule allots them. */
  readonly rows?: number;
}

interface Journey extends Way {
  readonly trial: number;
  /** Replicates that are not there yet. */
  left: number;
}

interface Running {
  readonly journey: Journey;
  readonly end: number;
}

const MOST_SEGMENTS = 20_000;

export function playCourse(options: CourseOptions): Course {
  const { scheduler, workers, slots, replicates, most = MOST_SEGMENTS } = options;
  const queue: Journey[] = [];
  const running: Running[] = [];
  const settled = new Set<number>();
  const milestones: Milestone[] = [];
  let now = 0;
  let epochs = 0;
  let underway = 0;
  let isWhole = true;

  function note(settlements: ReturnType<Scheduler['report']>): void {
    for (const { trial, fate } of settlements) if (fate.state !== 'paused') settled.add(trial);
  }

  function nextJourney(): Journey | null {
    const waiting = queue[0];
    if (waiting !== undefined) return waiting;
    if (underway >= slots) return null;
    const step = scheduler.next();
    if (step.kind === 'wait' || step.kind === 'done') return null;
    const way = wayOf(step);
    if (way.candidate >= options.trials) {
      note(scheduler.exhausted());
      return nextJourney();
    }
    // On more rows a candidate begins anew, and its trial on fewer is over.
    const before = step.kind === 'start' ? (step.candidate?.before ?? null) : null;
    if (before !== null) settled.add(before);
    const journey = { ...way, trial: step.trial, left: replicates };
    underway++;
    for (let i = 0; i < replicates; i++) queue.push(journey);
    return journey;
  }

  function dispatch(): void {
    while (running.length < workers) {
      const journey = nextJourney();
      if (journey === null) return;
      queue.shift();
      running.push({ journey, end: now + options.secondsOf(journey) });
    }
  }

  function land({ journey, end }: Running): void {
    const { trial, candidate, from, to } = journey;
    now = end;
    epochs += to - from;
    if (--journey.left === 0) {
      underway--;
      const report: Report = {
        trial,
        outcome: 'reached',
        epoch: to,
        value: options.objectiveAt(candidate),
      };
      note(scheduler.report(report));
    }
    milestones.push({ seconds: now, epochs, trials: settled.size });
  }

  for (dispatch(); running.length > 0; dispatch()) {
    if (milestones.length === most) {
      isWhole = false;
      break;
    }
    const first = running.reduce((least, next) => (next.end < least.end ? next : least));
    running.splice(running.indexOf(first), 1);
    land(first);
  }
  return { milestones, isWhole };
}

function wayOf(step: Step & { readonly kind: 'start' | 'continue' }): Way {
  if (step.kind === 'continue') return { candidate: step.trial, from: step.from, to: step.to };
  const { trial, to, candidate } = step;
  if (candidate === undefined) return { candidate: trial, from: 0, to };
  return { candidate: candidate.number, from: 0, to, rows: candidate.rows };
}

/** Uniform numbers, the same for a candidate whenever it is asked for. */
export function randomValues(seed: Seed): (candidate: number) => number {
  return (candidate) => new PhiloxStream(seed, Purpose.search, candidate).uniform();
}

/** What is done after so many seconds; of a course that was cut short, as it would go on at the same speed. */
export function doneAfter(
  { milestones, isWhole }: Course,
  seconds: number,
): Omit<Milestone, 'seconds'> {
  const last = milestones.findLast((milestone) => milestone.seconds <= seconds);
  if (last === undefined) return { epochs: 0, trials: 0 };
  const isBeyond = !isWhole && last === milestones.at(-1);
  const factor = isBeyond ? seconds / last.seconds : 1;
  return { epochs: Math.floor(last.epochs * factor), trials: Math.floor(last.trials * factor) };
}

/** @param epochs planned in all, from which the rest of a course that was cut short is reckoned */
export function courseSeconds({ milestones, isWhole }: Course, epochs: number): number {
  const last = milestones.at(-1);
  if (last === undefined) return 0;
  return isWhole ? last.seconds : (last.seconds * epochs) / last.epochs;
}
