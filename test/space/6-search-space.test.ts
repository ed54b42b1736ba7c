// What a draw comes to, and back from a value to the numbers that give it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/space/draw.js';
import type { Domain, Space } from '../../src/space/parameter.js';
import { searchSpace } from '../../src/space/search-space.js';
import { unitAt } from '../../src/space/undraw.js';
import { networkSettings } from '../../src/trainables/network/settings.js';

const parameters: Space = [
  { name: 'momentum', domain: { kind: 'categorical', values: [0, 0.5, 0.9] } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['adam', 'sgd'] } },
];
const space = searchSpace({ parameters, settings: networkSettings, fixed: {} });

describe('a search space', () => {
  it('leaves out what has no effect beside the rest of a draw', () => {
    expect(space.admit({ momentum: 0.9, optimizer: 'adam' })).toEqual({ optimizer: 'adam' });
    expect(space.admit({ momentum: 0.9, optimizer: 'sgd' })).toEqual({
      momentum: 0.9,
      optimizer: 'sgd',
    });
  });

  it('has one key for what is one configuration', () => {
    expect(space.keyOf({ momentum: 0.9, optimizer: 'adam' })).toBe(
      space.keyOf({ optimizer: 'adam' }),
    );
    expect(space.keyOf({ optimizer: 'sgd' })).not.toBe(space.keyOf({ optimizer: 'adam' }));
  });
});

const domains: readonly Domain[] = [
  { kind: 'categorical', values: ['a', 'b', [1, 2], [2, 1]] },
  { kind: 'int_uniform', min: -3, max: 12 },
  { kind: 'uniform', min: -1, max: 5 },
  { kind: 'q_uniform', min: 0.1, max: 2, q: 0.1 },
  { kind: 'log_uniform_values', min: 1e-6, max: 10 },
  { kind: 'q_log_uniform_values', min: 8, max: 512, q: 8 },
];

describe('a value', () => {
  it.each(domains)('of $kind goes back to a number that gives it', (domain) => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
        const value = valueAt(domain, u);
        const again = valueAt(domain, Math.min(unitAt(domain, value), 1 - 2 ** -53));
        if (typeof value !== 'number') expect(again).toEqual(value);
        else expect(again).toBeCloseTo(value, 12);
      }),
    );
  });
});
