// The ranking of a sweep with several objectives: by fronts, and within a front by the first objective. The
// law of ranking stays above it: what diverged, failed, or has a value that is no number is on no front,
// and comes behind all that are.

import type { ObjectiveValues } from '../store/read-objectives.js';
import type { RankedTrial } from '../store/read-trials.js';
import { normalisedHypervolume } from '../vocabulary/hypervolume.js';
import { compareValues, type Goal } from '../vocabulary/metric.js';
import { type Point, paretoFronts } from '../vocabulary/pareto.js';

/** How much a sweep with several objectives has found. */
export interface FrontSummary {
  /** Trials that no other dominates. */
  readonly size: number;
  /** 0 to 1, of the box between the best and the worst values seen; null: no finite values yet. */
  readonly hypervolume: number | null;
}

/** By rank, 1, 2, 3 …; those on more rows first; ties go to fewer epochs, then to the earlier trial. */
export function paretoRanks(
  trials: readonly ObjectiveValues[],
  goals: readonly Goal[],
): readonly RankedTrial[] {
  const fronts = frontsOf(trials, goals);
  const order = trials.map((_, i) => i);
  order.sort((i, j) => {
    const [a, b] = [trials[i]!, trials[j]!];
    return (
      compareValues(fronts[i] ?? Number.NaN, fronts[j] ?? Number.NaN, 'minimize') ||
      a.tier - b.tier ||
      (b.rows ?? 0) - (a.rows ?? 0) ||
      compareValues(a.values[0]!, b.values[0]!, goals[0]!) ||
      a.epochs - b.epochs ||
      a.trial - b.trial
    );
  });
  return order.map((i, place) => ({
    trial: trials[i]!.trial,
    rank: place + 1,
    front: fronts[i] ?? null,
  }));
}

/** On more rows comes first: the fronts of trials on fewer are counted from there on. */
function frontsOf(trials: readonly ObjectiveValues[], goals: readonly Goal[]) {
  const none = goals.map(() => Number.NaN);
  const fronts: (number | null)[] = trials.map(() => null);
  let before = 0;
  for (const rows of rowsOf(trials)) {
    const own = paretoFronts(
      trials.map((trial) => (trial.tier === 0 && trial.rows === rows ? trial.values : none)),
      goals,
    );
    for (const [i, front] of own.entries()) if (front !== null) fronts[i] = before + front;
    before += Math.max(0, ...own.map((front) => front ?? 0));
  }
  return fronts;
}

/** The numbers of rows of trials that may win, the most first. */
function rowsOf(trials: readonly ObjectiveValues[]): readonly (number | null)[] {
  const numbers = new Set(trials.flatMap(({ tier, rows }) => (tier === 0 ? [rows] : [])));
  return [...numbers].sort((a, b) => (b ?? 0) - (a ?? 0));
}

/** Of trials that may win, on the most rows that one of these has. */
export function frontSummary(
  trials: readonly ObjectiveValues[],
  goals: readonly Goal[],
): FrontSummary {
  const [most] = rowsOf(trials);
  return summaryOf(
    trials.filter(({ tier, rows }) => tier === 0 && rows === most).map(({ values }) => values),
    goals,
  );
}

/** The same of points. */
export function summaryOf(points: readonly Point[], goals: readonly Goal[]): FrontSummary {
  return Object.freeze({
    size: paretoFronts(points, goals).filter((front) => front === 1).length,
    hypervolume: normalisedHypervolume(points, goals),
  });
}
