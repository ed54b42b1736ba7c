// The hyperparameters that are likeliest after what was measured (maximum a posteriori): the marginal
// likelihood (Rasmussen and Williams 2006, 2.30) with its gradient (5.9), times a prior that keeps a model of
// few points sober. They are searched as logarithms.

import { exp, log } from '../../vocabulary/deterministic-math.js';
import type { Axis, Point } from './axes.js';
import { dot, inverseFactor, offset } from './inverse-factor.js';
import { apart, type Hyperparameters, matern, maternSlope } from './kernel.js';
import { minimise, type SmoothFunction } from './projected-lbfgs.js';

/** Least and greatest values. The least noise is what a covariance matrix needs to be factored. */
const RANGES = {
  inverseSquare: [1e-5, 1e5],
  scale: [1e-3, 1e3],
  noise: [1e-8, 1],
} as const;

/** Of a model that has seen nothing. */
export function firstHyperparameters(axes: readonly Axis[]): Hyperparameters {
  return { inverseSquares: new Float64Array(axes.length).fill(1), scale: 1, noise: 1e-4 };
}

/** As the search sees them: logarithms of the θ of every axis, of the scale and of the noise. */
export function logarithmsOf({ inverseSquares, scale, noise }: Hyperparameters): Float64Array {
  return Float64Array.of(...inverseSquares, scale, noise).map(log);
}

export function hyperparametersOf(logarithms: Float64Array): Hyperparameters {
  const values = logarithms.map(exp);
  const width = values.length - 2;
  return {
    inverseSquares: values.subarray(0, width),
    scale: values[width]!,
    noise: values[width + 1]!,
  };
}

/**
 * @param costs of the points, with mean 0 and deviation 1 or nearly so
 * @param start where the search begins: those of the last fit
 * @param evaluations of the likelihood; each costs points³ / 2 multiplications
 */
export function fitHyperparameters(
  axes: readonly Axis[],
  points: readonly Point[],
  costs: Float64Array,
  start: Hyperparameters,
  evaluations: number,
): Hyperparameters {
  const bound = (end: 0 | 1) =>
    logarithmsOf({
      inverseSquares: new Float64Array(axes.length).fill(RANGES.inverseSquare[end]),
      scale: RANGES.scale[end],
      noise: RANGES.noise[end],
    });
  const { x } = minimise(
    surprise(axes, points, costs),
    logarithmsOf(start),
    { lower: bound(0), upper: bound(1) },
    { evaluations, slope: 0.01 },
  );
  return hyperparametersOf(x);
}

/** The negative logarithm of the posterior density, but for a constant, over logarithms. */
export function surprise(
  axes: readonly Axis[],
  points: readonly Point[],
  costs: Float64Array,
): SmoothFunction {
  const n = points.length;
  const width = axes.length;
  const distances = distancesBetween(axes, points);
  const pairs = offset(n);
  const covariances = new Float64Array(pairs);
  const slopes = new Float64Array(pairs);
  const [whitened, alpha] = [new Float64Array(n), new Float64Array(n)];

  return (logarithms, gradient) => {
    const { inverseSquares, scale, noise } = hyperparametersOf(logarithms);
    const factor = inverseFactor(n);
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        const squared = dot(distances, pair * width, inverseSquares, width);
        const covariance = scale * matern(squared);
        covariances[pair] = covariance;
        slopes[pair] = maternSlope(squared, covariance);
      }
      factor.append(covariances.subarray(pair - i, pair), scale + noise);
    }
    factor.whiten(costs, whitened);
    factor.whitenBack(whitened, alpha);
    gradient.fill(0);
    const columns = columnsOf(factor.rows, n);
    for (let i = 0, pair = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        // K⁻¹ − α αᵀ at (i, j): twice the derivative by the covariance of the two.
        const pull = inverseAt(columns, n, i, j) - alpha[i]! * alpha[j]!;
        const pulled = pull * slopes[pair]!;
        for (let axis = 0; axis < width; axis++) {
          gradient[axis] = gradient[axis]! + pulled * distances[pair * width + axis]!;
        }
        gradient[width] = gradient[width]! + pull * covariances[pair]!;
      }
      const own = 0.5 * (inverseAt(columns, n, i, i) - alpha[i]! * alpha[i]!);
      gradient[width] = gradient[width]! + own * scale;
      gradient[width + 1] = gradient[width + 1]! + own * noise;
    }
    for (let axis = 0; axis < width; axis++) {
      gradient[axis] = gradient[axis]! * inverseSquares[axis]!;
    }
    const misfit = 0.5 * (dot(whitened, 0, whitened, n) + factor.logDeterminant());
    return misfit + priorSurprise({ inverseSquares, scale, noise }, gradient);
  };
}

/**
 * Length scales near the length of the range, one way and the other; a scale from a gamma distribution with
 * shape 2 and rate 1, and a noise with shape 1.1 and rate 30: as Optuna's GPSampler has it.
 * @param gradient to which its own is added
 */
function priorSurprise(
  { inverseSquares, scale, noise }: Hyperparameters,
  gradient: Float64Array,
): number {
  const width = inverseSquares.length;
  let sum = 0;
  for (let axis = 0; axis < width; axis++) {
    const theta = inverseSquares[axis]!;
    sum += 0.1 / theta + 0.1 * theta;
    gradient[axis] = gradient[axis]! + 0.1 * theta - 0.1 / theta;
  }
  gradient[width] = gradient[width]! + scale - 1;
  gradient[width + 1] = gradient[width + 1]! + 30 * noise - 0.1;
  return sum + scale - log(scale) + 30 * noise - 0.1 * log(noise);
}

/** (pairs, axes): of every point to those before it. */
function distancesBetween(axes: readonly Axis[], points: readonly Point[]): Float64Array {
  const distances = new Float64Array(((points.length * (points.length - 1)) / 2) * axes.length);
  let place = 0;
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      for (let axis = 0; axis < axes.length; axis++) {
        distances[place++] = apart(axes[axis]!.isNumber, points[i]![axis]!, points[j]![axis]!);
      }
    }
  }
  return distances;
}

/** W by columns, each of n numbers. */
function columnsOf(rows: Float64Array, n: number): Float64Array {
  const columns = new Float64Array(n * n);
  for (let i = 0, place = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) columns[j * n + i] = rows[place++]!;
  }
  return columns;
}

/** Of K⁻¹ = Wᵀ W, at i >= j; column i begins at row i. */
function inverseAt(columns: Float64Array, n: number, i: number, j: number): number {
  return dot(columns, i * n + i, columns.subarray(j * n + i, (j + 1) * n), n - i);
}
