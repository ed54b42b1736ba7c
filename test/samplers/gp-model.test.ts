// The parts of the Gaussian process, each against what it must be: a matrix taken apart, another program's
// posterior, finite differences.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Axis, axesOf, type Point } from '../../src/samplers/gp/axes.js';
import { logarithmsOf, surprise } from '../../src/samplers/gp/fit.js';
import { inverseFactor, offset } from '../../src/samplers/gp/inverse-factor.js';
import { apart, apartSlope, matern, maternSlope } from '../../src/samplers/gp/kernel.js';
import { posterior } from '../../src/samplers/gp/posterior.js';
import type { Space } from '../../src/space/parameter.js';
import { log } from '../../src/vocabulary/deterministic-math.js';

const unit = (name: string) => ({ name, domain: { kind: 'uniform', min: 0, max: 1 } }) as const;
const plane = axesOf([unit('x'), unit('y')]);
const mixed: Space = [
  unit('x'),
  { name: 'kind', domain: { kind: 'categorical', values: ['a', 'b', 'c'] } },
  unit('y'),
];
const at = (...coordinates: number[]) => Float64Array.from(coordinates);
const none = Number.NaN;

/** Of scikit-learn's GaussianProcessRegressor with ConstantKernel(1.7) * Matern([0.5, 2], nu=2.5), alpha 0.01. */
const figures = {
  hyperparameters: { inverseSquares: at(4, 0.25), scale: 1.7, noise: 0.01 },
  points: [at(0.1, 0.2), at(0.5, 0.9), at(0.8, 0.4)],
  costs: at(0.7, -1.2, 0.5),
  likelihood: -6.043384319087105,
  beliefs: [
    [at(0.3, 0.3), -0.19424813792536927, 0.143865359803085],
    [at(0.5, 0.9), -1.167006353861468, 0.00981507589978281],
    [at(1, 0), 1.0700231124036894, 0.3573554119970712],
  ] as const,
};

const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
const number = fc.oneof(
  { weight: 5, arbitrary: coordinate },
  { weight: 1, arbitrary: fc.constant(none) },
);
const mixedPoint = fc
  .tuple(number, fc.constantFrom(0, 1, 2, none), number)
  .map((coordinates) => Float64Array.from(coordinates));
const mixedPoints = fc.array(mixedPoint, { minLength: 1, maxLength: 12 });
const hyperparameters = fc
  .tuple(...[0.1, 0.1, 0.1].map((min) => fc.double({ min, max: 20, noNaN: true })))
  .map((inverseSquares) => ({ inverseSquares: at(...inverseSquares), scale: 1.3, noise: 0.01 }));

describe('the kernel', () => {
  it('is 1 at no distance, and vanishes far away', () => {
    expect(matern(0)).toBe(1);
    expect(matern(1e4)).toBeLessThan(1e-90);
  });

  it('is Matérn’s with smoothness 5/2', () => {
    const r = 0.7;
    const expected = (1 + Math.sqrt(5) * r + (5 * r * r) / 3) * Math.exp(-Math.sqrt(5) * r);
    expect(matern(r * r)).toBeCloseTo(expected, 14);
  });

  it('has the slope of finite differences, also near no distance', () => {
    const squares = fc.double({ min: 1e-3, max: 30, noNaN: true });
    fc.assert(
      fc.property(squares, (squared) => {
        const step = 1e-6;
        const difference = (matern(squared + step) - matern(squared - step)) / (2 * step);
        expect(maternSlope(squared, matern(squared))).toBeCloseTo(difference, 6);
      }),
    );
    expect(maternSlope(0, 1)).toBeCloseTo(-5 / 6, 14);
  });

  it('counts alternatives that differ as 1, and one that is not there as one more of them', () => {
    expect([apart(false, 2, 2), apart(false, 0, 2), apart(false, 0, none)]).toEqual([0, 1, 1]);
    expect([apart(false, none, none), apart(true, none, none)]).toEqual([0, 0]);
  });

  it('puts a number that is not there beside the middle of its range', () => {
    expect([apart(true, none, 0.5), apart(true, 0, none), apart(true, none, 1)]).toEqual([
      0.25, 0.5, 0.5,
    ]);
    expect([apartSlope(0.75, none), apartSlope(0.75, 0.25)]).toEqual([0.5, 1]);
  });
});

