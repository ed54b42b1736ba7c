// The parts of CMA-ES: constants by the tutorial's formulas, the eigensystem, what a distribution learns, margins
// of discrete coordinates and shares of alternatives.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceShares } from '../../src/samplers/cma-es/choice-shares.js';
import { coordinatesOf, type Point } from '../../src/samplers/cma-es/coordinates.js';
import { cellAround, keepMargin } from '../../src/samplers/cma-es/margin.js';
import {
  type SearchDistribution,
  searchDistribution,
  type Vector,
} from '../../src/samplers/cma-es/search-distribution.js';
import { reflected, searchModel } from '../../src/samplers/cma-es/search-model.js';
import {
  defaultPopulation,
  strategyParameters,
} from '../../src/samplers/cma-es/strategy-parameters.js';
import { symmetricEigen } from '../../src/samplers/cma-es/symmetric-eigen.js';
import type { Domain } from '../../src/space/parameter.js';
import { standardNormal } from '../../src/vocabulary/normal.js';
import { normalCdf } from '../../src/vocabulary/normal-distribution.js';
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

const discrete: readonly Domain[] = [
  { kind: 'int_uniform', min: 1, max: 8 },
  { kind: 'q_uniform', min: 0, max: 0.5, q: 0.1 },
  { kind: 'q_log_uniform_values', min: 1, max: 64, q: 4 },
  { kind: 'q_normal', mu: 3, sigma: 2, q: 1 },
  { kind: 'categorical', values: [[8], [8, 8], [64]], ordered: true },
];

describe('a margin', () => {
  it('knows the cell of a value: where it begins, and where it ends', () => {
    const domain: Domain = { kind: 'int_uniform', min: 1, max: 4 };
    const { low, high } = cellAround(domain, 0.3);
    expect(low).toBeCloseTo(0.25, 8);
    expect(high).toBeCloseTo(0.5, 8);
    expect(cellAround(domain, 0.1)).toEqual({ low: null, high: expect.closeTo(0.25, 8) });
    expect(cellAround(domain, 0.9)).toEqual({ low: expect.closeTo(0.75, 8), high: null });
  });

  it('keeps the neighbours of a value likely enough, on each side where there is one', () => {
    const course = fc.record({
      domain: fc.constantFrom(...discrete),
      mean: fc.double({ min: 0, max: 0.999999, noNaN: true }),
      size: fc.double({ min: 1e-9, max: 1, noNaN: true }),
      probability: fc.double({ min: 1e-4, max: 0.3, noNaN: true }),
    });
    fc.assert(
      fc.property(course, ({ domain, mean, size, probability }) => {
        const { low, high } = cellAround(domain, mean);
        const start = Float64Array.of(mean, 0.5);
        const distribution = searchDistribution(start, size, strategyParameters(2, 6));
        keepMargin(distribution, 0, domain, probability);
        const moved = distribution.mean[0]!;
        const deviation = distribution.deviation(0);
        const below = low === null ? 0 : normalCdf((low - moved) / deviation);
        const above = high === null ? 0 : normalCdf((moved - high) / deviation);
        const least = probability / (low === null || high === null ? 1 : 2);
        if (low !== null) expect(below).toBeGreaterThanOrEqual(least * (1 - 1e-6));
        if (high !== null) expect(above).toBeGreaterThanOrEqual(least * (1 - 1e-6));
        // It is still the same value that is likeliest, and the other coordinate knows of nothing.
        expect(moved).toBeGreaterThanOrEqual(low ?? 0);
        expect(moved).toBeLessThanOrEqual(high ?? 1);
        expect(distribution.mean[1]).toBe(0.5);
        expect(distribution.deviation(1)).toBe(size);
      }),
    );
  });

  it('leaves a distribution alone that is wide enough', () => {
    const start = Float64Array.of(0.45, 0.5);
    const distribution = searchDistribution(start, 0.3, strategyParameters(2, 6));
    keepMargin(distribution, 0, discrete[0]!, 0.05);
    expect(distribution.mean).toBe(start);
    expect(distribution.deviation(0)).toBe(0.3);
  });
});

describe('what is discrete', () => {
  const whole = (name: string, max: number) =>
    ({ name, domain: { kind: 'int_uniform', min: 1, max } }) as const;
  const choice = { name: 'c', domain: { kind: 'categorical', values: ['a', 'b', 'c'] } } as const;
  const coordinates = coordinatesOf([whole('k', 20), whole('m', 3), choice]);

  it('does not freeze, however long one value is the best', () => {
    const model = searchModel(coordinates, Float64Array.of(0.5, 0.5), 6);
    const tried = { k: new Set<unknown>(), m: new Set<unknown>(), c: new Set<unknown>() };
    for (let generation = 0; generation < 3000; generation++) {
      const points = Array.from({ length: 6 }, (_, i) =>
        model.draw(new PhiloxStream(7, 8, generation, i)),
      );
      const worth = (point: Point) => {
        const { k, m, c } = coordinates.assignmentOf(point);
        return Math.abs(Number(k) - 14) + Number(m) + (c === 'b' ? 0 : 1);
      };
      model.learn([...points].sort((a, b) => worth(a) - worth(b)));
      if (generation < 2900) continue;
      for (const { k, m, c } of points.map(coordinates.assignmentOf)) {
        tried.k.add(k);
        tried.m.add(m);
        tried.c.add(c);
      }
    }
    expect([...tried.k]).toEqual(expect.arrayContaining([13, 14, 15]));
    expect(tried.k.size).toBeLessThan(10);
    expect([...tried.m]).toEqual(expect.arrayContaining([1, 2]));
    expect(tried.c.size).toBe(3);
    expect(model.hasCollapsed).toBe(false);
  });
});

describe('shares of alternatives', () => {
  const parameters = strategyParameters(3, 8);
  const values = ['a', 'b', 'c'];
  const sharesAfter = (
    generations: number,
    chosen: readonly number[],
    probabilities?: number[],
  ) => {
    const shares = choiceShares(
      { kind: 'categorical', values, ...(probabilities === undefined ? {} : { probabilities }) },
      parameters,
    );
    for (let i = 0; i < generations; i++) shares.update(chosen);
    return shares;
  };

  it('begin as the probabilities', () => {
    expect(sharesAfter(0, []).current).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(sharesAfter(0, [], [0.5, 0.5, 0]).current).toEqual([0.5, 0.5, 0]);
  });

  it('move towards the values of the best half alone', () => {
    const { current } = sharesAfter(1, [1, 1, 1, 1, 0, 0, 0, 0]);
    expect(current[1]).toBeGreaterThan(0.6);
    expect(current[0]).toBe(current[2]);
  });

  it('never fall to nothing, so that a value may come back', () => {
    const { current } = sharesAfter(1000, new Array(8).fill(1));
    expect(Math.min(...current)).toBeGreaterThan(0.05);
    expect(current.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('stay at nothing for a value without probability, even where it was given and won', () => {
    const shares = sharesAfter(5, new Array(8).fill(2), [0.5, 0.5, 0]);
    expect(shares.current).toEqual([0.5, 0.5, 0]);
    expect(shares.indexAt(1 - 2 ** -53)).toBe(1);
  });

  it('learn nothing from trials in which the choice had no effect', () => {
    expect(sharesAfter(5, new Array(8).fill(-1)).current).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});
