// The brackets of Hyperband (Li et al. 2018, Algorithm 1): how many configurations each begins with, and
// how they add up over any number of trials. Whole numbers only, as in halving-ladder.ts.

import { wholePower } from '../vocabulary/deterministic-math.js';
import { rungEpochs, rungSizes } from './halving-ladder.js';
import type { PlannedRung } from './scheduler.js';

export interface BracketOptions {
  /** At the first rung of the first bracket. */
  readonly minEpochs: number;
  /** At the last rung of each bracket. */
  readonly epochs: number;
  readonly eta: number;
}

export interface Bracket {
  /** From 0, the most aggressive, on. */
  readonly index: number;
  /** Configurations at its first rung. */
  readonly trials: number;
  /** Epochs trained in all at each of its rungs. */
  readonly rungs: readonly number[];
}

/**
 * One whole Hyperband, most aggressive first. With s rungs after its first, a bracket begins with
 * ceil((s_max + 1) · eta^s / (s + 1)) configurations, so that each costs about as much as any other.
 *
 * Rounding, where epochs is not minEpochs·eta^k: every bracket is an upper part of the one ladder of
 * `rungEpochs`, whose last rung is exactly `epochs`. From 1 to 30 by 3: 1, 3, 9, 30, then 3, 9, 30.
 */
export function hyperbandBrackets({ minEpochs, epochs, eta }: BracketOptions): readonly Bracket[] {
  const ladder = rungEpochs(minEpochs, epochs, eta);
  return Object.freeze(
    ladder.map((_, index) => {
      const steps = ladder.length - 1 - index;
      const trials = Math.ceil((ladder.length * wholePower(eta, steps)) / (steps + 1));
      return Object.freeze({ index, trials, rungs: Object.freeze(ladder.slice(index)) });
    }),
  );
}

/** Configurations of one whole Hyperband. */
export function hyperbandTrials(options: BracketOptions): number {
  return hyperbandBrackets(options).reduce((sum, { trials }) => sum + trials, 0);
}

/** @returns the index of the bracket in which a trial of some repetition begins */
export function bracketOfTrial(brackets: readonly Bracket[], trial: number): number {
  let rest = trial % brackets.reduce((sum, { trials }) => sum + trials, 0);
  return brackets.findIndex(({ trials }) => {
    rest -= trials;
    return rest < 0;
  });
}

/**
 * Brackets are repeated in order until so many trials have begun; the last one is cut. Equal brackets are
 * counted together, so that the plan is as short for a billion trials as for a hundred.
 *
 * @param trials infinite where nobody knows yet
 */
export function hyperbandPlan(
  brackets: readonly Bracket[],
  trials: number,
  eta: number,
): readonly PlannedRung[] {
  const round = brackets.reduce((sum, bracket) => sum + bracket.trials, 0);
  const rounds = Number.isFinite(trials) ? Math.floor(trials / round) : trials;
  let rest = Number.isFinite(trials) ? trials % round : 0;
  return brackets.flatMap(({ index, trials: size, rungs }) => {
    const last = Math.min(rest, size);
    rest -= last;
    const whole = rungSizes(size, rungs.length, eta);
    const cut = rungSizes(last, rungs.length, eta);
    const sizes = whole.map((each, rung) => (rounds === 0 ? 0 : rounds * each) + cut[rung]!);
    return sizes[0] === 0
      ? []
      : rungs.map((reached, rung) => ({
          configurations: sizes[rung]!,
          epochs: reached,
          bracket: index,
        }));
  });
}