describe('the inverse factor', () => {
  const covariances = fc.tuple(mixedPoints, hyperparameters).map(([points, { inverseSquares }]) => {
    const axes = axesOf(mixed);
    const between = (a: Point, b: Point) =>
      axes.reduce(
        (sum, { isNumber }, j) => sum + inverseSquares[j]! * apart(isNumber, a[j]!, b[j]!),
        0,
      );
    return points.map((a, i) => points.map((b, j) => matern(between(a, b)) + (i === j ? 0.01 : 0)));
  });
  const factorOf = (matrix: readonly (readonly number[])[]) => {
    const factor = inverseFactor(1);
    for (const [i, row] of matrix.entries()) factor.append(Float64Array.from(row), row[i]!);
    return factor;
  };

  it('turns any matrix of covariances into the identity: W K Wᵀ = I', () => {
    fc.assert(
      fc.property(covariances, (matrix) => {
        const { rows } = factorOf(matrix);
        const w = matrix.map((_, i) => matrix.map((_, j) => (j <= i ? rows[offset(i) + j]! : 0)));
        for (const [i, a] of w.entries()) {
          for (const [j, b] of w.entries()) {
            let sum = 0;
            for (const [k, ak] of a.entries()) {
              for (const [l, bl] of b.entries()) sum += ak * matrix[k]![l]! * bl;
            }
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 8);
          }
        }
      }),
    );
  });

  it('solves: K Wᵀ W x = x', () => {
    fc.assert(
      fc.property(covariances, (matrix) => {
        const factor = factorOf(matrix);
        const x = Float64Array.from(matrix, (_, i) => Math.cos(i));
        const [v, solved] = [x.slice(), x.slice()];
        factor.whiten(x, v);
        factor.whitenBack(v, solved);
        for (const [i, row] of matrix.entries()) {
          expect(row.reduce((sum, k, j) => sum + k * solved[j]!, 0)).toBeCloseTo(x[i]!, 8);
        }
      }),
    );
  });

  it('knows the determinant', () => {
    expect(
      factorOf([
        [4, 2],
        [2, 3],
      ]).logDeterminant(),
    ).toBeCloseTo(log(8), 14);
  });

  it('forgets the last points, and goes on as if they had never been', () => {
    const matrix = [
      [4, 2, 1],
      [2, 3, 0.5],
      [1, 0.5, 2],
    ];
    const factor = factorOf(matrix);
    factor.truncate(1);
    for (const i of [1, 2]) factor.append(Float64Array.from(matrix[i]!), matrix[i]![i]!);
    expect(factor.rows.slice(0, 6)).toEqual(factorOf(matrix).rows.slice(0, 6));
  });

  it('gives a point that adds nothing a little of its own', () => {
    const factor = factorOf([
      [1, 1],
      [1, 1],
    ]);
    expect(factor.rows[2]).toBeGreaterThan(0);
    expect(factor.rows[2]).toBeLessThan(Infinity);
  });
});

