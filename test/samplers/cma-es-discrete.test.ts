// What is discrete under CMA-ES: margins of whole numbers and steps, and shares of alternatives.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceShares } from '../../src/samplers/cma-es/choice-shares.js';
import { coordinatesOf, type Point } from '../../src/samplers/cma-es/coordinates.js';
import { cellAround, keepMargin } from '../../src/samplers/cma-es/margin.js';
import { searchDistribution } from '../../src/samplers/cma-es/search-distribution.js';
import { searchModel } from '../../src/samplers/cma-es/search-model.js';
import { strategyParameters } from '../../src/samplers/cma-es/strategy-parameters.js';
import type { Domain } from '../../src/space/parameter.js';
import { normalCdf } from '../../src/vocabulary/normal-distribution.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';

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
