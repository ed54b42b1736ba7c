// Given configurations: what they come to as proposals, and the sampler that tries nothing else.

import { describe, expect, it } from 'vitest';
import { givenProposals } from '../../src/samplers/given-proposals.js';
import { listSampler } from '../../src/samplers/list.js';
import type { Space } from '../../src/space/parameter.js';
import { searchSpace } from '../../src/space/search-space.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { Slip } from '../../src/vocabulary/errors.js';

const parameters: Space = [
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
  { name: 'momentum', domain: { kind: 'categorical', values: [0, 0.5, 0.9] } },
  { name: 'layers', domain: { kind: 'int_uniform', min: 1, max: 3 } },
];
const derived = [{ name: 'width', formula: 'layers * 8' }];
const constraints = ['layers < 3 or momentum < 0.9'];
const space = searchSpace({
  parameters,
  settings: networkSettings,
  fixed: {},
  derived,
  constraints,
});
const proposed = (
  given: readonly Assignment[],
  others: (index: number, attempt: number) => Assignment = () => ({}),
) => givenProposals({ space, given, others, key: 'first' });

describe('a given configuration', () => {
  it('that is forbidden is refused by its place, whatever is filled in', () => {
    const forbidden = () =>
      proposed([{ layers: 1 }, { optimizer: 'sgd', layers: 3, momentum: 0.9 }]);
    expect(forbidden).toThrow(Slip);
    expect(forbidden).toThrow('first.1  expected a configuration that the rules allow');
  });

  it('comes to what a draw of it would: in order, without what has no effect, with what is derived', () => {
    const [proposal] = proposed([{ layers: 2, momentum: 0.5, optimizer: 'adam' }]);
    expect(Object.entries(proposal!)).toEqual([
      ['optimizer', 'adam'],
      ['layers', 2],
      ['width', 16],
    ]);
    expect(Object.isFrozen(proposal)).toBe(true);
  });

  it('is filled in where it says nothing, again where that is forbidden', () => {
    const draws = [0.9, 0.5, 0];
    const others = (_: number, attempt: number) => ({ momentum: draws[attempt % 3]!, layers: 1 });
    expect(proposed([{ optimizer: 'sgd', layers: 3 }], others)).toEqual([
      { optimizer: 'sgd', momentum: 0.5, layers: 3, width: 24 },
    ]);
  });

  it('is filled in anew where it came to one before it, and left out where there is no other', () => {
    const momenta = [0, 0.5, 0.9];
    const others = (_: number, attempt: number) => ({ momentum: momenta[attempt % 3]! });
    const one = { optimizer: 'sgd', layers: 1 };
    const proposals = proposed([one, one, one, one], others);
    expect(proposals.map(({ momentum }) => momentum)).toEqual(momenta);
  });
});

describe('the list sampler', () => {
  const proposals = proposed([{ layers: 2 }, { layers: 1 }]);

  it('tries what it is given, in that order, and then nothing, for a reason', () => {
    const sampler = listSampler(proposals);
    expect([2, 0, 1].map((trial) => sampler.suggest(trial)?.layers)).toEqual([undefined, 2, 1]);
    expect([sampler.size, sampler.observe]).toEqual([2, null]);
    expect(sampler.exhaustion?.()?.text).toBe('all 2 configurations were tried');
  });
});
