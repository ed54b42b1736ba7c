// How a sweep would go, played on a clock that nobody waits for: the real scheduler, so many workers that
// take segments in the order in which they are handed out, and values drawn at random in the place of
// results. So a halving waits at its rungs, and at its end fewer trials than workers run, as they will.

import type { Report, Scheduler } from '../../schedulers/scheduler.js';
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
  /** Of one replicate of a trial on its way. */
  readonly secondsOf: (trial: number, from: number, to: number) => number;
  /** What a trial reports whenever it is asked: one that is good at a rung is good at the next. */
  readonly objectiveAt: (trial: number) => number;
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

/** A trial on its way to an epoch. */
interface Journey {
  readonly trial: number;
  readonly from: number;
  readonly to: number;
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
    if (step.kind === 'start' && step.trial >= options.trials) {
      note(scheduler.exhausted());
      return nextJourney();
    }
    const from = step.kind === 'start' ? 0 : step.from;
    const journey = { trial: step.trial, from, to: step.to, left: replicates };
    underway++;
    for (let i = 0; i < replicates; i++) queue.push(journey);
    return journey;
  }

  function dispatch(): void {
    while (running.length < workers) {
      const journey = nextJourney();
      if (journey === null) return;
      queue.shift();
      const { trial, from, to } = journey;
      running.push({ journey, end: now + options.secondsOf(trial, from, to) });
    }
  }

  function land({ journey, end }: Running): void {
    const { trial, from, to } = journey;
    now = end;
    epochs += to - from;
    if (--journey.left === 0) {
      underway--;
      const report: Report = {
        trial,
        outcome: 'reached',
        epoch: to,
        value: options.objectiveAt(trial),
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

/** Uniform numbers, the same for a trial whenever it is asked for. */
export function randomValues(seed: Seed): (trial: number) => number {
  return (trial) => new PhiloxStream(seed, Purpose.search, trial).uniform();
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
