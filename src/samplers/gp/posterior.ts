// What is believed of any point after some were measured: a normal distribution (Rasmussen and Williams 2006,
// 2.25 and 2.26). Points whose results are still to come are taken to have the mean that is expected there
// (kriging believer; Ginsbourger, Le Riche and Carraro 2010): that leaves every mean as it is, and narrows the
// deviation around them. Invariant: what is kept from before is what would come out anew.

import type { Axis, Point } from './axes.js';
import { dot, inverseFactor } from './inverse-factor.js';
import {
  apartSlope,
  type Hyperparameters,
  matern,
  maternSlope,
  squaredDistance,
} from './kernel.js';

/** A variance is never taken to be less than this share of the scale: beneath it is rounding. */
const LEAST_VARIANCE = 1e-13;

export interface Belief {
  readonly mean: number;
  /** Of what is modelled, without noise. */
  readonly variance: number;
}

/** Derivatives by the coordinates of smooth axes; of others 0. */
export interface BeliefSlopes {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

export interface Posterior {
  /**
   * @param points those measured, then those still to come; what begins as before (the same objects, in the
   * same order) is not worked out again
   * @param costs of those measured, in their order
   */
  condition(points: readonly Point[], costs: Float64Array): void;
  at(point: Point): Belief;
  /** The same, and writes how it changes. */
  around(point: Point, slopes: BeliefSlopes): Belief;
}

export function posterior(
  axes: readonly Axis[],
  { inverseSquares, scale, noise }: Hyperparameters,
): Posterior {
  const factor = inverseFactor();
  const smooth = axes.flatMap(({ isSmooth }, axis) => (isSmooth ? [axis] : []));
  const isNumber = axes.map((axis) => axis.isNumber);
  let known: Point[] = [];
  let measured = 0;
  let k = new Float64Array(16);
  let [ratios, whitened, alpha, pull] = [k.slice(), k.slice(), k.slice(), k.slice()];

  function makeRoom(count: number): void {
    if (count <= k.length) return;
    k = new Float64Array(2 * count);
    [ratios, whitened, alpha, pull] = [k.slice(), k.slice(), k.slice(), k.slice()];
  }

  /** k: of a point with those known; ratios: r² of them. */
  function covary(point: Point, count: number): void {
    for (let i = 0; i < count; i++) {
      const squared = squaredDistance(isNumber, inverseSquares, point, known[i]!);
      ratios[i] = squared;
      k[i] = scale * matern(squared);
    }
  }

  function at(point: Point): Belief {
    const count = known.length;
    covary(point, count);
    factor.whiten(k, whitened);
    const variance = scale - dot(whitened, 0, whitened, count);
    return {
      mean: dot(k, 0, alpha, measured),
      variance: Math.max(variance, LEAST_VARIANCE * scale),
    };
  }

  return {
    condition(points, costs) {
      makeRoom(points.length);
      let same = 0;
      while (same < known.length && known[same] === points[same]) same++;
      known = known.slice(0, same);
      factor.truncate(same);
      for (const point of points.slice(same)) {
        covary(point, known.length);
        factor.append(k, scale + noise);
        known.push(point);
      }
      measured = costs.length;
      factor.whiten(costs, whitened, measured);
      factor.whitenBack(whitened, alpha, measured);
    },
    at,
    around(point, slopes) {
      const belief = at(point);
      factor.whitenBack(whitened, pull);
      const moving = smooth.filter((axis) => !Number.isNaN(point[axis]!));
      slopes.mean.fill(0);
      slopes.variance.fill(0);
      for (let i = 0; i < known.length; i++) {
        const other = known[i]!;
        const steep = maternSlope(ratios[i]!, k[i]!);
        const byMean = i < measured ? steep * alpha[i]! : 0;
        const byVariance = -2 * steep * pull[i]!;
        for (const axis of moving) {
          const slope = inverseSquares[axis]! * apartSlope(point[axis]!, other[axis]!);
          slopes.mean[axis] = slopes.mean[axis]! + byMean * slope;
          slopes.variance[axis] = slopes.variance[axis]! + byVariance * slope;
        }
      }
      return belief;
    },
  };
}
