// A mixture of kernels, one around each observation and a wide one, the prior, in the middle: a truncated
// normal along numbers, a smoothed choice among alternatives, and their product over axes. The figures are
// those of Optuna 5, whose kernels are as wide on each axis as the way to the next observation there. Where
// an observation has no value on an axis, its kernel is the prior's there.

import { exp, log } from '../../vocabulary/deterministic-math.js';
import { normalMass, truncatedNormalQuantile } from '../../vocabulary/normal-distribution.js';
import type { PhiloxStream } from '../../vocabulary/philox.js';
import type { Axis } from './axis.js';
import { observationWeights } from './split.js';

/** Coordinates by axis; NaN where there is none. */
export type Point = Float64Array;

export interface ParzenEstimator {
  /** A point, with a coordinate on every axis. */
  draw(stream: PhiloxStream): Point;
  /** Natural logarithm of the density, over the axes on which each point has a coordinate. */
  logDensities(points: readonly Point[]): Float64Array;
  /** Standard deviations of the kernels along an axis of numbers, the prior's last. */
  deviations(axis: number): Float64Array;
}

interface NumberKernels {
  readonly axis: Extract<Axis, { kind: 'numbers' }>;
  readonly mus: Float64Array;
  readonly sigmas: Float64Array;
  /** Of the density's logarithm, what does not depend on where one looks. */
  readonly constants: Float64Array;
}

const LOG_SQRT_2PI = 0.9189385332046727;

/** @param observations oldest first */
export function parzenEstimator(
  axes: readonly Axis[],
  observations: readonly Point[],
): ParzenEstimator {
  const n = observations.length;
  const logWeights = new Float64Array(n + 1);
  const cumulative = new Float64Array(n + 1);
  weigh(n, logWeights, cumulative);
  const numbers = axes.map((axis, i) =>
    axis.kind === 'numbers' ? kernelsAlong(axis, i, observations) : null,
  );

  function addNumbers(sums: Float64Array, kernels: NumberKernels, x: number): void {
    const { axis, mus, sigmas, constants } = kernels;
    if (axis.step > 0) {
      addSteps(sums, kernels, x);
      return;
    }
    for (let k = 0; k <= n; k++) {
      const z = (x - mus[k]!) / sigmas[k]!;
      sums[k]! += constants[k]! - 0.5 * z * z;
    }
  }

  function addAlternatives(sums: Float64Array, count: number, i: number, x: number): void {
    const fill = 1 / (n + 1);
    const total = 1 + count * fill;
    const hit = log((1 + fill) / total);
    const miss = log(fill / total);
    const prior = -log(count);
    for (let k = 0; k < n; k++) {
      const seen = observations[k]![i]!;
      sums[k]! += Number.isNaN(seen) ? prior : seen === x ? hit : miss;
    }
    sums[n]! += prior;
  }

  function logDensity(point: Point): number {
    const sums = Float64Array.from(logWeights);
    axes.forEach((axis, i) => {
      const x = point[i]!;
      if (Number.isNaN(x)) return;
      if (axis.kind === 'alternatives') addAlternatives(sums, axis.count, i, x);
      else addNumbers(sums, numbers[i]!, x);
    });
    return logSumExp(sums);
  }

  function kernelAt(u: number): number {
    let [low, high] = [0, n];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < cumulative[middle]!) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    draw(stream) {
      const k = kernelAt(stream.uniform());
      const point = new Float64Array(axes.length);
      axes.forEach((axis, i) => {
        const u = stream.uniform();
        if (axis.kind === 'alternatives') {
          point[i] = drawAlternative(k < n ? observations[k]![i]! : Number.NaN, axis.count, n, u);
          return;
        }
        const { mus, sigmas } = numbers[i]!;
        const [mu, sigma] = [mus[k]!, sigmas[k]!];
        const z = truncatedNormalQuantile(u, (axis.low - mu) / sigma, (axis.high - mu) / sigma);
        const x = Math.min(Math.max(mu + sigma * z, axis.low), axis.high);
        point[i] = axis.step > 0 ? stepped(axis, x) : x;
      });
      return point;
    },
    logDensities: (points) => Float64Array.from(points, logDensity),
    deviations: (axis) => numbers[axis]!.sigmas,
  };
}

