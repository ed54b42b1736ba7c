// The figures of Optuna 5's TPESampler, of one axis at a time, and what holds of any estimator.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Axis, axisOf } from '../../src/samplers/tpe/axis.js';
import { parzenEstimator } from '../../src/samplers/tpe/parzen-estimator.js';
import { type Point, pointTable } from '../../src/samplers/tpe/point-table.js';
import { goodCount, observationWeights } from '../../src/samplers/tpe/split.js';
import type { Domain } from '../../src/space/parameter.js';
import { exp, log } from '../../src/vocabulary/deterministic-math.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

const axis = (domain: Domain): Axis => axisOf({ name: 'x', domain })!;
const at = (...values: number[]) => values.map((value) => Float64Array.of(value));
/** Of these observations, oldest first. */
function estimatorOf(axes: readonly Axis[], observations: readonly Point[]) {
  const table = pointTable(axes);
  for (const point of observations) table.add(point);
  const estimator = parzenEstimator(table);
  estimator.fit(Int32Array.from(observations, (_, trial) => trial));
  return estimator;
}
const line = axis({ kind: 'uniform', min: -5, max: 5 });

describe('the split', () => {
  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [20, 2],
    [100, 10],
    [250, 25],
    [1000, 25],
  ])('of %i observations calls %i good', (n, good) => {
    expect(goodCount(n)).toBe(good);
  });

  it('weighs the last 25 in full, and those before on a ramp', () => {
    const [first, ...rest] = observationWeights(26);
    expect(first).toBeCloseTo(0.038462, 6);
    expect(rest).toEqual(new Array(25).fill(1));
    const ramp = [0.033333, 0.275, 0.516667, 0.758333, 1];
    observationWeights(30)
      .slice(0, 5)
      .forEach((weight, i) => {
        expect(weight).toBeCloseTo(ramp[i]!, 6);
      });
  });
});

describe('along numbers', () => {
  const good = estimatorOf([line], at(0.1, -0.3));
  const bad = estimatorOf([line], at(3, -4, 2, 4.5, -2.5, 1.5));

  it('kernels are as wide as Optuna’s', () => {
    expect([...good.deviations(0)]).toEqual([2.5, 2.5, 10]);
    expect([...bad.deviations(0)]).toEqual([1.5, 1.5, 1.25, 1.5, 4, 4, 10]);
  });

  it('one observation alone has a kernel as wide as the way to the further end', () => {
    expect([...estimatorOf([line], at(4)).deviations(0)]).toEqual([9, 10]);
  });

  it.each([
    [-5, -0.471248691813],
    [-4, -0.329901584402],
    [-2, 0.534535830645],
    [-1, 0.84070145228],
    [-0.3, 0.817771024624],
    [0, 0.739146776078],
    [0.1, 0.704902219492],
    [1, 0.284251872046],
    [2, -0.209233506445],
    [3, -0.577115127809],
    [5, -0.865332146904],
  ])('log l − log g at %d is %d', (x, expected) => {
    const [l, g] = [good.logDensity(Float64Array.of(x)), bad.logDensity(Float64Array.of(x))];
    expect(l - g).toBeCloseTo(expected, 9);
  });

  it('a logarithmic range is a line of logarithms', () => {
    const rates = axis({ kind: 'log_uniform_values', min: 1e-5, max: 0.1 });
    const estimator = estimatorOf([rates], at(log(1e-3), log(2e-3)));
    const [first, second, prior] = estimator.deviations(0);
    expect(first).toBeCloseTo(Math.LN10, 10);
    expect(second).toBeCloseTo(Math.LN10, 10);
    expect(prior).toBeCloseTo(9.210340371976, 10);
    const expected = [
      -3.083603113106, -2.307895007884, -1.853806268231, -2.110886875073, -2.884168160337,
    ];
    [1e-5, 1e-4, 1e-3, 1e-2, 1e-1].forEach((rate, i) => {
      expect(estimator.logDensity(Float64Array.of(log(rate)))).toBeCloseTo(expected[i]!, 9);
    });
  });

  it('whole numbers have the mass of their steps', () => {
    const whole = axis({ kind: 'int_uniform', min: 1, max: 8 });
    const estimator = estimatorOf([whole], at(2, 3));
    const expected = [
      0.160006842087, 0.191784962839, 0.191789610308, 0.160796069548, 0.11682854008, 0.079160433668,
      0.055713085205, 0.043920456263,
    ];
    expected.forEach((mass, i) => {
      expect(exp(estimator.logDensity(Float64Array.of(i + 1)))).toBeCloseTo(mass, 9);
    });
  });
});

describe('among alternatives', () => {
  it('each has its share, and a share of the prior', () => {
    const three = axis({ kind: 'categorical', values: ['a', 'b', 'c'] });
    const estimator = estimatorOf([three], at(0, 0, 1));
    const expected = [0.47619047619, 0.333333333333, 0.190476190476];
    expected.forEach((mass, i) => {
      expect(exp(estimator.logDensity(Float64Array.of(i)))).toBeCloseTo(mass, 9);
    });
  });
});

