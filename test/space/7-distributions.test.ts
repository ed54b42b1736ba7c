// Distributions of W&B against scipy's quantiles (1.17), and what holds for all of them: draws grow with u,
// stay within their cut, go back to the number that gave them, and fall as the distribution says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { massOf } from '../../src/space/bell-draw.js';
import { LAST_UNIT, valueAt } from '../../src/space/draw.js';
import type { BetaDomain, Domain, NormalDomain } from '../../src/space/parameter.js';
import { unitAt } from '../../src/space/undraw.js';
import { betaCdf, betaQuantile } from '../../src/vocabulary/beta-distribution.js';

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** a, b, then pairs of p and x. */
const betaQuantiles: readonly (readonly number[])[] = [
  [1, 1, 1e-12, 1e-12, 0.1, 0.1, 0.999, 0.999],
  [2, 5, 1e-12, 2.581989786361007e-7, 0.1, 0.09259525891312875, 0.5, 0.26444998329565994],
  [2, 5, 0.9, 0.5103163065514916, 0.999, 0.818613866919134],
  [0.5, 0.5, 1e-12, 2.4674011002723395e-24, 0.001, 2.467399070916944e-6],
  [0.5, 0.5, 0.1, 0.024471741852423217, 0.5, 0.5, 0.999, 0.999997532600929],
  [0.1, 3, 1e-12, 2.366901351944939e-121, 0.1, 2.366901352046768e-11, 0.5, 0.00023123990750011794],
  [30, 2, 0.001, 0.7386724011816721, 0.5, 0.9464479478829972, 0.999, 0.9985123138630576],
  [400, 900, 1e-12, 0.22315156483858847, 0.5, 0.3075936611562357, 0.999, 0.3480281299694546],
];

describe('a beta quantile', () => {
  it.each(betaQuantiles)('of a %f, b %f is as in scipy', (a, b, ...pairs) => {
    for (let i = 0; i < pairs.length; i += 2) {
      const [p, x] = [pairs[i]!, pairs[i + 1]!];
      expect(betaQuantile(p, a!, b!) / x).toBeCloseTo(1, 11);
    }
  });

  it('is between 0 and 1, and neither of them, at the far ends of extreme shapes', () => {
    const shape = fc.double({ min: 0.01, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(shape, shape, fc.constantFrom(2 ** -54, 1e-9, 0.5, LAST_UNIT), (a, b, p) => {
        const x = betaQuantile(p, a, b);
        expect(x).toBeGreaterThan(0);
        expect(x).toBeLessThan(1);
      }),
    );
  });

  it('gives its probability back', () => {
    const shape = fc.double({ min: 1, max: 500, noNaN: true });
    const p = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(shape, shape, p, (a, b, wanted) => {
        expect(betaCdf(betaQuantile(wanted, a, b), a, b)).toBeCloseTo(wanted, 9);
      }),
    );
  });
});

/** scipy's norm, lognorm and truncnorm. */
const normals: readonly [NormalDomain, readonly [number, number][]][] = [
  [
    { kind: 'normal', mu: 0, sigma: 1 },
    [
      [2 ** -54, -8.292361075813597],
      [1e-9, -5.9978070150076865],
      [0.025, -1.9599639845400545],
      [0.5, 0],
      [0.999, 3.090232306167813],
    ],
  ],
  [
    { kind: 'log_normal', mu: -3, sigma: 0.5 },
    [
      [0.001, 0.010618939222078119],
      [0.1, 0.026231985747305463],
      [0.5, 0.049787068367863944],
      [0.9, 0.09449350119904569],
    ],
  ],
  [
    { kind: 'normal', mu: 0.3, sigma: 0.1, min: 0.2, max: 0.6 },
    [
      [0.001, 0.2003465468322464],
      [0.1, 0.2302211508708334],
      [0.5, 0.3198447899603447],
      [0.999, 0.5849428436326444],
    ],
  ],
  [
    { kind: 'normal', mu: 0, sigma: 1, min: 4, max: 6 },
    [
      [0.001, 4.000236757085643],
      [0.5, 4.16109716567986],
      [0.9, 4.514854532330789],
      [0.999, 5.403607763282511],
    ],
  ],
];

