// How much of the objectives' space a set of points dominates: one number for a whole front, the greater
// the better. Exact, by slices, for any number of objectives.

import { compareValues, type Goal } from './metric.js';
import { type Point, paretoFronts } from './pareto.js';

/**
 * The volume between points and a reference, where smaller is better everywhere; what is not below the
 * reference in every objective adds nothing. Sweeps through the last objective, as HSO (While et al. 2006)
 * does: between two neighbouring values of it the volume is a slice of one dimension less.
 */
export function hypervolume(points: readonly Point[], reference: Point): number {
  const inside = points.filter((point) => point.every((value, i) => value < reference[i]!));
  return volumeOf(inside, reference, reference.length);
}

/** Of the first `dimensions` coordinates. */
function volumeOf(points: readonly Point[], reference: Point, dimensions: number): number {
  if (points.length === 0) return 0;
  const last = dimensions - 1;
  if (dimensions === 1) return reference[0]! - Math.min(...points.map((point) => point[0]!));
  if (dimensions === 2) return areaOf(points, reference);
  const sorted = [...points].sort((a, b) => a[last]! - b[last]!);
  let volume = 0;
  let seen: Point[] = [];
  sorted.forEach((point, i) => {
    seen = [...seen.filter((other) => !coversUpTo(point, other, last)), point];
    const depth = (sorted[i + 1]?.[last] ?? reference[last]!) - point[last]!;
    if (depth > 0) volume += depth * volumeOf(seen, reference, last);
  });
  return volume;
}

/** Whether nothing of b is left below a, in so many coordinates. */
function coversUpTo(a: Point, b: Point, dimensions: number): boolean {
  for (let i = 0; i < dimensions; i++) if (a[i]! > b[i]!) return false;
  return true;
}

/** A staircase, from the left to the right. */
function areaOf(points: readonly Point[], reference: Point): number {
  const sorted = [...points].sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
  let area = 0;
  let height = reference[1]!;
  for (const [x, y] of sorted as [number, number][]) {
    if (y >= height) continue;
    area += (reference[0]! - x) * (height - y);
    height = y;
  }
  return area;
}

/**
 * The share, 0 to 1, of the box between the best and the worst values seen that the points dominate. An
 * objective in which all are equal tells nothing and is left out, as are points that are not finite.
 * @returns null where no point is left
 */
export function normalisedHypervolume(
  points: readonly Point[],
  goals: readonly Goal[],
): number | null {
  const finite = points.filter((point) => point.every(Number.isFinite));
  if (finite.length === 0) return null;
  const axes = goals.flatMap((goal, i) => {
    const { best, worst } = extent(
      finite.map((point) => point[i]!),
      goal,
    );
    return best === worst ? [] : [{ i, best, worst }];
  });
  if (axes.length === 0) return 1;
  // What another dominates adds nothing but work.
  const fronts = paretoFronts(finite, goals);
  const first = finite.filter((_, i) => fronts[i] === 1);
  const scaled = first.map((point) =>
    axes.map(({ i, best, worst }) => (point[i]! - best) / (worst - best)),
  );
  return hypervolume(
    scaled,
    axes.map(() => 1),
  );
}

function extent(values: readonly number[], goal: Goal): { best: number; worst: number } {
  let [best, worst] = [values[0]!, values[0]!];
  for (const value of values) {
    if (compareValues(value, best, goal) < 0) best = value;
    if (compareValues(value, worst, goal) > 0) worst = value;
  }
  return { best, worst };
}
