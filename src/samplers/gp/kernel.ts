// The covariance of two points: Matérn's with smoothness 5/2 (Rasmussen and Williams 2006, 4.17), with a length
// scale for each axis, over numbers and alternatives alike. With r² = Σ θ_j d_j, where d_j is the squared
// distance along axis j and θ_j its inverse squared length scale:
//   k = s (1 + √5 r + 5/3 r²) exp(−√5 r).
// Invariant: r² is the squared distance of two points in a Euclidean space, so that every matrix of
// covariances is positive semidefinite. Alternatives are the corners of a simplex (Hamming's distance), one
// more of them for a parameter that is not there; a number that is not there lies beside the middle of its
// range, at a right angle to it.

import { exp } from '../../vocabulary/deterministic-math.js';
import type { Point } from './axes.js';

export interface Hyperparameters {
  /** θ, of each axis: 1 / length scale². */
  readonly inverseSquares: Float64Array;
  /** s: the variance of what is modelled. */
  readonly scale: number;
  /** The variance of what is measured around what is modelled. */
  readonly noise: number;
}

/** Of a number that is not there from the middle of the range. */
const ABSENCE = 0.25;

/** The squared distance along one axis. */
export function apart(isNumber: boolean, a: number, b: number): number {
  if (a === b) return 0;
  const noA = Number.isNaN(a);
  const noB = Number.isNaN(b);
  if (noA || noB) {
    if (noA && noB) return 0;
    if (!isNumber) return 1;
    const there = (noA ? b : a) - 0.5;
    return there * there + ABSENCE;
  }
  return isNumber ? (a - b) * (a - b) : 1;
}

/** The derivative of the squared distance by `a`, along numbers; `a` is there. */
export function apartSlope(a: number, b: number): number {
  return 2 * (a - (Number.isNaN(b) ? 0.5 : b));
}

/** r²: weighted, along all axes. */
export function squaredDistance(
  isNumber: readonly boolean[],
  weights: Float64Array,
  a: Point,
  b: Point,
): number {
  let sum = 0;
  for (let axis = 0; axis < weights.length; axis++) {
    sum += weights[axis]! * apart(isNumber[axis]!, a[axis]!, b[axis]!);
  }
  return sum;
}

/** k / s at r². */
export function matern(squared: number): number {
  const root = Math.sqrt(5 * squared);
  return (1 + root + (5 / 3) * squared) * exp(-root);
}

/** The derivative of k / s by r², where k / s is known; it has no pole at 0. */
export function maternSlope(squared: number, value: number): number {
  const root = Math.sqrt(5 * squared);
  return ((-5 / 6) * (1 + root) * value) / (1 + root + (5 / 3) * squared);
}
