// Which observations are good, and how much each counts, as in Optuna's TPESampler (Bergstra et al. 2011;
// Watanabe 2023, "Tree-Structured Parzen Estimator").

import { compareValues, type Goal } from '../../vocabulary/metric.js';
import type { Measured } from '../observations.js';

/** How many of n observations are good: a tenth, rounded up, and 25 at most. */
export function goodCount(n: number): number {
  return Math.min(Math.ceil(0.1 * n), 25);
}

/**
 * Weights of n observations, oldest first: the last 25 count in full, those before rise from 1/n in even
 * steps.
 */
export function observationWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - 25;
  for (let i = 0; i < ramp; i++) {
    weights[i] = ramp === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (ramp - 1);
  }
  return weights;
}

/** The best of what was measured, of equal ones the earlier trials; found without sorting all the rest. */
export function bestOf(known: readonly Measured[], count: number, goal: Goal): readonly Measured[] {
  const order = (a: Measured, b: Measured) =>
    compareValues(a.value, b.value, goal) || a.trial - b.trial;
  const best: Measured[] = [];
  for (const measured of known) {
    if (best.length === count && order(measured, best[count - 1]!) > 0) continue;
    let place = best.length;
    while (place > 0 && order(measured, best[place - 1]!) < 0) place--;
    best.splice(place, 0, measured);
    if (best.length > count) best.pop();
  }
  return best;
}

/** Where the flags are set, in order. */
export function placesOf(flags: Uint8Array): Int32Array {
  const places = new Int32Array(flags.length);
  let count = 0;
  for (let place = 0; place < flags.length; place++)
    if (flags[place] === 1) places[count++] = place;
  return places.subarray(0, count);
}
