// What a draw comes to, and back from a value to the numbers that give it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
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

const searched: Space = [
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.9 } },
  { name: 'nesterov', domain: { kind: 'categorical', values: [false, true] } },
  { name: 'hidden', domain: { kind: 'categorical', values: [[], [8], [8, 8]] } },
  { name: 'residual', domain: { kind: 'categorical', values: [false, true] } },
  { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } },
  { name: 'lr_schedule', domain: { kind: 'categorical', values: ['constant', 'multi_step'] } },
  { name: 'lr_milestones', domain: { kind: 'categorical', values: [[9, 4], [4]] } },
  { name: 'kind', domain: { kind: 'categorical', values: ['mlp', 'cnn'] } },
  { name: 'pool_size', domain: { kind: 'int_uniform', min: 2, max: 3 } },
];

describe('what a draw comes to', () => {
  it('is what its canonical configuration keeps of it, draw after draw', () => {
    const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const units = fc.array(unit, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...searched], { minLength: 1 }),
        fc.constantFrom({}, { optimizer: 'sgd' }, { hidden: [] }, { kind: 'cnn' }),
        fc.array(units, { minLength: 1, maxLength: 5 }),
        (shuffled, fixed, draws) => {
          const drawn = shuffled.filter(({ name }) => !(name in fixed));
          const of = searchSpace({ parameters: drawn, settings: networkSettings, fixed });
          for (const numbers of draws) {
            const draw = Object.fromEntries(
              drawn.map(({ name, domain }, i) => [name, valueAt(domain, numbers[i]!)]),
            );
            const { effective } = canonicalConfiguration(networkSettings, fixed, draw);
            expect(of.admit(draw)).toEqual(effective);
            expect(of.admit(effective)).toEqual(effective);
          }
        },
      ),
    );
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
