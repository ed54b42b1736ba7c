// The parts of CMA-ES: constants by the tutorial's formulas, the eigensystem, and what a distribution learns.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SearchDistribution,
  searchDistribution,
  type Vector,
} from '../../src/samplers/cma-es/search-distribution.js';
import { reflected } from '../../src/samplers/cma-es/search-model.js';
import {
  defaultPopulation,
  strategyParameters,
} from '../../src/samplers/cma-es/strategy-parameters.js';
import { symmetricEigen } from '../../src/samplers/cma-es/symmetric-eigen.js';
import { standardNormal } from '../../src/vocabulary/normal.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

describe('the constants', () => {
  it.each([
    [0, 4],
    [1, 4],
    [2, 6],
    [5, 8],
    [10, 10],
    [100, 17],
  ])('of %i coordinates are for a population of %i', (dimension, population) => {
    expect(defaultPopulation(dimension)).toBe(population);
  });

  it.each([
    {
      dimension: 2,
      weights: [0.637043, 0.28457, 0.078387, -0.286384, -0.764958, -1.155982],
      muEff: 2.028611,
      cSigma: 0.446205,
      dSigma: 1.446205,
      cC: 0.624555,
      c1: 0.154815,
      cMu: 0.085593,
      chi: 1.254273,
    },
    {
      dimension: 10,
      weights: [
        0.456273, 0.270753, 0.162231, 0.085234, 0.02551, -0.080013, -0.221764, -0.344555, -0.452864,
        -0.54975,
      ],
      muEff: 3.167299,
      cSigma: 0.284429,
      dSigma: 1.284429,
      cC: 0.29499,
      c1: 0.015284,
      cMu: 0.023552,
      chi: 3.084727,
    },
  ])('of $dimension coordinates are those of the tutorial', ({ dimension, weights, ...wanted }) => {
    const found = strategyParameters(dimension, defaultPopulation(dimension));
    for (const [name, figure] of Object.entries(wanted)) {
      expect(found[name as keyof typeof wanted]).toBeCloseTo(figure, 6);
    }
    expect(found.weights).toHaveLength(weights.length);
    weights.forEach((weight, i) => {
      expect(found.weights[i]).toBeCloseTo(weight, 6);
    });
  });
});

describe('the eigensystem of a symmetric matrix', () => {
  /** Of some size, of very different scales, now and then with equal or empty rows. */
  const matrices = fc.integer({ min: 1, max: 8 }).chain((n) =>
    fc
      .array(
        fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1, 1e-9)),
        {
          minLength: n * n,
          maxLength: n * n,
        },
      )
      .map((entries) => {
        const at = (i: number, k: number) => entries[Math.min(i, k) * n + Math.max(i, k)]!;
        const matrix = Float64Array.from(entries, (_, place) =>
          at(Math.floor(place / n), place % n),
        );
        return { n, matrix };
      }),
  );

  it('puts it together again: A = V D Vᵀ', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, n);
        const scale = Math.max(...matrix.map(Math.abs), 1e-300);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++)
              sum += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
            expect(Math.abs(sum - matrix[i * n + j]!)).toBeLessThanOrEqual(1e-13 * n * scale);
          }
        }
      }),
    );
  });

  it('has orthonormal vectors', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const { vectors } = symmetricEigen(matrix, n);
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let k = 0; k < n; k++) sum += vectors[k * n + i]! * vectors[k * n + j]!;
            expect(sum).toBeCloseTo(i === j ? 1 : 0, 12);
          }
        }
      }),
    );
  });
});

/** Best value after so many generations of a distribution alone, from far away and without bounds. */
function minimise(
  value: (x: Vector) => number,
  dimension: number,
  generations: number,
): { readonly best: number; readonly distribution: SearchDistribution } {
  const parameters = strategyParameters(dimension, defaultPopulation(dimension));
  const distribution = searchDistribution(new Float64Array(dimension), 0.3, parameters);
  let best = Number.POSITIVE_INFINITY;
  for (let generation = 0; generation < generations; generation++) {
    const normal = standardNormal(new PhiloxStream(7, 8, generation));
    const steps = Array.from({ length: parameters.population }, () =>
      distribution.stepOf(Float64Array.from({ length: dimension }, normal)),
    );
    const { mean, stepSize } = distribution;
    const worthOf = (step: Vector) => value(step.map((y, i) => mean[i]! + stepSize * y));
    const ranked = steps
      .map((step) => ({ step, worth: worthOf(step) }))
      .sort((a, b) => a.worth - b.worth);
    best = Math.min(best, ranked[0]!.worth);
    distribution.update(ranked.map(({ step }) => step));
  }
  return { best, distribution };
}