describe('among alternatives with probabilities', () => {
  const values = ['a', 'b', 'c'];
  const massesOf = (weighed: Axis, observations: readonly Point[]) => {
    const estimator = estimatorOf([weighed], observations);
    return values.map((_, i) => exp(estimator.logDensity(Float64Array.of(i))));
  };
  const weighed = axis({ kind: 'categorical', values, probabilities: [0.5, 0.3, 0.2] });

  it('nothing is known before the first but the probabilities', () => {
    massesOf(weighed, []).forEach((mass, i) => {
      expect(mass).toBeCloseTo([0.5, 0.3, 0.2][i]!, 12);
    });
  });

  it('the prior’s share of every kernel is dealt by them', () => {
    // Kernels around a, a and b, each with 1 + 3 · 1/4 shares, of which 3/4 are dealt; and the prior.
    const kernel = (seen: number, p: number) => (seen + 0.75 * p) / 1.75;
    const expected = [
      (2 * kernel(1, 0.5) + kernel(0, 0.5) + 0.5) / 4,
      (2 * kernel(0, 0.3) + kernel(1, 0.3) + 0.3) / 4,
      (3 * kernel(0, 0.2) + 0.2) / 4,
    ];
    massesOf(weighed, at(0, 0, 1)).forEach((mass, i) => {
      expect(mass).toBeCloseTo(expected[i]!, 12);
    });
  });

  it.each([[[0.25, 0.25, 0.25, 0.25]], [[0.333333, 0.333333, 0.333333]], [[0.1, 0.1, 0.8]]])(
    '%j: equal ones are as none, to the bit',
    (probabilities) => {
      const even = probabilities.every((p) => p === probabilities[0]);
      const options = probabilities.map((_, i) => `${i}`);
      const said = axis({ kind: 'categorical', values: options, probabilities });
      const unsaid = axis({ kind: 'categorical', values: options });
      const points = at(0, 2, 2, 1, Number.NaN);
      const [one, other] = [said, unsaid].map((each) => {
        const estimator = estimatorOf([each], points);
        const stream = new PhiloxStream(5, 99);
        const drawn = Array.from({ length: 200 }, () => estimator.draw(stream)[0]!);
        return [...drawn, ...options.map((_, i) => estimator.logDensity(Float64Array.of(i)))];
      });
      if (even) expect(one).toEqual(other);
      else expect(one).not.toEqual(other);
    },
  );

  it('one without any is not drawn, and has a mass only where it was seen', () => {
    const never = axis({ kind: 'categorical', values, probabilities: [0.6, 0, 0.4] });
    const estimator = estimatorOf([never], at(0, 2));
    const stream = new PhiloxStream(7, 99);
    const drawn = new Set(Array.from({ length: 2000 }, () => estimator.draw(stream)[0]!));
    expect([...drawn].sort()).toEqual([0, 2]);
    expect(massesOf(never, at(0, 2))[1]).toBe(0);
    expect(massesOf(never, at(0, 1))[1]).toBeGreaterThan(0);
  });
});

describe('an estimator over several axes', () => {
  const axes = [
    axis({ kind: 'int_uniform', min: 1, max: 4 }),
    axis({ kind: 'categorical', values: ['a', 'b', 'c'], probabilities: [0.2, 0.7, 0.1] }),
  ];
  const cell = fc.tuple(
    fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 1, max: 4 })),
    fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 0, max: 2 })),
  );
  const observations = fc
    .array(cell, { maxLength: 40 })
    .map((cells) => cells.map((values) => Float64Array.from(values)));

  it('has a mass of one, also where observations lack a coordinate', () => {
    fc.assert(
      fc.property(observations, (points) => {
        const estimator = estimatorOf(axes, points);
        let mass = 0;
        for (let x = 1; x <= 4; x++) {
          for (let y = 0; y < 3; y++) {
            mass += exp(estimator.logDensity(Float64Array.of(x, y)));
          }
        }
        expect(mass).toBeCloseTo(1, 9);
      }),
    );
  });

  it('draws what lies on its axes, in the shares of its masses', () => {
    const points = [Float64Array.of(2, 1), Float64Array.of(2, Number.NaN), Float64Array.of(4, 1)];
    const estimator = estimatorOf(axes, points);
    const counts = new Map<string, number>();
    const draws = 20_000;
    const stream = new PhiloxStream(1, 99);
    for (let i = 0; i < draws; i++) {
      const key = [...estimator.draw(stream)].join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (let x = 1; x <= 4; x++) {
      for (let y = 0; y < 3; y++) {
        const mass = exp(estimator.logDensity(Float64Array.of(x, y)));
        const share = (counts.get(`${x},${y}`) ?? 0) / draws;
        // Five standard errors.
        expect(Math.abs(share - mass)).toBeLessThan(5 * Math.sqrt((mass * (1 - mass)) / draws));
      }
    }
    expect(counts.size).toBe(12);
  });
});
