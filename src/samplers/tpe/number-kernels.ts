// Kernels along one axis of numbers: a normal distribution around each observation, cut off at the ends of the
// range, as wide as the way to the next observation. What depends on middle and width alone is worked out once
// and again when the width has changed: with many observations nearly all have the least width, and keep it.

import { log } from '../../vocabulary/deterministic-math.js';
import { normalMass } from '../../vocabulary/normal-distribution.js';
import type { Axis } from './axis.js';
import { grown, type PointTable } from './point-table.js';
import { type StepMass, stepMasses } from './step-masses.js';

const LOG_SQRT_2PI = 0.9189385332046727;

export interface NumberKernels {
  readonly axis: Extract<Axis, { kind: 'numbers' }>;
  /** By trial; of those without a coordinate the prior's. */
  mus: Float64Array;
  sigmas: Float64Array;
  /** Of the density's logarithm, what does not depend on where one looks. */
  constants: Float64Array;
  /** With steps: by trial. */
  readonly masses: StepMass[];
  readonly prior: {
    readonly mu: number;
    readonly sigma: number;
    readonly constant: number;
    readonly mass: StepMass | null;
  };
  /** Sets widths by the neighbours among these trials alone. @param isIn 1 for each, by trial */
  fit(members: Int32Array, isIn: Uint8Array): void;
}

export function numberKernels(table: PointTable, index: number): NumberKernels {
  const axis = table.axes[index] as Extract<Axis, { kind: 'numbers' }>;
  const { low, high, step } = axis;
  const range = high - low;
  const middle = (low + high) / 2;
  const massesOf = step > 0 ? stepMasses(axis) : null;

  function constantOf(mu: number, sigma: number): number {
    const whole = normalMass((low - mu) / sigma, (high - mu) / sigma);
    return step > 0 ? -log(whole) : -LOG_SQRT_2PI - log(sigma * whole);
  }

  const kernels: NumberKernels = {
    axis,
    mus: new Float64Array(64),
    sigmas: new Float64Array(64),
    constants: new Float64Array(64),
    masses: [],
    prior: {
      mu: middle,
      sigma: range,
      constant: constantOf(middle, range),
      mass: massesOf?.(range) ?? null,
    },
    fit,
  };

  function setKernel(trial: number, mu: number, sigma: number): void {
    if (kernels.sigmas[trial] === sigma) return;
    kernels.mus[trial] = mu;
    kernels.sigmas[trial] = sigma;
    kernels.constants[trial] = constantOf(mu, sigma);
    if (massesOf !== null) kernels.masses[trial] = massesOf(sigma);
  }

  function fit(members: Int32Array, isIn: Uint8Array): void {
    while (kernels.mus.length < table.size) {
      kernels.mus = grown(kernels.mus);
      kernels.sigmas = grown(kernels.sigmas);
      kernels.constants = grown(kernels.constants);
    }
    for (const trial of members) {
      if (Number.isNaN(table.coordinate(trial, index))) setKernel(trial, middle, range);
    }
    const inside = among(table.sorted(index), isIn);
    const least = range / Math.min(100, inside.length + 2);
    const set = (trial: number, mu: number, wide: number) =>
      setKernel(trial, mu, Math.min(Math.max(wide, least), range));
    if (inside.length === 1) {
      const mu = table.coordinate(inside[0]!, index);
      set(inside[0]!, mu, Math.max(mu - low, high - mu));
      return;
    }
    let [before, here] = [Number.NaN, Number.NaN];
    for (let place = 0; place < inside.length; place++) {
      const trial = inside[place]!;
      here = place === 0 ? table.coordinate(trial, index) : here;
      const last = place === inside.length - 1;
      const after = last ? here : table.coordinate(inside[place + 1]!, index);
      set(trial, here, Math.max(place === 0 ? 0 : here - before, after - here));
      before = here;
      here = after;
    }
  }

  return kernels;
}

function among(trials: Int32Array, isIn: Uint8Array): Int32Array {
  const found = new Int32Array(trials.length);
  let count = 0;
  for (const trial of trials) if (isIn[trial] === 1) found[count++] = trial;
  return found.subarray(0, count);
}
