// Whether a trial can be told from the first: Student's t against scipy's figures, and the two tests.

import { describe, expect, test } from 'vitest';
import { pairedP } from '../../src/leaderboard/comparison.js';
import { incompleteBeta, twoSidedP } from '../../src/leaderboard/student-t.js';

/** |a / b - 1| */
function relativeError(found: number, expected: number): number {
  return Math.abs(found / expected - 1);
}

describe('Student’s t', () => {
  // t, degrees of freedom, 2 * scipy.stats.t.sf(t, df); the first four are tabulated quantiles.
  test.each([
    [12.706204736432095, 1, 0.0499999999989913],
    [4.302652729911275, 2, 0.04999999999651663],
    [2.7764451051977987, 4, 0.04999999999999977],
    [2.1447866879169273, 14, 0.0500000000000816],
    [1.959, 1_000_000, 0.05011306425090399],
    [0.1, 1, 0.936548965138893],
    [1e-6, 7, 0.9999992300170983],
    [50, 3, 1.761715204127197e-5],
    [3.5, 9999, 0.00046728469480079187],
    [1, 29, 0.32558198801619365],
    [8, 98, 2.5369433940940894e-12],
  ])('t = %d with %d degrees of freedom', (t, degrees, p) => {
    expect(relativeError(twoSidedP(t, degrees), p)).toBeLessThan(degrees > 1000 ? 1e-8 : 1e-11);
    expect(twoSidedP(-t, degrees)).toBe(twoSidedP(t, degrees));
  });

  test('is certain at the ends', () => {
    expect(twoSidedP(0, 4)).toBe(1);
    expect(twoSidedP(Number.POSITIVE_INFINITY, 4)).toBe(0);
  });

  // x, a, b, scipy.special.betainc(a, b, x)
  test.each([
    [0.3, 0.5, 0.5, 0.36901011956554536],
    [0.5, 2, 0.5, 0.11611652351681556],
    [0.9, 5, 0.5, 0.3166429150200122],
    [0.999, 4999.5, 0.5, 0.001562427751986816],
    [0.01, 0.5, 3, 0.18625375],
    [0, 2, 3, 0],
  ])('the incomplete beta function at %d of (%d, %d)', (x, a, b, value) => {
    expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThan(1e-12);
  });
});

describe('two trials', () => {
  const a = [0.91, 0.93, 0.92, 0.95, 0.9];
  const b = [0.89, 0.94, 0.9, 0.91, 0.88];

  test('of one replicate, or with a value that is not finite, are not tested', () => {
    expect(pairedP([0.9], [0.8], null)).toBeNull();
    expect(pairedP([0.9, Number.NaN], [0.8, 0.7], null)).toBeNull();
    expect(pairedP([0.9, Number.POSITIVE_INFINITY], [0.8, Number.POSITIVE_INFINITY], 2)).toBeNull();
  });

  test('that are equal cannot be told apart; a constant difference can', () => {
    expect(pairedP(a, a, null)).toBe(1);
    expect(pairedP([3, 4, 5], [1, 2, 3], null)).toBe(0);
  });

  test('under several seeds: a paired t-test (scipy.stats.ttest_rel)', () => {
    expect(pairedP(a, b, null)).toBeCloseTo(0.08764517650339369, 12);
    expect(pairedP(b, a, null)).toBe(pairedP(a, b, null));
  });

  test('on several folds: the variance that Nadeau and Bengio correct, for shared rows', () => {
    expect(pairedP(a, b, 5)).toBeCloseTo(0.20799999999999846, 12);
    const [a2, b2] = [
      [...a, 0.92, 0.94, 0.91, 0.96, 0.89],
      [...b, 0.9, 0.93, 0.92, 0.92, 0.87],
    ];
    expect(pairedP(a2, b2, 5)).toBeCloseTo(0.12580111153643045, 12);
  });
});
