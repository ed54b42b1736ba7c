// Drawn values: inside their domain, monotone in u, distributed as the domain says, free of float dust.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/space/draw.js';
import type { Domain } from '../../src/space/parameter.js';

const ALMOST_ONE = 1 - 2 ** -53;

const unit = fc.double({ min: 0, max: ALMOST_ONE, noNaN: true });
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const range = fc
  .tuple(finite, finite)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
const positiveRange = fc
  .tuple(
    fc.double({ min: 1e-12, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-12, max: 1e6, noNaN: true }),
  )
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

describe('a draw', () => {
  it('refuses numbers outside [0, 1)', () => {
    const domain: Domain = { kind: 'uniform', min: 0, max: 1 };
    for (const u of [-0.1, 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => valueAt(domain, u)).toThrow(RangeError);
    }
  });

  it('of a constant is the constant', () => {
    expect(valueAt({ kind: 'constant', value: 'adam' }, 0.7)).toBe('adam');
  });

  it('of alternatives gives each an equal share of [0, 1)', () => {
    const domain: Domain = { kind: 'categorical', values: ['a', 'b', 'c'] };
    const drawn = [0, 0.33, 0.34, 0.66, 0.67, ALMOST_ONE].map((u) => valueAt(domain, u));
    expect(drawn).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
  });

  it('of whole numbers includes both ends and nothing beyond', () => {
    const domain: Domain = { kind: 'int_uniform', min: -2, max: 2 };
    const drawn = [0, 0.2, 0.4, 0.6, 0.8, ALMOST_ONE].map((u) => valueAt(domain, u));
    expect(drawn).toEqual([-2, -1, 0, 1, 2, 2]);
    expect(Object.is(drawn[2], 0)).toBe(true);
  });

  it('of a range never leaves it, begins at min, and grows with u', () => {
    fc.assert(
      fc.property(range, unit, unit, ({ min, max }, u, v) => {
        const domain: Domain = { kind: 'uniform', min, max };
        const [low, high] = [Math.min(u, v), Math.max(u, v)].map((w) => Number(valueAt(domain, w)));
        expect(low).toBeGreaterThanOrEqual(min);
        expect(high).toBeLessThanOrEqual(max);
        expect(low).toBeLessThanOrEqual(high!);
        expect(valueAt(domain, 0)).toBe(min + 0);
      }),
    );
  });

  it('of a log range never leaves it and begins at min exactly', () => {
    fc.assert(
      fc.property(positiveRange, unit, ({ min, max }, u) => {
        const domain: Domain = { kind: 'log_uniform_values', min, max };
        const value = Number(valueAt(domain, u));
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        expect(valueAt(domain, 0)).toBe(min);
      }),
    );
  });

  it('of a log range has its geometric mean in the middle', () => {
    const middle = valueAt({ kind: 'log_uniform_values', min: 1e-4, max: 1e-2 }, 0.5);
    expect(middle).toBeCloseTo(1e-3, 15);
  });

  it('of a log range stays inside at the very end, where 10 ** k would miss it', () => {
    for (const [min, max] of [
      [1e-5, 1e-1],
      [1e-4, 0.1],
      [3e-6, 7e-2],
    ] as const) {
      const last = Number(valueAt({ kind: 'log_uniform_values', min, max }, ALMOST_ONE));
      expect(last).toBeLessThanOrEqual(max);
      expect(last).toBeGreaterThan(max * (1 - 1e-12));
    }
  });
});

describe('a quantised draw', () => {
  it('is free of float dust', () => {
    const domain: Domain = { kind: 'q_uniform', min: 0, max: 1, q: 0.1 };
    const drawn = Array.from({ length: 1000 }, (_, i) => Number(valueAt(domain, i / 1000)));
    expect([...new Set(drawn)]).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
  });

  it('is round(X / q) × q: the ends get half the share of an inner value', () => {
    const domain: Domain = { kind: 'q_uniform', min: 0, max: 4, q: 2 };
    expect([0, 0.24, 0.26, 0.74, 0.76].map((u) => valueAt(domain, u))).toEqual([0, 0, 2, 2, 4]);
  });

  it('takes the nearest multiple inside where rounding would leave the range', () => {
    const domain: Domain = { kind: 'q_uniform', min: 20, max: 100, q: 16 };
    expect(valueAt(domain, 0)).toBe(32);
    expect(valueAt(domain, ALMOST_ONE)).toBe(96);
    expect(valueAt({ kind: 'q_log_uniform_values', min: 0.01, max: 1, q: 0.1 }, 0)).toBe(0.1);
  });

  it('stays within its bounds, on a multiple of q', () => {
    const steps = fc.record({
      q: fc.constantFrom(0.001, 0.01, 0.05, 0.1, 0.25, 1, 3, 16),
      first: fc.integer({ min: -500, max: 500 }),
      more: fc.integer({ min: 1, max: 500 }),
      log: fc.boolean(),
    });
    fc.assert(
      fc.property(steps, unit, ({ q, first, more, log }, u) => {
        const low = log ? Math.abs(first) + 1 : first;
        const [min, max] = [Number((low * q).toFixed(6)), Number(((low + more) * q).toFixed(6))];
        const kind = log ? 'q_log_uniform_values' : 'q_uniform';
        const value = Number(valueAt({ kind, min, max, q }, u));
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        expect(value).toBe(Number((Math.round(value / q) * q).toFixed(6)) + 0);
      }),
    );
  });

  it('keeps whole multiples whole beyond fifteen digits', () => {
    const max = 9_007_199_254_740_990;
    const value = valueAt({ kind: 'q_uniform', min: 0, max, q: 2 }, ALMOST_ONE);
    expect(Number(value) % 2).toBe(0);
    expect(Number(value)).toBeLessThanOrEqual(max);
  });
});
