// The ladder of successive halving: how many trials at each rung, and trained how far. Whole-number
// arithmetic only, because floor(log R / log eta) is wrong in floating point for (243, 3) in one
// language and (1000, 10) in another.

import { Slip } from '../vocabulary/errors.js';
import type { Objective } from '../vocabulary/metric.js';

export interface LadderOptions {
  /** At the first rung; null: as many as the sampler has. */
  readonly trials: number | null;
  /** At the first rung. */
  readonly minEpochs: number;
  /** At the last rung. */
  readonly epochs: number;
  /** One of eta trials goes on, to eta times as many epochs. */
  readonly eta: number;
  readonly objective: Objective;
}

/** @throws {Slip} where eta is not a whole number of at least 2, or min_epochs not one of at least 1 */
export function requireLadder({ eta, minEpochs }: LadderOptions): void {
  requireWhole('eta', eta, 2);
  requireWhole('min_epochs', minEpochs, 1);
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new Slip(
    `expected ${name} to be a whole number of at least ${least}, found ${value}: give it in \`schedule\``,
  );
}

/**
 * Epochs trained in all at each rung: minEpochs, minEpochs·eta, minEpochs·eta² …, the last exactly
 * `epochs`.
 *
 * Rounding, where epochs is not minEpochs·eta^k: there are as many rungs as with the greatest such
 * number below it, and the last one is raised to `epochs`. From 1 to 30 by 3 the rungs are 1, 3, 9, 30,
 * and not 1, 3, 9, 27, 30: no rung gives less than eta times the epochs of the one before, so that the
 * cut at it is worth the wait. Where not even one step fits there is one rung, and nothing is cut.
 */
export function rungEpochs(minEpochs: number, epochs: number, eta: number): readonly number[] {
  const rungs: number[] = [];
  for (let reached = minEpochs; reached * eta <= epochs; reached *= eta) rungs.push(reached);
  rungs.push(epochs);
  return Object.freeze(rungs);
}

/**
 * Trials at each rung: floor(n / eta) of the one before go on (Li et al. 2018, "Hyperband",
 * Algorithm 1), and at least one while there are any.
 *
 * @param trials at the first rung; infinite where nobody knows yet
 */
export function rungSizes(trials: number, rungs: number, eta: number): readonly number[] {
  const sizes = [trials];
  for (let last = trials; sizes.length < rungs; sizes.push(last)) {
    last = Math.min(last, Math.max(1, Math.floor(last / eta)));
  }
  return Object.freeze(sizes);
}
