// Several objectives: dominance, fronts and crowding distances against their definitions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../src/vocabulary/metric.js';
import {
  crowdingDistances,
  dominates,
  type Point,
  paretoFronts,
} from '../../src/vocabulary/pareto.js';

/** Few values, so that ties and equal points are usual; NaN and infinities among them. */
const value = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity) },
);
const goal = fc.constantFrom<Goal>('minimize', 'maximize');
const problem = fc.integer({ min: 1, max: 4 }).chain((objectives) =>
  fc.record({
    goals: fc.array(goal, { minLength: objectives, maxLength: objectives }),
    points: fc.array(fc.array(value, { minLength: objectives, maxLength: objectives }), {
      maxLength: 25,
    }),
  }),
);

/** Peel off what nothing left dominates, again and again. */
function peeled(points: readonly Point[], goals: readonly Goal[]): (number | null)[] {
  const ranks = points.map((): number | null => null);
  let left = points.flatMap((point, i) => (point.some(Number.isNaN) ? [] : [i]));
  for (let front = 1; left.length > 0; front++) {
    const free = left.filter((i) => !left.some((j) => dominates(points[j]!, points[i]!, goals)));
    for (const i of free) ranks[i] = front;
    left = left.filter((i) => !free.includes(i));
  }
  return ranks;
}

describe('a point dominates another', () => {
  it('that it is nowhere worse than, and somewhere better', () => {
    const goals = ['minimize', 'maximize'] as const;
    expect(dominates([1, 5], [2, 5], goals)).toBe(true);
    expect(dominates([1, 5], [1, 5], goals)).toBe(false);
    expect(dominates([1, 4], [2, 5], goals)).toBe(false);
  });

  it('never by a NaN, and always where only the other has one', () => {
    const goals = ['minimize', 'minimize'] as const;
    expect(dominates([Number.NaN, 0], [1, 1], goals)).toBe(false);
    expect(dominates([Number.NaN, 0], [Number.NaN, 1], goals)).toBe(false);
    expect(dominates([9, 9], [Number.NaN, 0], goals)).toBe(true);
  });

  it('and is then not dominated by it, nor by itself', () => {
    fc.assert(
      fc.property(problem, ({ points, goals }) => {
        for (const a of points) {
          expect(dominates(a, a, goals)).toBe(false);
          for (const b of points) {
            if (dominates(a, b, goals)) expect(dominates(b, a, goals)).toBe(false);
          }
        }
      }),
    );
  });
});

describe('fronts', () => {
  it('are those of peeling off what nothing dominates', () => {
    fc.assert(
      fc.property(problem, ({ points, goals }) => {
        expect(paretoFronts(points, goals)).toEqual(peeled(points, goals));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same where everything is turned to its negative and its other goal', () => {
    fc.assert(
      fc.property(problem, ({ points, goals }) => {
        const negative = points.map((point) => point.map((x) => -x));
        const turned = goals.map((g): Goal => (g === 'minimize' ? 'maximize' : 'minimize'));
        expect(paretoFronts(negative, turned)).toEqual(paretoFronts(points, goals));
      }),
    );
  });

  it('with one objective are its ranks, equals on one front', () => {
    expect(paretoFronts([[3], [1], [Number.NaN], [3], [2]], ['minimize'])).toEqual([
      3,
      1,
      null,
      3,
      2,
    ]);
  });
});

describe('crowding distances', () => {
  it('are the shares of the extent between both neighbours, added up', () => {
    const front = [
      [0, 10],
      [1, 6],
      [4, 1],
      [8, 0],
    ];
    // (4 - 0) / 8 + (10 - 1) / 10, (8 - 1) / 8 + (6 - 0) / 10
    const [first, second, third, last] = crowdingDistances(front, ['minimize', 'minimize']);
    expect([first, last]).toEqual([Infinity, Infinity]);
    expect(second).toBeCloseTo(0.5 + 0.9, 12);
    expect(third).toBeCloseTo(0.875 + 0.6, 12);
  });

  it('are 0 where all points are equal, and never NaN', () => {
    expect(
      crowdingDistances(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        ['minimize', 'maximize'],
      ),
    ).toEqual([0, 0, 0]);
    const finite = problem.filter(({ points }) => points.every((p) => !p.some(Number.isNaN)));
    fc.assert(
      fc.property(finite, ({ points, goals }) => {
        expect(crowdingDistances(points, goals).some(Number.isNaN)).toBe(false);
      }),
    );
  });
});
