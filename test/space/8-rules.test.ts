// Conditions, constraints and derived parameters: what a draw comes to beside them, over settings that have an
// effect only beside others.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { alternatives, lazyGrid } from '../../src/space/grid.js';
import type { Parameter } from '../../src/space/parameter.js';
import { type SearchSpaceOptions, searchSpace } from '../../src/space/search-space.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment, ParameterValue } from '../../src/vocabulary/configuration.js';
import { Slip } from '../../src/vocabulary/errors.js';

const choice = (name: string, values: readonly ParameterValue[], when?: string): Parameter => ({
  name,
  domain: { kind: 'categorical', values },
  ...(when === undefined ? {} : { when }),
});

function spaceOf(options: Partial<SearchSpaceOptions>) {
  return searchSpace({ parameters: [], settings: networkSettings, fixed: {}, ...options });
}

describe('a rule that is none', () => {
  it.each(['lr <', 'lr', '1 + 1', 'lr < 0.1 &&'])('is refused: %s', (text) => {
    expect(() => spaceOf({ constraints: [text] })).toThrow(Slip);
  });

  it('in a circle that nobody saw is refused when it is looked at', () => {
    const parameters = [choice('lr', [1], 'dropout > 0'), choice('dropout', [0.1], 'lr > 0.1')];
    expect(() => spaceOf({ parameters }).admit({ lr: 1, dropout: 0.1 })).toThrow(
      'expected rules without a circle, found lr → dropout → lr: remove one of them',
    );
  });
});

describe('a condition', () => {
  const parameters = [
    choice('optimizer', ['adam', 'sgd']),
    choice('lr', [0.1, 1], "optimizer = 'sgd'"),
    choice('dropout', [0.1, 0.5], 'lr > 0.5'),
  ];
  const space = spaceOf({ parameters });

  it('leaves a parameter out where it does not hold', () => {
    const adam = space.admit({ optimizer: 'adam', lr: 1, dropout: 0.5 });
    expect(adam).toEqual({ optimizer: 'adam' });
    expect(space.admit({ optimizer: 'sgd', lr: 0.1, dropout: 0.5 })).toEqual({
      optimizer: 'sgd',
      lr: 0.1,
    });
  });

  it('on a parameter that is not there holds neither way', () => {
    const either = [
      parameters[0]!,
      parameters[1]!,
      choice('dropout', [0.1, 0.5], 'lr > 0.5 or not lr > 0.5'),
    ];
    const admitted = spaceOf({ parameters: either }).admit({
      optimizer: 'adam',
      lr: 1,
      dropout: 0.5,
    });
    expect(admitted).toEqual({ optimizer: 'adam' });
    const absent = [parameters[0]!, parameters[1]!, choice('dropout', [0.1], 'lr is null')];
    expect(
      spaceOf({ parameters: absent }).admit({ optimizer: 'adam', lr: 1, dropout: 0.1 }),
    ).toEqual({ optimizer: 'adam', dropout: 0.1 });
  });

  it('looks at fixed settings and at defaults', () => {
    const one = [choice('lr', [0.1, 1], "optimizer = 'sgd'")];
    expect(spaceOf({ parameters: one }).admit({ lr: 1 })).toEqual({});
    const fixed = { optimizer: 'sgd' };
    expect(spaceOf({ parameters: one, fixed }).admit({ lr: 1 })).toEqual({ lr: 1 });
  });

  it('makes one configuration of draws that differ in what is not there', () => {
    const [one, other] = [0.1, 1].map(
      (lr) => space.admit({ optimizer: 'adam', lr, dropout: 0.1 })!,
    );
    expect(space.keyOf(one!)).toBe(space.keyOf(other!));
    expect(space.gridCount).toBe(1 + 1 + 2);
  });
});

