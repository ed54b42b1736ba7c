// The kernels' own functions over their whole range, against those of the engine in double precision: the
// errors that their comments state. And noise: its distribution, and what it is a function of.

import { describe, expect, it } from 'vitest';
import type { Attributes, Operation } from '../../src/core/graph/operation.js';
import { elu } from '../../src/core/graph/operations/elu.js';
import { gaussianNoise } from '../../src/core/graph/operations/gaussian-noise.js';
import { gelu } from '../../src/core/graph/operations/gelu.js';
import { sigmoid } from '../../src/core/graph/operations/sigmoid.js';
import { tanh } from '../../src/core/graph/operations/tanh.js';
import { type Clock, runGraph } from './graph-runner.js';
import { erf } from './registry/activations.js';

/** The distance of floats around 1, relative. */
const UNIT = 2 ** -24 * 2;

function mapped(operation: Operation, x: Float32Array, attributes: Attributes = {}, clock?: Clock) {
  const [y] = runGraph(
    (graph, give) => [graph.apply(operation, [give(graph.input('x', [x.length]), x)], attributes)],
    clock,
  );
  return y!;
}

/** Both signs, from 1e-6 to `size`, each a fraction larger than the one before. */
function range(size: number): Float32Array {
  const sizes = Array.from({ length: 4000 }, (_, i) => 1e-6 * (size / 1e-6) ** (i / 3999));
  return Float32Array.from([...sizes, ...sizes.map((x) => -x)]);
}

function worst(x: Float32Array, error: (x: number, i: number) => number): number {
  return x.reduce((largest, value, i) => Math.max(largest, error(value, i)), 0);
}

describe('within the stated error of the true value', () => {
  it('erf: 1.5e-7', () => {
    const x = range(5);
    const y = mapped(gelu, x);
    // gelu = x (1 + erf(x / sqrt 2)) / 2, with two more roundings of about 6e-8 each.
    const exact = (v: number) => (v * (1 + erf(v / Math.SQRT2))) / 2;
    const off = worst(x, (v, i) => Math.abs(y[i]! - exact(v)) / Math.abs(v));
    expect(off).toBeLessThan(1.5e-7);
  });
  it('e^x - 1 below 0: two units in the last place', () => {
    const x = range(80).map((v) => -Math.abs(v));
    const y = mapped(elu, x, { alpha: 1 });
    expect(worst(x, (v, i) => Math.abs(y[i]! / Math.expm1(v) - 1))).toBeLessThan(2 * UNIT);
  });
  it('sigmoid: three units in the last place', () => {
    const x = range(80);
    const y = mapped(sigmoid, x);
    expect(worst(x, (v, i) => Math.abs(y[i]! * (1 + Math.exp(-v)) - 1))).toBeLessThan(3 * UNIT);
  });
  it('tanh: two units in the last place', () => {
    const x = range(20);
    const y = mapped(tanh, x);
    expect(worst(x, (v, i) => Math.abs(y[i]! / Math.tanh(v) - 1))).toBeLessThan(2 * UNIT);
  });
});

describe('far out', () => {
  it('activations come to their limits', () => {
    const far = Float32Array.from([-1e30, 1e30]);
    expect([...mapped(sigmoid, far)].map(Math.fround)).toEqual([expect.closeTo(0, 30), 1]);
    expect([...mapped(tanh, far)]).toEqual([-1, 1]);
    expect([...mapped(elu, far, { alpha: 2 })]).toEqual([-2, Math.fround(1e30)]);
    expect(mapped(gelu, Float32Array.from([20]))[0]).toBe(20);
    expect(mapped(gelu, Float32Array.from([-20]))[0]).toBeCloseTo(0, 30);
  });
});

describe('noise', () => {
  const zeros = new Float32Array(40_000);
  const noise = (step: number, seed = 1) =>
    mapped(gaussianNoise, zeros, { deviation: 2 }, { step, key: [seed, 0] });

  it('is normal: mean, deviation and tails', () => {
    const values = [...noise(1)].map((value) => value / 2);
    const n = values.length;
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / n;
    expect(moment(1)).toBeCloseTo(0, 1);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(moment(3)).toBeCloseTo(0, 1);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.15);
    const beyond = values.filter((x) => Math.abs(x) > 1.959964).length / n;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(0.005);
  });
  it('of neighbours has nothing in common', () => {
    const values = noise(1);
    for (const apart of [1, 4, 8, 12, 16]) {
      let product = 0;
      for (let i = apart; i < values.length; i++) product += values[i]! * values[i - apart]!;
      expect(Math.abs(product / values.length / 4)).toBeLessThan(0.02);
    }
  });
  it('is a function of seed, step and element', () => {
    expect(noise(1)).toEqual(noise(1));
    expect(noise(1).slice(0, 16)).not.toEqual(noise(2).slice(0, 16));
    expect(noise(1).slice(0, 16)).not.toEqual(noise(1, 2).slice(0, 16));
    const few = mapped(
      gaussianNoise,
      zeros.slice(0, 50),
      { deviation: 2 },
      { step: 1, key: [1, 0] },
    );
    expect(few).toEqual(noise(1).slice(0, 50));
  });
});