describe('a normal draw', () => {
  it.each(normals)('of %j is at its quantiles', (domain, pairs) => {
    for (const [u, x] of pairs) expect(valueAt(domain, u)).toBeCloseTo(x, 11);
  });

  it('is never infinite', () => {
    const domain: Domain = { kind: 'normal', mu: 10, sigma: 2 };
    expect(valueAt(domain, 0)).toBeCloseTo(10 - 2 * 8.292361075813597, 10);
    expect(valueAt(domain, LAST_UNIT)).toBeCloseTo(10 + 2 * 8.2095361516, 8);
  });

  it('is never infinite where it is cut off on one side', () => {
    const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
    const away = fc.double({ min: -4, max: 4, noNaN: true });
    const end = fc.constantFrom('min', 'max');
    fc.assert(
      fc.property(scale, away, end, fc.constantFrom(0, 0.5, LAST_UNIT), (sigma, cut, side, u) => {
        const domain: Domain = { kind: 'normal', mu: 0, sigma, [side]: cut * sigma };
        expect(Math.abs(Number(valueAt(domain, u)))).toBeLessThanOrEqual(10 * sigma);
      }),
    );
  });
});

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const cut = fc.record({ min: number(0.05, 0.5), max: number(0.6, 0.95) });
const cutOrNot = fc.oneof(cut, fc.constant({}));

const bells: fc.Arbitrary<NormalDomain | BetaDomain> = fc.oneof(
  fc
    .tuple(fc.constantFrom('normal', 'log_normal'), number(-1, 1), number(0.1, 2), cutOrNot)
    .map(([kind, mu, sigma, ends]): NormalDomain => ({ kind, mu, sigma, ...ends })),
  fc
    .tuple(fc.constantFrom('q_normal', 'q_log_normal'), number(-1, 1), number(0.1, 2), cutOrNot)
    .map(([kind, mu, sigma, ends]): NormalDomain => ({ kind, mu, sigma, q: 0.05, ...ends })),
  fc
    .tuple(number(0.5, 9), number(0.5, 9), cutOrNot)
    .map(([a, b, ends]): BetaDomain => ({ kind: 'beta', a, b, ...ends })),
  fc
    .tuple(number(0.5, 9), number(0.5, 9), cutOrNot)
    .map(([a, b, ends]): BetaDomain => ({ kind: 'q_beta', a, b, q: 0.05, ...ends })),
);

describe('a bell', () => {
  it('stays within its cut, and grows with u', () => {
    fc.assert(
      fc.property(bells, unit, unit, (domain, u, v) => {
        const [low, high] = [Math.min(u, v), Math.max(u, v)].map((w) => Number(valueAt(domain, w)));
        expect(low! - high!).toBeLessThanOrEqual(1e-9 * Math.abs(low!));
        expect(low).toBeGreaterThanOrEqual(domain.min ?? Number.NEGATIVE_INFINITY);
        expect(high).toBeLessThanOrEqual(domain.max ?? Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('draws whole multiples of q', () => {
    fc.assert(
      fc.property(bells, unit, (domain, u) => {
        if (!('q' in domain)) return;
        const value = Number(valueAt(domain, u));
        expect(value).toBeCloseTo(Math.round(value / 0.05) * 0.05, 5);
      }),
    );
  });

  it('goes back from a value to the number that gave it', () => {
    fc.assert(
      fc.property(bells, number(0.001, 0.999), (domain, u) => {
        if ('q' in domain || massOf(domain) < 1e-3) return;
        expect(unitAt(domain, valueAt(domain, u))).toBeCloseTo(u, 8);
      }),
    );
  });

  it('falls as the distribution says: Kolmogorov–Smirnov against exact probabilities', () => {
    const draws = Array.from({ length: 2000 }, (_, i) => (i + 0.5) / 2000);
    const domain: Domain = { kind: 'beta', a: 2, b: 5 };
    const apart = draws.map((u) => Math.abs(betaCdf(Number(valueAt(domain, u)), 2, 5) - u));
    expect(Math.max(...apart)).toBeLessThan(1e-9);
  });
});

describe('probabilities', () => {
  const domain: Domain = {
    kind: 'categorical',
    values: ['a', 'b', 'c', 'd'],
    probabilities: [0.5, 0, 0.3, 0.2],
  };

  it('are the shares of [0, 1) of their values', () => {
    const drawn = [0, 0.49, 0.51, 0.79, 0.81, LAST_UNIT].map((u) => valueAt(domain, u));
    expect(drawn).toEqual(['a', 'a', 'c', 'c', 'd', 'd']);
  });

  it('that are 0 are never drawn, wherever they stand', () => {
    const ends: Domain = { kind: 'categorical', values: [1, 2, 3], probabilities: [0, 1, 0] };
    for (const u of [0, 0.5, LAST_UNIT]) expect(valueAt(ends, u)).toBe(2);
  });

  it('put a value in the middle of its share', () => {
    expect(unitAt(domain, 'a')).toBeCloseTo(0.25, 15);
    expect(unitAt(domain, 'c')).toBeCloseTo(0.65, 15);
  });

  it('leave alternatives without them as they were', () => {
    const even: Domain = { kind: 'categorical', values: ['a', 'b'], ordered: true };
    expect([0, 0.49, 0.5].map((u) => valueAt(even, u))).toEqual(['a', 'a', 'b']);
  });
});
