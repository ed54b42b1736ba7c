// Who is better where there are several objectives: one point dominates another that it is nowhere worse
// than, and somewhere better. Points with a NaN dominate nothing and belong to no front. An infinity is a
// value like any other.

import { firstPlace } from './first-place.js';
import { compareValues, type Goal } from './metric.js';

/** One value for each objective. */
export type Point = readonly number[];

function isRanked(point: Point): boolean {
  return !point.some(Number.isNaN);
}

export function dominates(a: Point, b: Point, goals: readonly Goal[]): boolean {
  if (!isRanked(a)) return false;
  if (!isRanked(b)) return true;
  let isBetter = false;
  for (let i = 0; i < goals.length; i++) {
    const order = compareValues(a[i]!, b[i]!, goals[i]!);
    if (order > 0) return false;
    if (order < 0) isBetter = true;
  }
  return isBetter;
}

/** The first objective that tells two points apart, the earlier one more important. */
function compareInTurn(a: Point, b: Point, goals: readonly Goal[]): number {
  for (let i = 0; i < goals.length; i++) {
    const order = compareValues(a[i]!, b[i]!, goals[i]!);
    if (order !== 0) return order;
  }
  return 0;
}

/**
 * The front of each point: 1 those that nothing dominates, 2 those that nothing but the first does, and so
 * on; null for points with a NaN. Non-dominated sorting (Deb et al. 2002) in the order of Zhang et al. 2015
 * (ENS): whatever dominates a point comes before it in turn, so that each is compared with what has its
 * front already, and with two objectives with one point of each front.
 */
export function paretoFronts(
  points: readonly Point[],
  goals: readonly Goal[],
): readonly (number | null)[] {
  const ranks = new Array<number | null>(points.length).fill(null);
  const ranked = points.flatMap((point, i) => (isRanked(point) ? [i] : []));
  ranked.sort((i, j) => compareInTurn(points[i]!, points[j]!, goals) || i - j);
  const fronts: Point[][] = [];
  for (const i of ranked) {
    const point = points[i]!;
    const place = firstFree(fronts, point, goals);
    if (place === fronts.length) fronts.push([]);
    // With two objectives the last of a front is its best in the second: the others say nothing more.
    if (goals.length <= 2) fronts[place] = [point];
    else fronts[place]!.push(point);
    ranks[i] = place + 1;
  }
  return ranks;
}

/** The first front whose points all leave the point be; later fronts then do so too. */
function firstFree(fronts: readonly Point[][], point: Point, goals: readonly Goal[]): number {
  return firstPlace(
    fronts.length,
    (place) => !fronts[place]!.some((other) => dominates(other, point, goals)),
  );
}

/**
 * How much room each point of one front has: the sum over the objectives of the distance between its two
 * neighbours, in shares of the front's extent; infinite at the ends (Deb et al. 2002, crowding distance).
 * Points that are equal take their room in the order in which they are given.
 */
export function crowdingDistances(front: readonly Point[], goals: readonly Goal[]): number[] {
  const distances = new Array<number>(front.length).fill(0);
  goals.forEach((goal, objective) => {
    const value = (i: number) => front[i]![objective]!;
    const order = front.map((_, i) => i);
    order.sort((i, j) => compareValues(value(i), value(j), goal) || i - j);
    const [first, last] = [order[0], order.at(-1)];
    if (first === undefined || last === undefined || value(first) === value(last)) return;
    const extent = Math.abs(value(last) - value(first));
    distances[first] = Number.POSITIVE_INFINITY;
    distances[last] = Number.POSITIVE_INFINITY;
    for (let k = 1; k < order.length - 1; k++) {
      const gap = Math.abs(value(order[k + 1]!) - value(order[k - 1]!)) / extent;
      // Beside infinite values there is no distance to speak of.
      distances[order[k]!]! += Number.isFinite(gap) ? gap : 0;
    }
  });
  return distances;
}
