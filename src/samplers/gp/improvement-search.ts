// Where the most improvement is expected: many points looked at, half of them anywhere and half near the best
// trials, and from the most promising ones uphill, by the gradient along numbers and from neighbour to
// neighbour along choices. Invariant: what is looked at is what would be proposed, after `admit` and the
// rounding of the domains.

import type { SearchSpace } from '../../space/search-space.js';
import type { Assignment, ParameterValue } from '../../vocabulary/configuration.js';
import { log } from '../../vocabulary/deterministic-math.js';
import { normalQuantile } from '../../vocabulary/normal-distribution.js';
import type { PhiloxStream } from '../../vocabulary/philox.js';
import { type Axis, neighboursOf, type Point, pointOf } from './axes.js';
import { improvementSlope, improvementSpread, logImprovement } from './log-improvement.js';
import { minimise } from './projected-lbfgs.js';
import type { Surrogate } from './surrogate.js';

/** Rounds of gradient and neighbours. */
const ROUNDS = 4;
/** Evaluations of the gradient in a round. */
const EVALUATIONS = 20;
/** A round that gains less, in the logarithm of the improvement, is the last. */
const GAIN = 1e-4;

/** A point of the search. */
interface Candidate {
  /** Coordinates of all axes, of those that are not there too. */
  readonly genes: Point;
  readonly proposal: Assignment;
  readonly point: Point;
  readonly promise: number;
}

export interface ImprovementSearchOptions extends Surrogate {
  readonly space: SearchSpace;
  readonly axes: readonly Axis[];
  readonly stream: PhiloxStream;
  /** Points that are looked at before the climb. */
  readonly looks: number;
  /** From how many of them the search goes uphill. */
  readonly climbs: number;
  /** Parameters with one value, which every proposal has. */
  readonly fixed: Assignment;
}

/** @returns proposals, the most promising first; empty where all that was looked at is forbidden */
export function promisingProposals(options: ImprovementSearchOptions): readonly Assignment[] {
  const { space, axes, model, best, inverseSquares, leaders, stream, looks, climbs, fixed } =
    options;
  const slopes = {
    mean: new Float64Array(axes.length),
    variance: new Float64Array(axes.length),
  };
  const smooth = axes.flatMap(({ isSmooth }, axis) => (isSmooth ? [axis] : []));

  function look(genes: Point): Candidate | null {
    const drawn: Record<string, ParameterValue> = { ...fixed };
    axes.forEach((axis, i) => {
      drawn[axis.name] = axis.valueOf(genes[i]!);
    });
    const proposal = space.admit(drawn);
    if (proposal === null) return null;
    const point = pointOf(axes, proposal);
    return { genes, proposal, point, promise: promiseAt(point) };
  }

  function promiseAt(point: Point): number {
    const { mean, variance } = model.at(point);
    const deviation = Math.sqrt(variance);
    return log(deviation) + logImprovement((best - mean) / deviation);
  }

  /** Downhill is the other way: writes the gradient of the negative. */
  function slopeAt(point: Point, gradient: Float64Array): number {
    const { mean, variance } = model.around(point, slopes);
    const deviation = Math.sqrt(variance);
    const z = (best - mean) / deviation;
    const byMean = -improvementSlope(z) / deviation;
    const byVariance = improvementSpread(z) / (2 * variance);
    for (const axis of smooth) {
      gradient[axis] = -(byMean * slopes.mean[axis]! + byVariance * slopes.variance[axis]!);
    }
    return -(log(deviation) + logImprovement(z));
  }

  function anywhere(): Point {
    return Float64Array.from(axes, ({ choices, isSmooth }) =>
      choices === null || isSmooth ? stream.uniform() : choices[stream.below(choices.length)]!,
    );
  }

  /** A leader with some coordinates changed: numbers a little, choices at will. */
  function near(leader: Point): Point {
    const wide = anywhere();
    const u = stream.uniform();
    const reach = 0.3 * u * u * u;
    const share = Math.max(1 / axes.length, stream.uniform());
    return wide.map((elsewhere, axis) => {
      const here = leader[axis]!;
      if (Number.isNaN(here)) return elsewhere;
      if (stream.uniform() >= share) return here;
      const { isNumber } = axes[axis]!;
      if (!isNumber) return elsewhere;
      const moved = here + reach * normalQuantile(stream.uniform() || 0.5);
      return Math.min(Math.max(moved, 0), 1);
    });
  }

  /** Along all smooth axes at once; coordinates are scaled by the length scales, so that slopes are alike. */
  function alongGradient(from: Candidate): Candidate | null {
    const moving = smooth.filter((axis) => !Number.isNaN(from.point[axis]!));
    if (moving.length === 0) return null;
    const scales = Float64Array.from(moving, (axis) => Math.sqrt(inverseSquares[axis]!));
    const point = from.point.slice();
    const gradient = new Float64Array(axes.length);
    const { x } = minimise(
      (scaled, scaledGradient) => {
        for (const [i, axis] of moving.entries()) point[axis] = scaled[i]! / scales[i]!;
        const value = slopeAt(point, gradient);
        for (const [i, axis] of moving.entries()) scaledGradient[i] = gradient[axis]! / scales[i]!;
        return value;
      },
      Float64Array.from(moving, (axis, i) => from.point[axis]! * scales[i]!),
      { lower: new Float64Array(moving.length), upper: scales },
      { evaluations: EVALUATIONS, slope: 1e-3 },
    );
    const genes = from.genes.slice();
    for (const [i, axis] of moving.entries()) genes[axis] = x[i]! / scales[i]!;
    return look(genes);
  }

  function alongChoices(from: Candidate): Candidate {
    let here = from;
    for (const [axis, { choices }] of axes.entries()) {
      const coordinate = here.point[axis]!;
      if (choices === null || Number.isNaN(coordinate)) continue;
      const { genes } = here;
      for (const choice of neighboursOf(choices, coordinate)) {
        const there = look(genes.map((gene, i) => (i === axis ? choice : gene)));
        if (there !== null && there.promise > here.promise) here = there;
      }
    }
    return here;
  }

  function climb(from: Candidate): Candidate {
    let here = from;
    for (let round = 0; round < ROUNDS; round++) {
      const before = here.promise;
      const moved = alongGradient(here);
      if (moved !== null && moved.promise > here.promise) here = moved;
      here = alongChoices(here);
      if (!(here.promise > before + GAIN)) break;
    }
    return here;
  }

  const byPromise = (a: Candidate, b: Candidate) => b.promise - a.promise;
  const looked = Array.from({ length: looks }, (_, i) =>
    look(i % 2 === 0 || leaders.length === 0 ? anywhere() : near(leaders[i % leaders.length]!)),
  )
    .filter((candidate) => candidate !== null)
    .sort(byPromise);
  const climbed = looked.slice(0, climbs).map(climb);
  return [...climbed, ...looked].sort(byPromise).map(({ proposal }) => proposal);
}
