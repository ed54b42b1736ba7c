// Of the grid's points with one canonical configuration exactly one is tried, and they can be counted.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { lazyGrid } from '../../src/space/grid.js';
import type { Space } from '../../src/space/parameter.js';
import { isRepresentative, representativeCount } from '../../src/space/representative.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { ParameterValue } from '../../src/vocabulary/configuration.js';

const choice = (name: string, ...values: ParameterValue[]) => ({
  name,
  domain: { kind: 'categorical', values } as const,
});

const parameters = [
  choice('optimizer', 'sgd', 'adam', 'rmsprop'),
  choice('momentum', 0, 0.5, 0.9),
  choice('nesterov', false, true),
  choice('beta1', 0.9, 0.95),
  choice('eps', 1e-8, 1e-6),
  choice('hidden', [32], [32, 32]),
  choice('dropout', 0, 0.2),
];

function representatives(space: Space): string[] {
  const grid = lazyGrid(space);
  const points = Array.from({ length: grid.size }, (_, i) => grid.point(i));
  return points
    .filter((point) => isRepresentative(networkSettings, {}, space, point))
    .map((point) =>
      JSON.stringify(canonicalConfiguration(networkSettings, {}, point).configuration),
    );
}

describe('the representative of a canonical configuration', () => {
  it('stands at the first value of what has no effect', () => {
    const space = [choice('optimizer', 'sgd', 'adam'), choice('momentum', 0.9, 0)];
    const visited = (optimizer: string, momentum: number) =>
      isRepresentative(networkSettings, {}, space, { optimizer, momentum });
    expect(visited('adam', 0)).toBe(false);
    expect(visited('adam', 0.9)).toBe(true);
    expect(visited('sgd', 0)).toBe(true);
    expect(representativeCount(networkSettings, {}, space)).toEqual({ count: 3, exact: true });
  });

  it('looks at fixed settings too', () => {
    const space = [choice('momentum', 0, 0.9)];
    const fixed = { optimizer: 'sgd' };
    expect(representativeCount(networkSettings, fixed, space)?.count).toBe(2);
    expect(representativeCount(networkSettings, {}, space)?.count).toBe(1);
  });

  it('is one for each canonical configuration of a grid, in any order, and is counted so', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(parameters, { minLength: 1 }), (space) => {
        const grid = lazyGrid(space);
        const all = Array.from({ length: grid.size }, (_, i) =>
          JSON.stringify(canonicalConfiguration(networkSettings, {}, grid.point(i)).configuration),
        );
        const visited = representatives(space);
        expect(visited.length).toBe(new Set(visited).size);
        expect(new Set(visited)).toEqual(new Set(all));
        expect(representativeCount(networkSettings, {}, space)).toEqual({
          count: visited.length,
          exact: true,
        });
      }),
      { numRuns: 40 },
    );
  });

  it('of millions of points is counted without walking them', () => {
    const wide = (name: string) => ({
      name,
      domain: { kind: 'int_uniform', min: 1, max: 3000 } as const,
    });
    const space = [choice('optimizer', 'sgd', 'adam'), wide('batch_size'), wide('momentum')];
    expect(representativeCount(networkSettings, {}, space)).toEqual({
      count: 3000 * 3000 + 3000,
      exact: true,
    });
  });
});
