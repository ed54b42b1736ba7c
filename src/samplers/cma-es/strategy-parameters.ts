// The constants of CMA-ES, as functions of the number of coordinates and of the population: the defaults of
// table 1 of Hansen, "The CMA Evolution Strategy: A Tutorial" (arXiv 1604.00772, 2023), with its names.

import { log, wholePower } from '../../vocabulary/deterministic-math.js';

export interface StrategyParameters {
  /** n: coordinates. */
  readonly dimension: number;
  /** λ: points of a generation. */
  readonly population: number;
  /** Of the points from the best: the first half is positive with a sum of 1, the others are not positive. */
  readonly weights: readonly number[];
  /** Effective number of points that the mean is made of. */
  readonly muEff: number;
  /** Of the path of the step size, and how strongly it is damped. */
  readonly cSigma: number;
  readonly dSigma: number;
  /** Of the path of the covariance. */
  readonly cC: number;
  /** Learning rates of the covariance: from its path, and from the points. */
  readonly c1: number;
  readonly cMu: number;
  /** Expected length of a standard normal vector of n coordinates. */
  readonly chi: number;
}

/** The population by default: 4 + floor(3 ln n), and 4 for none. */
export function defaultPopulation(dimension: number): number {
  return 4 + Math.floor(3 * log(Math.max(dimension, 1)));
}

/** @param dimension >= 1 @param population >= 4 */
export function strategyParameters(dimension: number, population: number): StrategyParameters {
  const n = dimension;
  const raw = Array.from({ length: population }, (_, i) => log((population + 1) / 2) - log(i + 1));
  const mu = Math.floor(population / 2);
  const muEff = effectiveCount(raw.slice(0, mu));
  const muEffMinus = effectiveCount(raw.slice(mu));
  const cSigma = (muEff + 2) / (n + muEff + 5);
  const c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
  const cMu = Math.min(1 - c1, (2 * (0.25 + muEff + 1 / muEff - 2)) / ((n + 2) * (n + 2) + muEff));
  const mostNegative = Math.min(
    1 + c1 / cMu,
    1 + (2 * muEffMinus) / (muEff + 2),
    (1 - c1 - cMu) / (n * cMu),
  );
  return Object.freeze({
    dimension,
    population,
    weights: scaledWeights(raw, mostNegative),
    muEff,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma,
    cC: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    c1,
    cMu,
    chi: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  });
}

/** (Σ w)² / Σ w² */
function effectiveCount(weights: readonly number[]): number {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return (sum * sum) / weights.reduce((all, weight) => all + weight * weight, 0);
}

/** Positive ones to a sum of 1, negative ones to one of -mostNegative. */
function scaledWeights(raw: readonly number[], mostNegative: number): readonly number[] {
  const plus = raw.reduce((sum, weight) => sum + Math.max(weight, 0), 0);
  const minus = raw.reduce((sum, weight) => sum - Math.min(weight, 0), 0);
  return Object.freeze(
    raw.map((weight) => (weight >= 0 ? weight / plus : (weight * mostNegative) / minus)),
  );
}

/** h_σ: whether the path of the step size is not too long, so that the other path may grow. */
export function isShort(pathLength: number, generation: number, of: StrategyParameters): boolean {
  const settled = 1 - wholePower((1 - of.cSigma) * (1 - of.cSigma), generation + 1);
  return pathLength / Math.sqrt(settled) < (1.4 + 2 / (of.dimension + 1)) * of.chi;
}