describe('the posterior', () => {
  const conditioned = (axes: readonly Axis[], points: readonly Point[], costs: Float64Array) => {
    const model = posterior(axes, figures.hyperparameters);
    model.condition(points, costs);
    return model;
  };

  it.each(figures.beliefs)('of three points is scikit-learn’s, at %j', (point, mean, variance) => {
    const belief = conditioned(plane, figures.points, figures.costs).at(point);
    expect(belief.mean).toBeCloseTo(mean, 10);
    expect(belief.variance).toBeCloseTo(variance, 10);
  });

  it('of nothing is the prior', () => {
    expect(conditioned(plane, [], at()).at(at(0.5, 0.5))).toEqual({ mean: 0, variance: 1.7 });
  });

  it('goes through what was measured, where there is next to no noise', () => {
    const model = posterior(plane, { ...figures.hyperparameters, noise: 1e-9 });
    model.condition(figures.points, figures.costs);
    for (const [i, point] of figures.points.entries()) {
      expect(model.at(point).mean).toBeCloseTo(figures.costs[i]!, 7);
      expect(model.at(point).variance).toBeLessThan(1e-8);
    }
  });

  it('extended is what it would be anew, whatever it was before', () => {
    const walks = fc.array(fc.tuple(fc.nat(11), fc.nat(12)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(mixedPoints, hyperparameters, walks, (points, parameters, walk) => {
        const axes = axesOf(mixed);
        const grown = posterior(axes, parameters);
        for (const [start, count] of walk) {
          const some = [...points.slice(0, start), ...points.slice(start + 1)].slice(0, count);
          const costs = Float64Array.from(some, (_, i) => Math.cos(i));
          grown.condition(some, costs);
          const anew = posterior(axes, parameters);
          anew.condition(some, costs);
          expect(grown.at(at(0.3, 1, none))).toEqual(anew.at(at(0.3, 1, none)));
        }
      }),
    );
  });

  it('takes a trial under way to come out as expected: means stay, and variances shrink', () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (a, b, x, y) => {
        const before = conditioned(plane, figures.points, figures.costs).at(at(x, y));
        const after = conditioned(plane, [...figures.points, at(a, b)], figures.costs).at(at(x, y));
        expect(after.mean).toBe(before.mean);
        expect(after.variance).toBeLessThanOrEqual(before.variance + 1e-12);
      }),
    );
  });

  it('has the slopes of finite differences along numbers that are there', () => {
    fc.assert(
      fc.property(mixedPoints, hyperparameters, coordinate, number, (points, parameters, x, y) => {
        const axes = axesOf(mixed);
        const model = posterior(axes, parameters);
        model.condition(
          points,
          Float64Array.from(points.slice(0, 8), (_, i) => Math.cos(i)),
        );
        const slopes = { mean: new Float64Array(3), variance: new Float64Array(3) };
        model.around(at(x, 1, y), slopes);
        const step = 1e-5;
        const [up, down] = [model.at(at(x + step, 1, y)), model.at(at(x - step, 1, y))];
        const [mean, variance] = [up.mean - down.mean, up.variance - down.variance];
        expect(slopes.mean[0]).toBeCloseTo(mean / (2 * step), 4);
        expect(slopes.variance[0]).toBeCloseTo(variance / (2 * step), 4);
        expect([slopes.mean[1], slopes.variance[1]]).toEqual([0, 0]);
        if (Number.isNaN(y)) expect([slopes.mean[2], slopes.variance[2]]).toEqual([0, 0]);
      }),
    );
  });
});

describe('the likelihood of hyperparameters', () => {
  it('is scikit-learn’s, times the prior', () => {
    const { hyperparameters: parameters, points, costs, likelihood } = figures;
    const value = surprise(plane, points, costs)(logarithmsOf(parameters), new Float64Array(4));
    const lengths = 0.1 / 4 + 0.1 * 4 + 0.1 / 0.25 + 0.1 * 0.25;
    const others = 1.7 - log(1.7) + 30 * 0.01 - 0.1 * log(0.01);
    expect(value).toBeCloseTo(-likelihood - 1.5 * log(2 * Math.PI) + lengths + others, 10);
  });

  it('has the gradient of finite differences', () => {
    fc.assert(
      fc.property(mixedPoints, hyperparameters, (points, parameters) => {
        const f = surprise(
          axesOf(mixed),
          points,
          Float64Array.from(points, (_, i) => Math.cos(3 * i)),
        );
        const here = logarithmsOf(parameters);
        const [gradient, ignored] = [new Float64Array(5), new Float64Array(5)];
        f(here, gradient);
        const step = 1e-5;
        for (let i = 0; i < here.length; i++) {
          const moved = (by: number) => here.map((value, j) => (i === j ? value + by : value));
          const difference = f(moved(step), ignored) - f(moved(-step), ignored);
          const scale = 1 + Math.abs(gradient[i]!);
          expect(Math.abs(difference / (2 * step) - gradient[i]!) / scale).toBeLessThan(1e-4);
        }
      }),
    );
  });
});
