// What CMA-ES knows of where good points are, from one start until it has collapsed: a normal distribution over
// the numbers, and shares of the values of each choice.

import { LAST_UNIT } from '../../space/draw.js';
import { isContinuous } from '../../space/enumeration.js';
import { standardNormal } from '../../vocabulary/normal.js';
import type { PhiloxStream } from '../../vocabulary/philox.js';
import { choiceShares } from './choice-shares.js';
import type { Coordinates, Point } from './coordinates.js';
import { keepMargin } from './margin.js';
import { searchDistribution, type Vector } from './search-distribution.js';
import { strategyParameters } from './strategy-parameters.js';

/** Standard deviation of the first points along every coordinate: six of them are a little more than the range. */
const FIRST_STEP = 0.2;
/** Shares of the range: where no number varies by more, there is nothing left to find. */
const COLLAPSED = 1e-4;
/** Variances along two directions that differ by more than this are beyond what arithmetic carries. */
const WORST_CONDITION = 1e13;

export interface SearchModel {
  /** Points of a generation. */
  readonly population: number;
  /** Whether a generation has been learned from. */
  readonly hasLearned: boolean;
  readonly hasCollapsed: boolean;
  readonly mean: Vector;
  draw(stream: PhiloxStream): Point;
  /** @param points of one generation, from the best */
  learn(points: readonly Point[]): void;
}

/** @param start the first mean, 0 <= x < 1 */
export function searchModel(
  { numbers, choices }: Coordinates,
  start: Vector,
  population: number,
): SearchModel {
  const count = numbers.length;
  const parameters = strategyParameters(Math.max(count, 1), population);
  const distribution = count === 0 ? null : searchDistribution(start, FIRST_STEP, parameters);
  const shares = choices.map(({ domain }) => choiceShares(domain, parameters));
  /**
   * A point from elsewhere, or of a distribution that has moved on, may be far off: its step is cut to a length
   * that draws hardly ever have (Hansen, "Injecting external solutions into CMA-ES", 2011).
   */
  const longest = Math.sqrt(count) + (2 * count) / (count + 2);
  let generations = 0;

  function drawNumbers(stream: PhiloxStream): Vector {
    if (distribution === null) return start;
    const normal = standardNormal(stream);
    const { mean, stepSize } = distribution;
    const step = distribution.stepOf(Float64Array.from(mean, normal));
    return step.map((y, i) => reflected(mean[i]! + stepSize * y));
  }

  /** From where the mean is now, also for points of an older one: the mean must not go back with them. */
  function stepTo(point: Vector): Vector {
    const { mean, stepSize } = distribution!;
    const step = point.map((x, i) => (x - mean[i]!) / stepSize);
    const length = distribution!.lengthOf(step);
    return length > longest ? step.map((y) => (y * longest) / length) : step;
  }

  return {
    population,
    get hasLearned() {
      return generations > 0;
    },
    get hasCollapsed() {
      if (distribution === null) return false;
      if (!(distribution.condition <= WORST_CONDITION)) return true;
      const continuous = numbers.flatMap(({ domain }, i) => (isContinuous(domain) ? [i] : []));
      const varies = (i: number) => distribution.deviation(i) > COLLAPSED;
      return continuous.length > 0 && !continuous.some(varies);
    },
    get mean() {
      return distribution?.mean ?? start;
    },
    draw(stream) {
      const drawn = drawNumbers(stream);
      return { numbers: drawn, chosen: shares.map((share) => share.indexAt(stream.uniform())) };
    },
    learn(points) {
      if (distribution !== null) {
        distribution.update(points.map((point) => stepTo(point.numbers)));
        numbers.forEach(({ domain }, i) => {
          if (!isContinuous(domain)) keepMargin(distribution, i, domain, 1 / (population * count));
        });
      }
      shares.forEach((share, i) => void share.update(points.map(({ chosen }) => chosen[i]!)));
      generations++;
    },
  };
}

/**
 * Back into [0, 1), as from mirrors at both ends. The model learns from the point that was tried, so that its mean
 * stays within, and no penalty is needed.
 */
export function reflected(x: number): number {
  const within = Math.abs(x) % 2;
  return Math.min(within > 1 ? 2 - within : within, LAST_UNIT);
}
