// exp, log, pow, sin and cos within a few units in the last place of the engine's own, and pinned to the bit by golden values.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, exp, log, pow, sin, wholePower } from '../../src/vocabulary/deterministic-math.js';

const ulp = 2.220446049250313e-16;

function near(found: number, expected: number, units: number): boolean {
  return Math.abs(found - expected) <= units * ulp * Math.max(Math.abs(expected), 2 ** -1022);
}

describe('close to the true value', () => {
  it('exp, from -700 to 700', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) =>
        near(exp(x), Math.exp(x), 3),
      ),
    );
  });
  it('log, over all positive doubles', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
        (x) => near(log(x), Math.log(x), 3) || Math.abs(log(x) - Math.log(x)) < 1e-16,
      ),
    );
  });
  it('sin and cos, to a thousand', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 1000, noNaN: true }),
        (x) => Math.abs(sin(x) - Math.sin(x)) < 3e-16 && Math.abs(cos(x) - Math.cos(x)) < 3e-16,
      ),
    );
  });
  it('pow, for learning rates', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 100 }),
        (b, n) => near(pow(b, n), b ** n, 2000),
      ),
    );
  });
});

describe('at the edges', () => {
  it('exp', () => {
    expect([exp(0), exp(1000), exp(-1000), exp(Number.NaN)]).toEqual([
      1,
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
  });
  it('log', () => {
    expect([log(1), log(0), log(-1), log(Number.POSITIVE_INFINITY)]).toEqual([
      0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]);
  });
  it('a whole power is exact for powers of two', () => {
    expect([wholePower(2, 0), wholePower(2, 10), wholePower(0.5, 1074)]).toEqual([1, 1024, 5e-324]);
  });
});

describe('the same bits everywhere', () => {
  it.each([
    ['exp(2)', exp(2), 7.38905609893065],
    ['log(3)', log(3), 1.0986122886681098],
    ['log(1e-4)', log(1e-4), -9.210340371976184],
    ['sin(1)', sin(1), 0.8414709848078965],
    ['cos(1)', cos(1), 0.5403023058681398],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected);
  });
});
