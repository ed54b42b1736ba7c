// The normal distribution that CMA-ES draws points from, and what a generation of them makes of it: weighted
// recombination, cumulative step-size adaptation, and a covariance that learns from a path and from the points,
// with negative weights for the worse half (Hansen, "The CMA Evolution Strategy: A Tutorial", 2023). Steps, here,
// are ways from the mean in units of the step size.

import { exp } from '../../vocabulary/deterministic-math.js';
import { isShort, type StrategyParameters } from './strategy-parameters.js';
import { type EigenSystem, identity, type Matrix, symmetricEigen } from './symmetric-eigen.js';

export type Vector = Float64Array;

export interface SearchDistribution {
  /** Never written to again: a newer one is another vector. */
  readonly mean: Vector;
  /** σ */
  readonly stepSize: number;
  /** Standard deviation along a coordinate. */
  deviation(coordinate: number): number;
  /** Ratio of the greatest to the least variance along any direction. */
  readonly condition: number;
  /** A step of the covariance's shape for a vector of standard normal numbers. */
  stepOf(normal: Vector): Vector;
  /** Length of a step as the covariance measures it. */
  lengthOf(step: Vector): number;
  /** @param steps of a whole generation, from the best */
  update(steps: readonly Vector[]): void;
  /** Moves the mean along a coordinate, and widens the distribution there: `factor` > 0 on its deviation. */
  adjust(coordinate: number, mean: number, factor: number): void;
}

export function searchDistribution(
  start: Vector,
  startSize: number,
  parameters: StrategyParameters,
): SearchDistribution {
  const { dimension: n, weights, muEff, cSigma, dSigma, cC, c1, cMu, chi } = parameters;
  let mean = start;
  let sigma = startSize;
  let generation = 0;
  const covariance = identity(n);
  const sizePath = new Float64Array(n);
  const path = new Float64Array(n);
  let eigen: EigenSystem | null = null;

  /** Of the covariance as it is; rounding must not make a variance negative. */
  function axes(): EigenSystem {
    if (eigen === null) {
      const { values, vectors } = symmetricEigen(covariance, n);
      const least = Math.max(...values) * 1e-14;
      eigen = { values: values.map((value) => Math.max(value, least)), vectors };
    }
    return eigen;
  }

  /** C^(-1/2) step */
  function whitened(step: Vector): Vector {
    const { values, vectors } = axes();
    const turned = times(vectors, step, n, true);
    return times(
      vectors,
      turned.map((x, k) => x / Math.sqrt(values[k]!)),
      n,
      false,
    );
  }

  function update(steps: readonly Vector[]): void {
    const forward = new Float64Array(n);
    steps.forEach((step, rank) => void addTo(forward, Math.max(weights[rank]!, 0), step));
    // Before the covariance changes: these are measured by the one that the points were drawn from.
    const lengths = steps.map((step) => norm(whitened(step)));
    blend(sizePath, 1 - cSigma, Math.sqrt(cSigma * (2 - cSigma) * muEff), whitened(forward));
    const grows = isShort(norm(sizePath), generation, parameters);
    blend(path, 1 - cC, grows ? Math.sqrt(cC * (2 - cC) * muEff) : 0, forward);
    const moved = Float64Array.from(mean);
    addTo(moved, sigma, forward);
    mean = moved;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const kept = 1 + (grows ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * total;
    for (let i = 0; i < covariance.length; i++) covariance[i]! *= kept;
    addSquare(covariance, c1, path);
    steps.forEach((step, rank) => {
      const weight = weights[rank]!;
      // A bad step counts as if it were of the usual length, so that the covariance stays positive.
      const scale = weight >= 0 ? 1 : n / (lengths[rank]! * lengths[rank]! + 1e-12);
      addSquare(covariance, cMu * weight * scale, step);
    });
    sigma *= exp(Math.min(1, (cSigma / dSigma) * (norm(sizePath) / chi - 1)));
    generation++;
    rescale();
  }

  /** The same distribution with variances of 1 on average: otherwise margins could drive both sizes out of range. */
  function rescale(): void {
    let trace = 0;
    for (let i = 0; i < n; i++) trace += covariance[i * n + i]!;
    const scale = Math.sqrt(trace / n);
    sigma *= scale;
    for (let i = 0; i < covariance.length; i++) covariance[i]! /= scale * scale;
    for (let i = 0; i < n; i++) path[i]! /= scale;
    eigen = null;
  }

  return {
    get mean() {
      return mean;
    },
    get stepSize() {
      return sigma;
    },
    get condition() {
      const { values } = axes();
      return Math.max(...values) / Math.min(...values);
    },
    deviation: (i) => sigma * Math.sqrt(covariance[i * n + i]!),
    stepOf(normal) {
      const { values, vectors } = axes();
      return times(
        vectors,
        normal.map((z, k) => z * Math.sqrt(values[k]!)),
        n,
        false,
      );
    },
    lengthOf: (step) => norm(whitened(step)),
    update,
    adjust(coordinate, to, factor) {
      mean = mean.map((x, i) => (i === coordinate ? to : x));
      for (let i = 0; i < n; i++) {
        covariance[coordinate * n + i]! *= factor;
        covariance[i * n + coordinate]! *= factor;
      }
      path[coordinate]! *= factor;
      eigen = null;
    },
  };
}

/** matrix × vector, or its transpose × vector. */
function times(matrix: Matrix, vector: Vector, n: number, transposed: boolean): Vector {
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += matrix[transposed ? k * n + i : i * n + k]! * vector[k]!;
    product[i] = sum;
  }
  return product;
}

function addTo(sum: Vector, weight: number, vector: Vector): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!;
}

function blend(path: Vector, kept: number, weight: number, vector: Vector): void {
  for (let i = 0; i < path.length; i++) path[i] = kept * path[i]! + weight * vector[i]!;
}

/** matrix += weight × vector vectorᵀ, to the bit symmetric. */
function addSquare(matrix: Matrix, weight: number, vector: Vector): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) matrix[i * n + k]! += weight * (vector[i]! * vector[k]!);
  }
}

function norm(vector: Vector): number {
  return Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
}