/** Turned by 45 degrees in neighbouring planes, and a thousand times as long as wide. */
function turnedEllipsoid(x: Vector): number {
  const turned = Float64Array.from(x, (value) => value - 2);
  for (let i = 0; i + 1 < turned.length; i++) {
    const [a, b] = [turned[i]!, turned[i + 1]!];
    turned[i] = (a + b) * Math.SQRT1_2;
    turned[i + 1] = (a - b) * Math.SQRT1_2;
  }
  return turned.reduce((sum, value, i) => sum + 10 ** ((6 * i) / (x.length - 1)) * value ** 2, 0);
}

describe('the distribution', () => {
  it('begins as a ball around its mean', () => {
    const distribution = searchDistribution(Float64Array.of(1, 2), 0.3, strategyParameters(2, 6));
    expect([...distribution.stepOf(Float64Array.of(3, 4))]).toEqual([3, 4]);
    expect(distribution.lengthOf(Float64Array.of(3, 4))).toBe(5);
    expect(distribution.deviation(1)).toBe(0.3);
  });

  it.each([
    ['usual', 1],
    ['just so long that the path must wait', 1.65],
    ['far too long', 4],
  ])('learns from one generation by the formulas of the tutorial, steps being %s', (_, length) => {
    const of = strategyParameters(2, 6);
    const { weights, muEff, cSigma, dSigma, cC, c1, cMu, chi } = of;
    const steps = [1.5, 0.9, -0.2, 0.4, -1.1, -0.7].map((x, i) => [
      length * x,
      length * (0.3 - 0.25 * i),
    ]);
    const forward = [0, 1].map((i) =>
      steps.reduce((sum, step, k) => sum + Math.max(weights[k]!, 0) * step[i]!, 0),
    );
    const sizePath = Math.hypot(...forward) * Math.sqrt(cSigma * (2 - cSigma) * muEff);
    const isShort = sizePath / Math.sqrt(1 - (1 - cSigma) ** 2) < (1.4 + 2 / 3) * chi;
    expect(isShort).toBe(length === 1);
    const path = forward.map((x) => (isShort ? x * Math.sqrt(cC * (2 - cC) * muEff) : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const kept = 1 + (isShort ? 0 : c1 * cC * (2 - cC)) - c1 - cMu * total;
    const covariance = (i: number, j: number) =>
      (i === j ? kept : 0) +
      c1 * path[i]! * path[j]! +
      steps.reduce((sum, step, k) => {
        const scale = weights[k]! < 0 ? 2 / (step[0]! ** 2 + step[1]! ** 2) : 1;
        return sum + cMu * weights[k]! * scale * step[i]! * step[j]!;
      }, 0);
    const size = 0.1 * Math.exp(Math.min(1, (cSigma / dSigma) * (sizePath / chi - 1)));

    const distribution = searchDistribution(new Float64Array(2), 0.1, of);
    distribution.update(steps.map((step) => Float64Array.from(step)));
    for (const i of [0, 1]) {
      expect(distribution.mean[i]).toBeCloseTo(0.1 * forward[i]!, 12);
      expect(distribution.deviation(i)).toBeCloseTo(size * Math.sqrt(covariance(i, i)), 9);
    }
    const [long, short] = [1, -1].map((y) => distribution.lengthOf(Float64Array.of(1, y)));
    const sum = covariance(0, 0) + covariance(1, 1);
    const ratio = (sum - 2 * covariance(0, 1)) / (sum + 2 * covariance(0, 1));
    expect((long! / short!) ** 2).toBeCloseTo(ratio, 9);
  });

  it('converges on a shifted, turned ellipsoid, whose shape it learns', () => {
    const { best, distribution } = minimise(turnedEllipsoid, 5, 400);
    expect(best).toBeLessThan(1e-10);
    expect(distribution.condition).toBeGreaterThan(1e4);
  });

  it('grows where all steps go one way, and shrinks where they are too short', () => {
    const sizeAfter = (length: number) => {
      const distribution = searchDistribution(new Float64Array(2), 0.1, strategyParameters(2, 6));
      for (let i = 0; i < 5; i++)
        distribution.update(new Array(6).fill(Float64Array.of(length, 0)));
      return distribution.deviation(0);
    };
    expect(sizeAfter(2)).toBeGreaterThan(0.2);
    expect(sizeAfter(0.01)).toBeLessThan(0.05);
  });
});

describe('a reflection', () => {
  it.each([
    [0.25, 0.25],
    [-0.25, 0.25],
    [1.25, 0.75],
    [2.25, 0.25],
    [-3.25, 0.75],
  ])('brings %f back to %f', (x, within) => {
    expect(reflected(x)).toBeCloseTo(within, 12);
  });

  it('is below 1 for 1 itself', () => {
    expect(reflected(1)).toBeLessThan(1);
  });
});
