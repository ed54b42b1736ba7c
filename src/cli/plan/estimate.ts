// How long a sweep would take: what a calibration has measured, over the course that the real scheduler
// would take. A course depends on which trials are good, which nobody knows yet, so several are played; how
// far they lie apart is part of what is said.

import type { StartedSweep } from '../prepare-sweep.js';
import type { PlannedReuse } from '../reuse/planned-reuse.js';
import { rowsOfData } from '../rows-of-data.js';
import { planSweep, trainsInPieces } from '../sweep-plan.js';
import { calibrate } from './calibration.js';
import { type CostModel, secondsOf } from './cost-model.js';
import { type Course, courseSeconds, doneAfter, playCourse, randomValues } from './course.js';
import type { TriedConfigurations } from './tried-configurations.js';

export interface Estimate {
  /** From the command's start to its end. */
  readonly seconds: number;
  /** Likely not less, likely not more. */
  readonly from: number;
  readonly to: number;
  /** Rules may stop trials, and what is stopped takes no time. */
  readonly isAtMost: boolean;
  /** Configurations that were measured. */
  readonly measured: number;
  /** What is done so many seconds after the start, which take the threads and the data too. */
  readonly doneAfter: (seconds: number) => { readonly epochs: number; readonly trials: number };
}

/** Courses that are played; a long one is played less often. */
const COURSES = 9;
const COURSES_OF_MANY = 3;
const MANY = 5000;

/** Share by which one and the same sweep may take longer or shorter on one and the same machine. */
const EVER = 0.1;

/**
 * What is larger, or takes more steps in an epoch, is ahead at a rung more often than not: so much the largest
 * is better than the smallest, where chance alone gives 0 to 1. Without it halvings seem shorter than they are.
 */
const LEAD = 0.5;

/** Into so many pieces trials are cut where rules compare them: orchestrator/legs.ts. */
const PIECES = 9;

/**
 * @param opening seconds that were needed until the sweep could begin, its data included
 * @param reuse what is known already and takes no time; null: nothing
 * @returns null where nothing could be measured
 */
export async function estimateTime(
  sweep: StartedSweep,
  tried: TriedConfigurations,
  reuse: PlannedReuse | null,
  opening: number,
): Promise<Estimate | null> {
  const { plan, definition } = sweep;
  const meanCost = tried.some.reduce((sum, { cost }) => sum + cost, 0) / tried.some.length;
  const calibration = await calibrate(sweep, tried.some, plan.epochs * meanCost);
  const { model } = calibration;
  if (model === null) return null;
  const times = plan.configurations > MANY ? COURSES_OF_MANY : COURSES;
  const courses = Array.from({ length: times }, (_, seed) =>
    courseOf(sweep, { tried, reuse, model, seed }),
  );
  const played = courses
    .map((course) => ({ course, seconds: courseSeconds(course, plan.epochs) }))
    .sort((a, b) => a.seconds - b.seconds);
  const middle = played[played.length >> 1]!;
  const start = opening + calibration.start;
  const error = Math.hypot(EVER, model.spread / Math.sqrt(calibration.configurations || 1));
  return {
    seconds: start + middle.seconds,
    from: start + played[0]!.seconds / (1 + error),
    to: start + played.at(-1)!.seconds * (1 + error),
    isAtMost: definition.stopping.some(({ type }) => type !== 'diverged'),
    measured: calibration.configurations,
    doneAfter: (seconds) => doneAfter(middle.course, seconds - start),
  };
}

interface Known {
  readonly tried: TriedConfigurations;
  readonly reuse: PlannedReuse | null;
  readonly model: CostModel;
  readonly seed: number;
}

function courseOf(
  { definition, data, plan, workers }: StartedSweep,
  { tried, reuse, model, seed }: Known,
): Course {
  const { scheduler } = planSweep(definition, data[0]!.task.kind, rowsOfData(data));
  const { order, replicates, configurations } = plan;
  const toTrain = sharesToTrain(plan.rungs, replicates, reuse);
  const piece = trainsInPieces(plan) ? Math.ceil(definition.epochs / PIECES) : definition.epochs;
  const { goal } = definition.objective;
  const random = randomValues(seed);
  const ranks = ranksOf(tried);
  return playCourse({
    scheduler,
    trials: configurations,
    workers,
    slots: order.kind === 'free' ? Number.POSITIVE_INFINITY : order.slots,
    replicates,
    objectiveAt(candidate) {
      const value = random(candidate) + LEAD * ranks[costIndex(candidate, seed, tried)]!;
      return goal === 'maximize' ? value : -value;
    },
    secondsOf({ candidate, from, to, rows }) {
      const share = toTrain({ bracket: scheduler.bracketOf?.(candidate), epochs: to, rows });
      const whole = tried.some[costIndex(candidate, seed, tried)]!.cost;
      const cost = rows === undefined ? whole : whole * tried.shareOfWork(rows);
      const extra = (Math.ceil((to - from) / piece) - 1) * model.perSegment;
      return share * (secondsOf(model, to - from, cost) + extra);
    },
  });
}

/** By cost, from 0 (least) to 1; equal costs have equal ranks. */
function ranksOf({ some }: TriedConfigurations): readonly number[] {
  const sorted = some.map(({ cost }) => cost).sort((a, b) => a - b);
  return some.map(({ cost }) => sorted.indexOf(cost) / some.length);
}

/** Its own configuration; where that is not known, one of the others, and in another course another one. */
function costIndex(candidate: number, seed: number, { some, areAll }: TriedConfigurations): number {
  return areAll ? candidate : (candidate + seed * 31) % some.length;
}

/** Of the epochs on the way to a rung, the share that the memo does not have. */
function sharesToTrain(
  rungs: StartedSweep['plan']['rungs'],
  replicates: number,
  reuse: PlannedReuse | null,
): (rung: { [Key in 'bracket' | 'rows']: number | undefined } & { epochs: number }) => number {
  const shares = rungs.map((rung, i) => {
    const goesOn = rung.rows === undefined && rungs[i - 1]?.bracket === rung.bracket;
    const before = goesOn ? (rungs[i - 1]?.epochs ?? 0) : 0;
    const planned = rung.configurations * (rung.epochs - before) * replicates;
    return 1 - (reuse?.knownAtRungs[i] ?? 0) / planned;
  });
  return ({ bracket, epochs, rows }) => {
    const index = rungs.findIndex(
      (rung) => rung.bracket === bracket && rung.epochs === epochs && rung.rows === rows,
    );
    return shares[index] ?? 1;
  };
}
