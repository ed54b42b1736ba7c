// A mixture of kernels, one around each observation and a wide one, the prior, in the middle: a truncated
// normal along numbers, a smoothed choice among alternatives, and their product over axes. The figures are
// those of Optuna 5, whose kernels are as wide on each axis as the way to the next observation there. Where
// an observation has no value on an axis, its kernel is the prior's there.

import { exp, log } from '../../vocabulary/deterministic-math.js';
import { firstPlace } from '../../vocabulary/first-place.js';
import { truncatedNormalQuantile } from '../../vocabulary/normal-distribution.js';
import type { PhiloxStream } from '../../vocabulary/philox.js';
import type { Axis } from './axis.js';
import { type NumberKernels, numberKernels } from './number-kernels.js';
import { grown, type Point, type PointTable } from './point-table.js';
import { observationWeights } from './split.js';

type Alternatives = Extract<Axis, { kind: 'alternatives' }>;

/** A kernel this far (in logarithms) below the prior's makes no difference in the last digit of any sum. */
const NEGLIGIBLE = 45;

export interface ParzenEstimator {
  /** Takes these trials as the observations, oldest first; what follows is of the last ones taken. */
  fit(members: Int32Array): void;
  /** A point, with a coordinate on every axis. */
  draw(stream: PhiloxStream): Point;
  /** Natural logarithm of the density, over the axes on which the point has a coordinate. */
  logDensity(point: Point): number;
  /** Standard deviations of the kernels along an axis of numbers, the prior's last. */
  deviations(axis: number): readonly number[];
}

