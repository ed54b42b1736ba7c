// What a tree-structured Parzen estimator proposes of domains that it has no model for, or a prior of their own.

import { describe, expect, it } from 'vitest';
import { tpeSampler } from '../../src/samplers/tpe/tpe.js';
import type { Space } from '../../src/space/parameter.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { freeSpace } from './free-space.js';

const number = { name: 'x', domain: { kind: 'uniform', min: 0, max: 1 } } as const;

/** So many trials, the better the smaller x. */
function proposals(parameters: Space, trials: number): Assignment[] {
  const space = freeSpace([number, ...parameters]);
  const sampler = tpeSampler({ space, seed: 5, goal: 'minimize' });
  return Array.from({ length: trials }, (_, trial) => {
    const proposal = sampler.suggest(trial)!;
    const values = [Number(proposal.x)];
    sampler.observe?.({ trial, state: 'completed', epochs: 1, values });
    return proposal;
  });
}

describe('tpe', () => {
  it('proposes the only value that a list has, also when it has learned', () => {
    const found = proposals([{ name: 'one', domain: { kind: 'categorical', values: ['a'] } }], 14);
    expect(found.map(({ one }) => one)).toEqual(new Array(14).fill('a'));
  });

  it('begins with the probabilities of alternatives, and proposes none that has none', () => {
    const values = ['seldom', 'never', 'often'];
    const probabilities = [0.1, 0, 0.9];
    const parameter = {
      name: 'word',
      domain: { kind: 'categorical', values, probabilities },
    } as const;
    const counts = new Map<unknown, number>();
    for (const { word } of proposals([parameter], 200).slice(10)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect(counts.get('never')).toBeUndefined();
    expect(counts.get('often')).toBeGreaterThan(100);
  });
});
