// The model that goes with the trials: when its hyperparameters are fitted anew, to which trials, and which of
// very many it is made of. Invariant: the cost of a proposal is bounded, however many trials there were.

import type { Axis, Point } from './axes.js';
import { firstHyperparameters, fitHyperparameters } from './fit.js';
import type { Hyperparameters } from './kernel.js';
import { type Posterior, posterior } from './posterior.js';

/** Trials that a model is made of at most; of more, the best and the newest are kept. */
const MOST = 1000;
/** After so many more it is chosen anew which are kept; in between a model only grows. */
const BLOCK = 200;
/** Trials that hyperparameters are fitted to at most. */
const FITTED = 200;
/** With so few trials a fit is cheap, and may look longer. */
const FEW = 100;
/** Trials under way, or known at fewer epochs only, that count; the newest. */
const BELIEVED = 64;

export interface Trials {
  readonly points: readonly Point[];
  /** Less is better. */
  readonly costs: Float64Array;
}

export interface Surrogate {
  readonly model: Posterior;
  /** θ of each axis. */
  readonly inverseSquares: Float64Array;
  /** The least cost that is known or expected of any trial. */
  readonly best: number;
  /** Points of the best trials, the best first. */
  readonly leaders: readonly Point[];
}

/** @returns the model of trials that were measured, beside others that are not: the oldest first */
export type Learn = (measured: Trials, unmeasured: readonly Point[]) => Surrogate;

export function learner(axes: readonly Axis[]): Learn {
  let hyperparameters: Hyperparameters = firstHyperparameters(axes);
  let model = posterior(axes, hyperparameters);
  /** Hyperparameters are fitted for so many trials, and again for a twentieth more. */
  let [fitted, next] = [0, 0];

  return (measured, unmeasured) => {
    const { length } = measured.points;
    if (length >= next || length < fitted) {
      hyperparameters = fitTo(axes, measured, hyperparameters);
      model = posterior(axes, hyperparameters);
      [fitted, next] = [length, length + Math.max(1, Math.floor(length / 20))];
    }
    const { points, costs } = only(measured, modelledTrials(measured.costs));
    const believed = unmeasured.slice(-BELIEVED);
    model.condition([...points, ...believed], costs);
    const order = byCost(costs);
    const least = believed.map((point) => model.at(point).mean);
    return {
      model,
      inverseSquares: hyperparameters.inverseSquares,
      best: least.reduce((a, b) => Math.min(a, b), costs[order[0]!]!),
      leaders: order.slice(0, 5).map((i) => points[i]!),
    };
  };
}

function fitTo(axes: readonly Axis[], measured: Trials, start: Hyperparameters): Hyperparameters {
  const { points, costs } = only(measured, fittedTrials(measured.costs));
  const evaluations = points.length <= FEW ? 30 : 12;
  return fitHyperparameters(axes, points, costs, start, evaluations);
}

/** All of them, or of too many the best quarter of what there is room for, and the others evenly. */
function fittedTrials(costs: Float64Array): readonly number[] {
  if (costs.length <= FITTED) return Array.from(costs, (_, i) => i);
  const order = byCost(costs);
  const best = order.slice(0, FITTED / 4);
  const others = order.slice(FITTED / 4);
  const places = FITTED - best.length;
  const evenly = Array.from(
    { length: places },
    (_, i) => others[Math.floor((i * others.length) / places)]!,
  );
  return [...best, ...evenly].sort((a, b) => a - b);
}

/**
 * All of them, or of too many the best and the newest, as they were at the last whole block, and whatever came
 * since.
 */
export function modelledTrials(costs: Float64Array): readonly number[] {
  const all = Array.from(costs, (_, i) => i);
  if (all.length <= MOST) return all;
  const whole = all.length - ((all.length - MOST - 1) % BLOCK) - 1;
  const kept = (MOST - BLOCK) / 2;
  const newest = whole - kept;
  const best = byCost(costs.subarray(0, newest)).slice(0, kept);
  return [...best.sort((a, b) => a - b), ...all.slice(newest)];
}

/** Which is least, and so on; of equal ones the earlier. */
function byCost(costs: Float64Array): number[] {
  return Array.from(costs, (_, i) => i).sort((a, b) => costs[a]! - costs[b]! || a - b);
}

function only({ points, costs }: Trials, chosen: readonly number[]): Trials {
  return {
    points: chosen.map((i) => points[i]!),
    costs: Float64Array.from(chosen, (i) => costs[i]!),
  };
}
