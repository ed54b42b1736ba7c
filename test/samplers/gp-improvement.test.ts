// The logarithm of expected improvement, against values of 400 digits, far into the tail where the improvement
// itself is 0 in double precision; and the minimiser that climbs it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  improvementSlope,
  improvementSpread,
  logImprovement,
} from '../../src/samplers/gp/log-improvement.js';
import { minimise } from '../../src/samplers/gp/projected-lbfgs.js';

/** z, ln h(z), and its derivative. */
const exact = [
  [8, 2.0794415416798357, 0.12499999999999992],
  [2, 0.6973835457882284, 0.48655931878528386],
  [0.5, -0.3598276837450638, 0.9909227180041099],
  [0, -0.9189385332046728, 1.2533141373155003],
  [-0.5, -1.6205162643873199, 1.5598731483480797],
  [-1, -2.4851210257126413, 1.9042712333296918],
  [-1.000001, -2.485122929984236, 1.9042719553074503],
  [-2, -4.768783523917114, 2.679416883955586],
  [-5, -16.74430116266099, 5.361816241288088],
  [-10, -55.55312203612235, 10.194383033412553],
  [-15.9, -132.86828320702688, 16.024333299117625],
  [-16, -134.4756784821748, 16.12357373802961],
  [-16.1, -136.09299825873202, 16.22282330004735],
  [-20, -206.9178385094251, 20.099262811101283],
  [-38, -730.1961834021138, 38.05252276004133],
  [-100, -5010.12957880025, 100.01999400419587],
] as const;

describe('the logarithm of the improvement', () => {
  it.each(exact)('at %d is %d, and rises by %d', (z, expected, slope) => {
    expect(Math.abs(logImprovement(z) / expected - 1)).toBeLessThan(1e-12);
    expect(Math.abs(improvementSlope(z) / slope - 1)).toBeLessThan(1e-11);
  });

  it.each([
    [-1000, -500014.73445209116],
    [-1_000_000, -500000000028.55],
  ])('still has all its digits at %d', (z, expected) => {
    expect(Math.abs(logImprovement(z) / expected - 1)).toBeLessThan(1e-14);
  });

  it('rises everywhere, and has the slope of finite differences', () => {
    fc.assert(
      fc.property(fc.double({ min: -60, max: 10, noNaN: true }), (z) => {
        const step = 1e-4;
        const difference = (logImprovement(z + step) - logImprovement(z - step)) / (2 * step);
        expect(difference).toBeGreaterThan(0);
        expect(Math.abs(improvementSlope(z) / difference - 1)).toBeLessThan(1e-5);
      }),
    );
  });

  it('rises with the deviation by φ / h: 1 − z times the slope', () => {
    fc.assert(
      fc.property(fc.double({ min: -30, max: 8, noNaN: true }), (z) => {
        // From h = φ + z Φ; divided by h it says 1 = φ/h + z Φ/h.
        const sum = improvementSpread(z) + z * improvementSlope(z);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-9 * (1 + z * z));
      }),
    );
  });
});

describe('the minimiser', () => {
  const effort = { evaluations: 200, slope: 1e-9 };
  const box = (width: number, low: number, high: number) => ({
    lower: new Float64Array(width).fill(low),
    upper: new Float64Array(width).fill(high),
  });
  const valley = (x: Float64Array, gradient: Float64Array) => {
    const [a, b] = [x[0]!, x[1]!];
    gradient[0] = -400 * a * (b - a * a) - 2 * (1 - a);
    gradient[1] = 200 * (b - a * a);
    return 100 * (b - a * a) ** 2 + (1 - a) ** 2;
  };

  it('leaves a start where the function is no number', () => {
    const { x } = minimise(() => Number.NaN, Float64Array.of(0.5), box(1, 0, 1), effort);
    expect([...x]).toEqual([0.5]);
  });

  it('begins within the bounds', () => {
    const { x } = minimise(() => Number.NaN, Float64Array.of(7), box(1, 0, 1), effort);
    expect([...x]).toEqual([1]);
  });

  it('follows a bent valley to its end', () => {
    const { x } = minimise(valley, Float64Array.of(-1.2, 1), box(2, -2, 2), effort);
    expect(x[0]).toBeCloseTo(1, 5);
    expect(x[1]).toBeCloseTo(1, 5);
  });

  it('stops at a bound that is in the way', () => {
    const bounds = { lower: Float64Array.of(-2, -2), upper: Float64Array.of(2, 0.5) };
    const { x } = minimise(valley, Float64Array.of(-1.2, 0.2), bounds, effort);
    expect(x[1]).toBe(0.5);
    // On that bound the least is where the derivative by the first is 0.
    expect(-400 * x[0]! * (0.5 - x[0]! ** 2) - 2 * (1 - x[0]!)).toBeCloseTo(0, 4);
  });

  it('asks no more often than it may, and ends no worse than it began', () => {
    const place = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(place, place, fc.integer({ min: 1, max: 40 }), (a, b, evaluations) => {
        let asked = 0;
        const start = Float64Array.of(a, b);
        const counted = (x: Float64Array, gradient: Float64Array) => {
          asked++;
          return valley(x, gradient);
        };
        const { value } = minimise(counted, start, box(2, -2, 2), { evaluations, slope: 1e-9 });
        expect(asked).toBeLessThanOrEqual(evaluations);
        expect(value).toBeLessThanOrEqual(valley(start, new Float64Array(2)));
      }),
    );
  });

  it('finds the nearest point of a box to any other', () => {
    const places = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(places, (wanted) => {
        const far = (x: Float64Array, gradient: Float64Array) =>
          wanted.reduce((sum, goal, i) => {
            const weight = 10 ** (i % 3);
            gradient[i] = 2 * weight * (x[i]! - goal);
            return sum + weight * (x[i]! - goal) ** 2;
          }, 0);
        const start = new Float64Array(wanted.length);
        const { x } = minimise(far, start, box(wanted.length, -1, 1), effort);
        wanted.forEach((goal, i) => {
          expect(x[i]).toBeCloseTo(Math.min(Math.max(goal, -1), 1), 5);
        });
      }),
    );
  });
});
