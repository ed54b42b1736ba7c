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

/** By rank, 1, 2, 3 …; ties go to fewer epochs, then to the earlier trial. */
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

function frontsOf(trials: readonly ObjectiveValues[], goals: readonly Goal[]) {
  const none = goals.map(() => Number.NaN);
  return paretoFronts(
    trials.map(({ tier, values }) => (tier === 0 ? values : none)),
    goals,
  );
}

/** Of trials that may win. */
export function frontSummary(
  trials: readonly ObjectiveValues[],
  goals: readonly Goal[],
): FrontSummary {
  return summaryOf(
    trials.filter(({ tier }) => tier === 0).map(({ values }) => values),
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
