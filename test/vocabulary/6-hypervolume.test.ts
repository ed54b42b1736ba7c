// The hypervolume against counting the cells of a lattice and against inclusion and exclusion.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypervolume, normalisedHypervolume } from '../../src/vocabulary/hypervolume.js';
import { dominates, type Point, paretoFronts } from '../../src/vocabulary/pareto.js';

const SIDE = 5;

function lattice(dimensions: number): Point[] {
  if (dimensions === 0) return [[]];
  return lattice(dimensions - 1).flatMap((point) =>
    Array.from({ length: SIDE }, (_, i) => [...point, i]),
  );
}

const whole = fc.integer({ min: 1, max: 4 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    points: fc.array(
      fc.array(fc.integer({ min: 0, max: SIDE + 1 }), {
        minLength: dimensions,
        maxLength: dimensions,
      }),
      { maxLength: 9 },
    ),
  }),
);

const real = fc.integer({ min: 1, max: 5 }).chain((dimensions) =>
  fc.array(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: dimensions,
      maxLength: dimensions,
    }),
    { minLength: 1, maxLength: 7 },
  ),
);

/** Of boxes that reach from each point to 1 everywhere. */
function byInclusionAndExclusion(points: readonly Point[]): number {
  let volume = 0;
  for (let chosen = 1; chosen < 2 ** points.length; chosen++) {
    const some = points.filter((_, i) => (chosen >> i) & 1);
    const sides = points[0]!.map((_, axis) => 1 - Math.max(...some.map((point) => point[axis]!)));
    volume += (some.length % 2 === 1 ? 1 : -1) * sides.reduce((a, b) => a * b, 1);
  }
  return volume;
}

describe('the hypervolume', () => {
  it('is 0 of nothing, and of points at the reference or beyond it', () => {
    expect(hypervolume([], [1, 1])).toBe(0);
    expect(
      hypervolume(
        [
          [0.5, 1],
          [2, 0],
        ],
        [1, 1],
      ),
    ).toBe(0);
  });

  it('of whole numbers is the number of cells that some point dominates', () => {
    fc.assert(
      fc.property(whole, ({ dimensions, points }) => {
        const cells = lattice(dimensions).filter((cell) =>
          points.some((point) => point.every((x, i) => x <= cell[i]!)),
        );
        const reference = new Array<number>(dimensions).fill(SIDE);
        expect(hypervolume(points, reference)).toBe(cells.length);
      }),
    );
  });

  it('is what inclusion and exclusion of boxes give', () => {
    fc.assert(
      fc.property(real, (points) => {
        const reference = points[0]!.map(() => 1);
        expect(hypervolume(points, reference)).toBeCloseTo(byInclusionAndExclusion(points), 9);
      }),
    );
  });

  it('is that of the first front alone, and grows with a point that it does not dominate', () => {
    fc.assert(
      fc.property(real, (points) => {
        const reference = points[0]!.map(() => 1);
        const goals = reference.map(() => 'minimize' as const);
        const fronts = paretoFronts(points, goals);
        const first = points.filter((_, i) => fronts[i] === 1);
        const all = hypervolume(points, reference);
        expect(hypervolume(first, reference)).toBeCloseTo(all, 12);
        const better = points[0]!.map((x) => x / 2);
        if (first.some((point) => dominates(point, better, goals))) return;
        expect(hypervolume([...points, better], reference)).toBeGreaterThanOrEqual(all);
      }),
    );
  });
});

describe('the normalised hypervolume', () => {
  const goals = ['maximize', 'minimize'] as const;

  it('is 1 where one point is best everywhere, 0 of two ends, and 0.25 with the middle between', () => {
    expect(
      normalisedHypervolume(
        [
          [9, 1],
          [3, 5],
          [4, 2],
        ],
        goals,
      ),
    ).toBe(1);
    expect(
      normalisedHypervolume(
        [
          [10, 100],
          [0, 0],
        ],
        goals,
      ),
    ).toBe(0);
    expect(
      normalisedHypervolume(
        [
          [10, 100],
          [5, 50],
          [0, 0],
        ],
        goals,
      ),
    ).toBe(0.25);
  });

  it('leaves out an objective in which all are equal, and points that are not finite', () => {
    expect(
      normalisedHypervolume(
        [
          [0.5, 7],
          [1, 7],
          [0, 7],
        ],
        goals,
      ),
    ).toBe(1);
    expect(normalisedHypervolume([[0.5, 7]], goals)).toBe(1);
    expect(
      normalisedHypervolume(
        [
          [10, 100],
          [5, 50],
          [0, 0],
          [Infinity, 3],
        ],
        goals,
      ),
    ).toBe(0.25);
    expect(normalisedHypervolume([[Number.NaN, 7]], goals)).toBeNull();
  });

  it('does not depend on units', () => {
    fc.assert(
      fc.property(whole, ({ dimensions, points }) => {
        const of = Array.from({ length: dimensions }, () => 'minimize' as const);
        const other = points.map((point) => point.map((x, i) => (i + 2) * x + 5));
        const [volume, scaled] = [points, other].map((some) => normalisedHypervolume(some, of));
        expect(scaled === null).toBe(volume === null);
        if (volume !== null) expect(scaled).toBeCloseTo(volume!, 9);
      }),
    );
  });
});
