// Canonical configurations: what trains the same bits is one text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { canonicalJson } from '../../src/vocabulary/hash.js';
import type { Settings } from '../../src/vocabulary/setting.js';

/** look_ahead matters under momentum > 0 kinds only, momentum under sgd only: a chain. */
const settings: Settings = [
  {
    name: 'optimizer',
    group: 'training',
    kind: { type: 'choice', values: ['sgd', 'adam'] },
    default: 'adam',
    about: '',
  },
  {
    name: 'momentum',
    group: 'training',
    kind: { type: 'number' },
    default: 0,
    appliesWhen: [{ setting: 'optimizer', values: ['sgd'] }],
    about: '',
  },
  {
    name: 'look_ahead',
    group: 'training',
    kind: { type: 'boolean' },
    default: false,
    appliesWhen: [{ setting: 'momentum', values: [0.5, 0.9] }],
    about: '',
  },
  { name: 'lr', group: 'training', kind: { type: 'number' }, default: 0.001, about: '' },
  {
    name: 'hidden',
    group: 'model',
    kind: { type: 'integers', min: 1, max: 9, maxLength: 3 },
    default: [8],
    about: '',
  },
];

const assignments = fc.record(
  {
    optimizer: fc.constantFrom('sgd', 'adam'),
    momentum: fc.constantFrom(0, 0.5, 0.9),
    look_ahead: fc.boolean(),
    lr: fc.double({ min: 0, max: 1, noNaN: true }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Assignment>;

describe('a canonical configuration', () => {
  it('fills defaults in and sorts the keys', () => {
    const { configuration } = canonicalConfiguration(settings, {}, { lr: 0.1 });
    expect(JSON.stringify(configuration)).toBe('{"hidden":[8],"lr":0.1,"optimizer":"adam"}');
  });

  it('drops what cannot matter, and what depends on it', () => {
    const assignment = { look_ahead: true, optimizer: 'adam', momentum: 0.9 };
    const { configuration, effective } = canonicalConfiguration(settings, {}, assignment);
    expect(configuration).toEqual({ hidden: [8], lr: 0.001, optimizer: 'adam' });
    expect(effective).toEqual({ optimizer: 'adam' });
  });

  it('keeps the order of the assignment in `effective`', () => {
    const assignment = { momentum: 0.9, lr: 0.1, optimizer: 'sgd' };
    const { effective } = canonicalConfiguration(settings, { hidden: [4] }, assignment);
    expect(Object.keys(effective)).toEqual(['momentum', 'lr', 'optimizer']);
  });

  it('writes -0 as 0, also within a list', () => {
    const { configuration } = canonicalConfiguration(settings, { hidden: [-0] }, { lr: -0 });
    expect(Object.is(configuration.lr, 0)).toBe(true);
    expect(Object.is((configuration.hidden as readonly number[])[0], 0)).toBe(true);
  });

  it('is frozen', () => {
    const { configuration, effective } = canonicalConfiguration(settings, {}, { lr: 0.1 });
    expect([configuration, effective, configuration.hidden].every(Object.isFrozen)).toBe(true);
  });

  it('of a canonical configuration is the same, text for text', () => {
    fc.assert(
      fc.property(assignments, (assignment) => {
        const once = canonicalConfiguration(settings, {}, assignment).configuration;
        const twice = canonicalConfiguration(settings, {}, once).configuration;
        expect(JSON.stringify(twice)).toBe(canonicalJson(once));
      }),
    );
  });

  it('does not depend on the order of the assignment or on where a setting stands', () => {
    fc.assert(
      fc.property(assignments, (assignment) => {
        const turned = Object.fromEntries(Object.entries(assignment).reverse());
        const plain = canonicalConfiguration(settings, {}, assignment).configuration;
        expect(canonicalConfiguration(settings, {}, turned).configuration).toEqual(plain);
        expect(canonicalConfiguration(settings, assignment, {}).configuration).toEqual(plain);
      }),
    );
  });
});