/** With weight 1 for the prior, which is the last. */
function weigh(n: number, logWeights: Float64Array, cumulative: Float64Array): void {
  const weights = observationWeights(n);
  const total = weights.reduce((sum, weight) => sum + weight, 0) + 1;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    const weight = (k < n ? weights[k]! : 1) / total;
    logWeights[k] = log(weight);
    sum += weight;
    cumulative[k] = sum;
  }
}

function kernelsAlong(
  axis: Extract<Axis, { kind: 'numbers' }>,
  i: number,
  observations: readonly Point[],
): NumberKernels {
  const n = observations.length;
  const { low, high } = axis;
  const range = high - low;
  const mus = new Float64Array(n + 1).fill((low + high) / 2);
  const sigmas = new Float64Array(n + 1).fill(range);
  const least = range / Math.min(100, n + 2);
  const own = distances(
    observations.map((point) => point[i]!),
    axis,
  );
  for (let k = 0; k < n; k++) {
    const x = observations[k]![i]!;
    if (Number.isNaN(x)) continue;
    mus[k] = x;
    sigmas[k] = Math.min(Math.max(own[k]!, least), range);
  }
  return { axis, mus, sigmas, constants: constantsOf(axis, mus, sigmas) };
}

function constantsOf(
  { low, high, step }: Extract<Axis, { kind: 'numbers' }>,
  mus: Float64Array,
  sigmas: Float64Array,
): Float64Array {
  return mus.map((mu, k) => {
    const sigma = sigmas[k]!;
    const whole = normalMass((low - mu) / sigma, (high - mu) / sigma);
    return step > 0 ? -log(whole) : -LOG_SQRT_2PI - log(sigma * whole);
  });
}

/**
 * Of each value, the greater of the distances to its neighbours; at the ends to the only one, and where there
 * is one value alone, to the ends of the range.
 */
function distances(
  values: readonly number[],
  { low, high }: { readonly low: number; readonly high: number },
): Float64Array {
  const order = values.map((_, k) => k).filter((k) => !Number.isNaN(values[k]));
  order.sort((a, b) => values[a]! - values[b]! || a - b);
  const found = new Float64Array(values.length);
  const ends = order.length === 1 ? [low, high] : [Number.NaN, Number.NaN];
  order.forEach((k, place) => {
    const here = values[k]!;
    const before = place > 0 ? values[order[place - 1]!]! : ends[0]!;
    const after = place < order.length - 1 ? values[order[place + 1]!]! : ends[1]!;
    found[k] = Math.max(
      Number.isNaN(before) ? 0 : here - before,
      Number.isNaN(after) ? 0 : after - here,
    );
  });
  return found;
}

/** The mass of the step around x. Kernels of one middle and width have one value, and with steps these are few. */
function addSteps(
  sums: Float64Array,
  { axis: { step }, mus, sigmas, constants }: NumberKernels,
  x: number,
): void {
  const known = new Map<number, { readonly sigma: number; readonly mass: number }>();
  for (let k = 0; k < mus.length; k++) {
    const [mu, sigma] = [mus[k]!, sigmas[k]!];
    let there = known.get(mu);
    if (there?.sigma !== sigma) {
      const mass = normalMass((x - step / 2 - mu) / sigma, (x + step / 2 - mu) / sigma);
      there = { sigma, mass: log(mass) };
      known.set(mu, there);
    }
    sums[k]! += there!.mass + constants[k]!;
  }
}

function stepped({ low, high, step }: Extract<Axis, { kind: 'numbers' }>, x: number): number {
  const steps = Math.round((high - low) / step);
  const at = Math.min(Math.max(Math.floor((x - low) / step), 0), steps - 1);
  return low + (at + 0.5) * step;
}

function drawAlternative(seen: number, count: number, n: number, u: number): number {
  if (Number.isNaN(seen)) return Math.min(Math.floor(u * count), count - 1);
  const fill = 1 / (n + 1);
  let rest = u * (1 + count * fill);
  for (let index = 0; index < count - 1; index++) {
    rest -= index === seen ? 1 + fill : fill;
    if (rest < 0) return index;
  }
  return count - 1;
}

function logSumExp(terms: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const term of terms) if (term > most) most = term;
  if (most === Number.NEGATIVE_INFINITY) return most;
  let sum = 0;
  // Smaller ones than e^-40 of the greatest would not change the sum.
  for (const term of terms) if (term - most > -40) sum += exp(term - most);
  return most + log(sum);
}
