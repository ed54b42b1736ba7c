// Where a value lies at the edge of what is searched: within a twentieth of a range as it is drawn from, or the
// first or last of whole numbers and of alternatives in order.

import { describe, expect, it } from 'vitest';
import { edgeOf } from '../../src/cli/plan/edge-warnings.js';
import type { Domain } from '../../src/space/parameter.js';

const log: Domain = { kind: 'log_uniform_values', min: 0.001, max: 0.1 };
const real: Domain = { kind: 'uniform', min: 0, max: 10 };
const whole: Domain = { kind: 'int_uniform', min: 1, max: 8 };
const ordinal: Domain = { kind: 'categorical', values: [[8], [16], [32]], ordered: true };

describe('an edge', () => {
  it.each<[string, Domain, Parameters<typeof edgeOf>[1]]>([
    ['a constant', { kind: 'constant', value: 3 }, 3],
    ['alternatives without an order', { kind: 'categorical', values: [1, 2, 3] }, 1],
    ['two alternatives', { kind: 'categorical', values: [1, 2], ordered: true }, 1],
    ['two whole numbers', { kind: 'int_uniform', min: 1, max: 2 }, 1],
    ['a distribution that thins out', { kind: 'normal', mu: 0, sigma: 1 }, 9],
    ['a range of one value', { kind: 'uniform', min: 2, max: 2 }, 2],
    ['a word where a number belongs', real, 'ten'],
    ['a value that is none of the alternatives', ordinal, [64]],
  ])('there is none of %s', (_what, domain, value) => {
    expect(edgeOf(domain, value)).toBe(null);
  });

  it.each<[Domain, Parameters<typeof edgeOf>[1], ReturnType<typeof edgeOf>]>([
    [log, 0.0012, 'lower'],
    [log, 0.0013, null],
    [log, 0.09, 'upper'],
    [real, 0.49, 'lower'],
    [real, 0.51, null],
    [real, 9.51, 'upper'],
    // An earlier sweep may have looked beyond it.
    [real, 12, 'upper'],
    [real, -1, 'lower'],
    [whole, 1, 'lower'],
    [whole, 2, null],
    [whole, 8, 'upper'],
    [whole, 20, 'upper'],
    [ordinal, [8], 'lower'],
    [ordinal, [16], null],
    [ordinal, [32], 'upper'],
  ])('of %j: %j is at %s', (domain, value, edge) => {
    expect(edgeOf(domain, value)).toBe(edge);
  });
});
