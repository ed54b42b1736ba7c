// Minimisation of a smooth function within bounds: L-BFGS (Nocedal and Wright 2006, algorithm 7.4) along the
// coordinates that are free to move, with steps that are projected onto the bounds and cut back until they pay
// (Armijo's rule). Invariant: what is returned is no worse than the start, and the function is asked no more
// often than was allowed.

const MEMORY = 8;
/** How much of the promised decrease a step must keep. */
const ARMIJO = 1e-4;

/** Writes the gradient at x and returns the value; NaN and infinity are legal, and never accepted. */
export type SmoothFunction = (x: Float64Array, gradient: Float64Array) => number;

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Effort {
  /** How often the function may be asked. */
  readonly evaluations: number;
  /** It is enough where no free coordinate has a steeper slope. */
  readonly slope: number;
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
}

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  readonly curvature: number;
}

export function minimise(
  f: SmoothFunction,
  start: Float64Array,
  { lower, upper }: Bounds,
  { evaluations, slope }: Effort,
): Minimum {
  const width = start.length;
  const clip = (value: number, i: number) => Math.min(Math.max(value, lower[i]!), upper[i]!);
  let x: Float64Array = start.map(clip);
  let gradient: Float64Array = new Float64Array(width);
  let value = f(x, gradient);
  let left = evaluations - 1;
  const steps: Step[] = [];

  while (left > 0 && Number.isFinite(value)) {
    const free = gradient.map((g, i) =>
      (x[i]! <= lower[i]! && g > 0) || (x[i]! >= upper[i]! && g < 0) ? 0 : 1,
    );
    const steepest = gradient.map((g, i) => -g * free[i]!);
    if (!steepest.some((g) => Math.abs(g) > slope)) break;
    let direction: Float64Array = bent(steepest, steps).map((d, i) => d * free[i]!);
    if (!(product(direction, gradient) < 0)) {
      steps.length = 0;
      direction = steepest;
    }
    const longest = direction.reduce((most, d) => Math.max(most, Math.abs(d)), 0);
    let length = steps.length === 0 ? Math.min(1, 1 / longest) : 1;
    let next: { x: Float64Array; gradient: Float64Array; value: number } | null = null;
    while (next === null && left > 0) {
      const there = x.map((xi, i) => clip(xi + length * direction[i]!, i));
      const moved = there.map((xi, i) => xi - x[i]!);
      const promised = product(moved, gradient);
      if (!(promised < 0)) break;
      const slopes = new Float64Array(width);
      const found = f(there, slopes);
      left--;
      if (found <= value + ARMIJO * promised) next = { x: there, gradient: slopes, value: found };
      else length *= cutBack(found - value, promised);
    }
    if (next === null) {
      // A bound may bend a step uphill; the steepest one it cannot.
      if (steps.length === 0) break;
      steps.length = 0;
      continue;
    }
    const moved = next.x.map((xi, i) => xi - x[i]!);
    const turned = next.gradient.map((g, i) => g - gradient[i]!);
    const curvature = product(moved, turned);
    if (curvature > 1e-12 * product(turned, turned)) steps.push({ moved, turned, curvature });
    if (steps.length > MEMORY) steps.shift();
    ({ x, gradient, value } = next);
  }
  return { x, value };
}

/** By the parabola through the values at both ends and the slope at the first. */
function cutBack(rise: number, promised: number): number {
  const least = -promised / (2 * (rise - promised));
  return Number.isFinite(least) ? Math.min(Math.max(least, 0.1), 0.5) : 0.1;
}

/** The direction that the steps so far make of the steepest one: the two loops. */
function bent(steepest: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = steepest.slice();
  const shares: number[] = [];
  for (let k = steps.length - 1; k >= 0; k--) {
    const { moved, turned, curvature } = steps[k]!;
    const share = product(moved, direction) / curvature;
    shares[k] = share;
    addTimes(direction, -share, turned);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const size = last.curvature / product(last.turned, last.turned);
    for (let i = 0; i < direction.length; i++) direction[i] = direction[i]! * size;
  }
  for (const [k, { moved, turned, curvature }] of steps.entries()) {
    addTimes(direction, shares[k]! - product(turned, direction) / curvature, moved);
  }
  return direction;
}

function addTimes(to: Float64Array, factor: number, added: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + factor * added[i]!;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