export function parzenEstimator(table: PointTable): ParzenEstimator {
  const { axes } = table;
  const along = axes.map(({ kind }, i) => (kind === 'numbers' ? numberKernels(table, i) : null));
  let members: Int32Array = new Int32Array(0);
  /** By place among the members, the prior last: they add up to 1. */
  let weights = Float64Array.of(1);
  let cumulative = Float64Array.of(1);
  /** Of each member, the sum of its constants. */
  let totals = new Float64Array(64);
  let terms = new Float64Array(64);
  /** Places of those terms that can still make a difference. */
  let live = new Int32Array(64);
  let alive = 0;

  function fit(observed: Int32Array): void {
    members = observed;
    const isIn = new Uint8Array(table.size);
    for (const trial of members) isIn[trial] = 1;
    const n = members.length;
    while (totals.length <= n) {
      totals = grown(totals);
      terms = grown(terms);
      live = grown(live);
    }
    totals.fill(0);
    for (const kernels of along) {
      if (kernels === null) continue;
      kernels.fit(members, isIn);
      const { constants } = kernels;
      for (let k = 0; k < n; k++) totals[k]! += constants[members[k]!]!;
    }
    weigh(n);
  }

  /** With weight 1 for the prior, which is the last. */
  function weigh(n: number): void {
    weights = new Float64Array(n + 1).fill(1);
    weights.set(observationWeights(n));
    let total = 0;
    for (const weight of weights) total += weight;
    cumulative = new Float64Array(n + 1);
    let sum = 0;
    for (let k = 0; k <= n; k++) {
      weights[k]! /= total;
      sum += weights[k]!;
      cumulative[k] = sum;
    }
  }

  function priorAt(point: Point): number {
    let sum = 0;
    axes.forEach((axis, i) => {
      const x = point[i]!;
      if (Number.isNaN(x)) return;
      if (axis.kind === 'alternatives') {
        sum += priorOf(axis, x);
        return;
      }
      const { mu, sigma, constant, mass } = along[i]!.prior;
      const z = (x - mu) / sigma;
      sum += constant + (mass === null ? -0.5 * z * z : mass(mu, x));
    });
    return sum;
  }

  /** What the kernels have on all axes on which the point has a coordinate, wherever it is there. */
  function beginTerms(point: Point): void {
    terms.set(totals.subarray(0, members.length));
    along.forEach((kernels, i) => {
      if (kernels === null || !Number.isNaN(point[i]!)) return;
      for (let k = 0; k < members.length; k++) terms[k]! -= kernels.constants[members[k]!]!;
    });
    alive = members.length;
    for (let k = 0; k < alive; k++) live[k] = k;
  }

  /** Terms only fall from here on: those below the floor are left where they are. */
  function addNumbers(i: number, x: number, floor: number): void {
    if (Number.isNaN(x)) return;
    const { mus, sigmas, masses, axis } = along[i]!;
    const { step } = axis;
    let kept = 0;
    for (let place = 0; place < alive; place++) {
      const k = live[place]!;
      const trial = members[k]!;
      const away = Math.abs(x - mus[trial]!);
      // A step's mass is less than the density's fall at its nearer end.
      const z = (step > 0 ? Math.max(away - step / 2, 0) : away) / sigmas[trial]!;
      if (terms[k]! - 0.5 * z * z < floor) continue;
      terms[k]! += step > 0 ? masses[trial]!(mus[trial]!, x) : -0.5 * z * z;
      live[kept++] = k;
    }
    alive = kept;
  }

  function addAlternatives(i: number, axis: Alternatives, x: number): void {
    if (Number.isNaN(x)) return;
    const share = 1 / (members.length + 1);
    const fill = share * axis.chances[x]!;
    const total = 1 + axis.count * share;
    const hit = log((1 + fill) / total);
    const miss = log(fill / total);
    const prior = priorOf(axis, x);
    for (let place = 0; place < alive; place++) {
      const k = live[place]!;
      const seen = table.coordinate(members[k]!, i);
      terms[k]! += Number.isNaN(seen) ? prior : seen === x ? hit : miss;
    }
  }

  function logDensity(point: Point): number {
    const prior = priorAt(point);
    const floor = prior - NEGLIGIBLE;
    beginTerms(point);
    for (const i of lookOrder) {
      const axis = axes[i]!;
      if (axis.kind === 'numbers') addNumbers(i, point[i]!, floor);
      else addAlternatives(i, axis, point[i]!);
    }
    return weighedSum(prior);
  }

  function weighedSum(prior: number): number {
    let most = prior;
    for (let place = 0; place < alive; place++) most = Math.max(most, terms[live[place]!]!);
    // Of probability 0, and not seen: nothing is there.
    if (most === Number.NEGATIVE_INFINITY) return most;
    let sum = weights[members.length]! * exp(prior - most);
    for (let place = 0; place < alive; place++) {
      const k = live[place]!;
      if (terms[k]! >= most - NEGLIGIBLE) sum += weights[k]! * exp(terms[k]! - most);
    }
    return most + log(sum);
  }

  /** Of a kernel, by its weight; the last is the prior's. */
  function drawnPlace(u: number): number {
    return firstPlace(cumulative.length - 1, (place) => u < cumulative[place]!);
  }

  function drawAlong(kernels: NumberKernels, trial: number | undefined, u: number): number {
    const { axis, mus, sigmas, prior } = kernels;
    const mu = trial === undefined ? prior.mu : mus[trial]!;
    const sigma = trial === undefined ? prior.sigma : sigmas[trial]!;
    const z = truncatedNormalQuantile(u, (axis.low - mu) / sigma, (axis.high - mu) / sigma);
    const x = Math.min(Math.max(mu + sigma * z, axis.low), axis.high);
    if (axis.step === 0) return x;
    const steps = Math.round((axis.high - axis.low) / axis.step);
    const at = Math.min(Math.max(Math.floor((x - axis.low) / axis.step), 0), steps - 1);
    return axis.low + (at + 0.5) * axis.step;
  }

  /** What costs most comes last, when most terms are below the floor. */
  const lookOrder = axes
    .map((axis, i) => ({ i, last: axis.kind === 'numbers' ? axis.step : 0.5 }))
    .sort((a, b) => a.last - b.last || a.i - b.i)
    .map(({ i }) => i);

  return {
    fit,
    logDensity,
    draw(stream) {
      const trial: number | undefined = members[drawnPlace(stream.uniform())];
      return Float64Array.from(axes, (axis, i) => {
        const u = stream.uniform();
        if (axis.kind === 'numbers') return drawAlong(along[i]!, trial, u);
        const seen = trial === undefined ? Number.NaN : table.coordinate(trial, i);
        return drawAlternative(axis, seen, members.length, u);
      });
    },
    deviations(i) {
      const { sigmas, prior } = along[i]!;
      return [...Array.from(members, (trial) => sigmas[trial]!), prior.sigma];
    },
  };
}

/** The logarithm of how likely an alternative is before anything is known. */
function priorOf({ chances, count }: Alternatives, index: number): number {
  return log(chances[index]!) - log(count);
}

/** @param seen around which the kernel is; NaN: it is the prior. @param n observations */
function drawAlternative(axis: Alternatives, seen: number, n: number, u: number): number {
  const { chances, count } = axis;
  const isPrior = Number.isNaN(seen);
  const share = isPrior ? 1 : 1 / (n + 1);
  let rest = u * ((isPrior ? 0 : 1) + count * share);
  let last = 0;
  for (let index = 0; index < count; index++) {
    const own = share * chances[index]! + (index === seen ? 1 : 0);
    if (own === 0) continue;
    last = index;
    rest -= own;
    if (rest < 0) break;
  }
  return last;
}