describe('a constraint', () => {
  const parameters = [
    choice('batch_size', [16, 64]),
    choice('layers', [1, 2]),
    choice('width', [8]),
  ];

  it('forbids what breaks it', () => {
    const space = spaceOf({ parameters, constraints: ['batch_size * layers <= 64'] });
    expect(space.admit({ batch_size: 64, layers: 2, width: 8 })).toBeNull();
    expect(space.admit({ batch_size: 64, layers: 1, width: 8 })).toEqual({
      batch_size: 64,
      layers: 1,
      width: 8,
    });
    expect(space.gridCount).toBe(3);
  });

  it('holds where what it looks at is not there, unless it is broken anyway', () => {
    const betas = [choice('optimizer', ['adam', 'sgd']), choice('beta1', [0.9, 0.9999])];
    const constraints = ["beta1 < beta2 and optimizer != 'sgd'"];
    const both = spaceOf({ parameters: betas, constraints: ['beta1 < beta2'] });
    expect(both.admit({ optimizer: 'sgd', beta1: 0.9999 })).toEqual({ optimizer: 'sgd' });
    expect(both.admit({ optimizer: 'adam', beta1: 0.9999 })).toBeNull();
    expect(
      spaceOf({ parameters: betas, constraints }).admit({ optimizer: 'sgd', beta1: 0.9 }),
    ).toBeNull();
  });

  it('may count and add up a list', () => {
    const hidden = [choice('hidden', [[64], [64, 64], []])];
    const space = spaceOf({
      parameters: hidden,
      constraints: ['length(hidden) > 0', 'sum(hidden) < 100'],
    });
    const admitted = [[64], [64, 64], []].map((value) => space.admit({ hidden: value }));
    expect(admitted).toEqual([{ hidden: [64] }, null, null]);
  });

  it('is broken by a division by zero, in whichever way it compares', () => {
    for (const comparison of ['<', '>', '=']) {
      const space = spaceOf({
        parameters: [choice('dropout', [0])],
        constraints: [`dropout / dropout ${comparison} 1`],
      });
      expect(space.admit({ dropout: 0 })).toBeNull();
    }
  });
});

describe('a derived parameter', () => {
  const parameters = [choice('layers', [0, 1, 3]), choice('batch_size', [16, 40])];

  it('comes behind the drawn ones, whole where its setting is, halves upward', () => {
    const space = spaceOf({ parameters, derived: [{ name: 'width', formula: 'batch_size / 16' }] });
    expect(space.parameters).toBe(parameters);
    const proposal = space.admit({ layers: 1, batch_size: 40 });
    expect(JSON.stringify(proposal)).toBe('{"layers":1,"batch_size":40,"width":3}');
    expect(space.admit(proposal!)).toEqual(proposal);
  });

  it('is left out where it has no effect, or what it is computed from is not there', () => {
    const space = spaceOf({ parameters, derived: [{ name: 'width', formula: 'batch_size * 2' }] });
    expect(space.admit({ layers: 0, batch_size: 16 })).toEqual({ layers: 0, batch_size: 16 });
    const of = spaceOf({ parameters, derived: [{ name: 'dropout', formula: 'width / 1000' }] });
    expect(of.admit({ layers: 0, batch_size: 16 })).toEqual({ layers: 0, batch_size: 16 });
    expect(of.admit({ layers: 1, batch_size: 16 })).toMatchObject({ dropout: 0.064 });
  });

  it('forbids a draw for which it would leave its bounds, or be no number', () => {
    const bounds = spaceOf({ parameters, derived: [{ name: 'dropout', formula: 'layers / 2' }] });
    expect(bounds.admit({ layers: 1, batch_size: 16 })).toMatchObject({ dropout: 0.5 });
    expect(bounds.admit({ layers: 3, batch_size: 16 })).toBeNull();
    const zero = spaceOf({ parameters, derived: [{ name: 'lr', formula: '1 / layers' }] });
    expect(zero.admit({ layers: 0, batch_size: 16 })).toBeNull();
  });

  it('may be derived from another, be conditional, and be constrained', () => {
    const space = spaceOf({
      parameters,
      derived: [
        { name: 'dropout', formula: 'width / 100', when: 'layers > 1' },
        { name: 'width', formula: 'batch_size / 2' },
      ],
      constraints: ['dropout < 0.2'],
    });
    expect(space.admit({ layers: 3, batch_size: 16 })).toEqual({
      layers: 3,
      batch_size: 16,
      dropout: 0.08,
      width: 8,
    });
    expect(space.admit({ layers: 1, batch_size: 40 })).toMatchObject({ width: 20 });
    expect(space.admit({ layers: 3, batch_size: 40 })).toBeNull();
    expect(space.gridCount).toBe(5);
  });
});

