// A value that somebody names is of a domain exactly where a draw, or a grid, can come to it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/space/draw.js';
import { alternatives } from '../../src/space/grid.js';
import { hasValue, isVisited, nearestNumber } from '../../src/space/membership.js';
import type { Domain } from '../../src/space/parameter.js';

const domains: Readonly<Record<string, Domain>> = {
  constant: { kind: 'constant', value: [8, 'pool'] },
  categorical: { kind: 'categorical', values: ['sgd', 0.5, [8, 8], true] },
  int_uniform: { kind: 'int_uniform', min: -3, max: 12 },
  uniform: { kind: 'uniform', min: -1, max: 0.7 },
  log_uniform_values: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 },
  q_uniform: { kind: 'q_uniform', min: 0.05, max: 0.72, q: 0.1 },
  'q_uniform without a multiple': { kind: 'q_uniform', min: 0.11, max: 0.18, q: 0.1 },
  q_log_uniform_values: { kind: 'q_log_uniform_values', min: 8, max: 300, q: 8 },
  normal: { kind: 'normal', mu: 0.2, sigma: 3 },
  'normal that is cut': { kind: 'normal', mu: 0.2, sigma: 3, min: 0, max: 0.5 },
  q_normal: { kind: 'q_normal', mu: 5, sigma: 30, q: 0.3 },
  log_normal: { kind: 'log_normal', mu: -7, sigma: 2 },
  q_log_normal: { kind: 'q_log_normal', mu: 0, sigma: 1, q: 0.25 },
  beta: { kind: 'beta', a: 0.5, b: 4 },
  q_beta: { kind: 'q_beta', a: 2, b: 2, q: 0.05, max: 0.62 },
};
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe.each(Object.entries(domains))('%s', (_, domain) => {
  it('does not have a value of another kind', () => {
    for (const value of ['adam', false, [8, 9], Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(hasValue(domain, value)).toBe(false);
    }
  });

  it('has whatever is drawn of it', () => {
    fc.assert(
      fc.property(unit, (u) => void expect(hasValue(domain, valueAt(domain, u))).toBe(true)),
    );
  });

  it('has of all numbers those that are nearest to themselves', () => {
    if (domain.kind === 'constant' || domain.kind === 'categorical') return;
    fc.assert(
      fc.property(fc.double({ min: -400, max: 400, noNaN: true }), (x) => {
        const nearest = nearestNumber(domain, x);
        expect(hasValue(domain, nearest)).toBe(true);
        expect(hasValue(domain, x)).toBe(nearest === x);
      }),
    );
  });
});

describe('a range', () => {
  it.each([
    ['int_uniform', 2.5],
    ['int_uniform', 13],
    ['uniform', 0.70001],
    ['log_uniform_values', 0],
    ['q_uniform', 0.05],
    ['q_uniform', 0.30000000000000004],
    ['q_log_uniform_values', 12],
    ['normal that is cut', -0.1],
    ['log_normal', 0],
    ['beta', 1.1],
    ['q_beta', 0.65],
  ])('%s does not have %d', (name, value) => {
    expect(hasValue(domains[name]!, value)).toBe(false);
  });

  it('in steps has under a grid what the grid visits, and no other', () => {
    const domain = domains.q_uniform!;
    const listed = alternatives(domain)!;
    for (let i = 0; i < listed.size; i++) expect(isVisited(domain, listed.at(i))).toBe(true);
    expect(isVisited(domain, 0.1)).toBe(false);
    expect(isVisited(domain, 0.75)).toBe(false);
  });
});
