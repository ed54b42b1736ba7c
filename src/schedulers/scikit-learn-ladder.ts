// The ladder of scikit-learn's HalvingRandomSearchCV and HalvingGridSearchCV, in whole numbers: as many
// rungs as it takes to come down to fewer than eta candidates, and never more than the budget allows.

import { wholePower } from '../vocabulary/deterministic-math.js';

export interface ScikitLearnLadderOptions {
  /** Candidates at the first rung. */
  readonly candidates: number;
  readonly eta: number;
  /** Resource at the first rung; exhaust: so much that the last rung uses as much as possible. */
  readonly min: number | 'exhaust';
  /** The least that exhaust may come to. */
  readonly least: number;
  /** No rung has more of the resource. */
  readonly max: number;
  /** Where the budget allows too few rungs, the first ones all use the least, and still cut. */
  readonly aggressive: boolean;
}

export interface ScikitLearnRung {
  readonly candidates: number;
  readonly resource: number;
}

/**
 * As scikit-learn's `_search_successive_halving.py` computes it: ceil(n / eta) candidates are kept at each
 * rung, the resource grows by exactly eta, and the last rung may stay below `max` (999 of 1000).
 */
export function scikitLearnLadder(options: ScikitLearnLadderOptions): readonly ScikitLearnRung[] {
  const { candidates, eta, least, max, aggressive } = options;
  const required = 1 + wholeLog(candidates, eta);
  const first =
    options.min === 'exhaust'
      ? Math.max(least, Math.floor(max / wholePower(eta, required - 1)))
      : options.min;
  const possible = 1 + wholeLog(Math.floor(max / first), eta);
  const rungs = aggressive ? required : Math.min(required, possible);
  const idle = aggressive ? Math.max(0, required - possible) : 0;
  const ladder: ScikitLearnRung[] = [];
  let kept = candidates;
  for (let rung = 0; rung < rungs; rung++) {
    const resource = first * wholePower(eta, Math.max(0, rung - idle));
    ladder.push(Object.freeze({ candidates: kept, resource: Math.min(resource, max) }));
    kept = Math.ceil(kept / eta);
  }
  return Object.freeze(ladder);
}

/** floor(log n / log base) exactly; 0 for n below base. */
function wholeLog(n: number, base: number): number {
  let steps = 0;
  for (let left = n; left >= base; left = Math.floor(left / base)) steps++;
  return steps;
}