const whens = [
  undefined,
  "optimizer = 'sgd'",
  'momentum > 0.2',
  'momentum is null',
  'not dropout > 0.1',
  'layers >= 2 and batch_size < 64',
];

const pool: readonly (readonly [string, readonly ParameterValue[], readonly number[]])[] = [
  ['optimizer', ['sgd', 'adam', 'rmsprop'], [0]],
  ['momentum', [0, 0.5, 0.9], [0, 1]],
  ['batch_size', [16, 64], [0, 1, 2]],
  ['layers', [0, 1, 2], [0, 1, 2]],
  ['dropout', [0, 0.2], [0, 5]],
  ['residual', [true, false], [0, 1, 4]],
  ['beta1', [0.9, 0.95], [0, 3]],
];

const ruledSpaces = fc
  .record({
    parameters: fc
      .shuffledSubarray([...pool], { minLength: 2, maxLength: 5 })
      .chain((columns) =>
        fc.tuple(
          ...columns.map(([name, values, conditions]) =>
            fc
              .constantFrom(...conditions)
              .map((condition) => choice(name, values, whens[condition])),
          ),
        ),
      ),
    constraints: fc.subarray([
      'batch_size * layers <= 64',
      'momentum < 0.9 or dropout > 0',
      "optimizer != 'adam' or beta1 > 0.9",
      'residual = false or layers > 1',
    ]),
    derived: fc.subarray([
      { name: 'width', formula: 'batch_size * layers' },
      { name: 'weight_decay', formula: 'momentum * 0.1', when: "optimizer = 'sgd'" },
    ]),
  })
  .map(({ parameters, ...rules }) => ({ parameters: [...parameters], ...rules }));

/** All draws of a discrete space, with what they come to. */
function everything(options: Partial<SearchSpaceOptions>) {
  const space = spaceOf(options);
  const grid = lazyGrid(space.parameters);
  const draws = Array.from({ length: grid.size }, (_, i) => grid.point(i));
  return { space, draws, admitted: draws.map(space.admit) };
}

const trained = (assignment: Assignment) =>
  JSON.stringify(canonicalConfiguration(networkSettings, {}, assignment).configuration);

describe('over random spaces', () => {
  it('what is admitted is admitted as it stands', () => {
    fc.assert(
      fc.property(ruledSpaces, (options) => {
        const { space, admitted } = everything(options);
        for (const proposal of admitted) {
          if (proposal !== null) expect(space.admit(proposal)).toEqual(proposal);
        }
      }),
    );
  });

  it('two draws have one key exactly where they train the same', () => {
    fc.assert(
      fc.property(ruledSpaces, (options) => {
        const { space, admitted } = everything(options);
        const proposals = admitted.filter((proposal) => proposal !== null);
        const pairs = proposals.map((one) => `${space.keyOf(one)} ${trained(one)}`);
        const different = [pairs, proposals.map(space.keyOf), proposals.map(trained)];
        const [both, ...each] = different.map((texts) => new Set(texts).size);
        expect(each).toEqual([both, both]);
      }),
    );
  });

  it('a grid counts and visits each configuration that is left, once', () => {
    fc.assert(
      fc.property(ruledSpaces, (options) => {
        const { space, draws, admitted } = everything(options);
        const all = new Set(admitted.flatMap((one) => (one === null ? [] : [space.keyOf(one)])));
        const visited = draws.flatMap((draw, i) => {
          const proposal = admitted[i];
          const stands = space.parameters.every(
            ({ name, domain }) =>
              proposal?.[name] !== undefined || draw[name] === alternatives(domain)?.at(0),
          );
          return proposal && stands ? [space.keyOf(proposal)] : [];
        });
        expect(new Set(visited)).toEqual(all);
        expect(visited.length).toBe(all.size);
        expect(space.gridCount).toBe(all.size);
      }),
    );
  });
});
