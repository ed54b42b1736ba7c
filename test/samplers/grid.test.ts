// The grid sampler: every point once, in the definition's order, and none that repeats another.

import { describe, expect, it } from 'vitest';
import { gridSampler } from '../../src/samplers/grid.js';
import type { Sampler } from '../../src/samplers/sampler.js';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import type { Space } from '../../src/space/parameter.js';
import { searchSpace } from '../../src/space/search-space.js';
import { networkSettings as settings } from '../../src/trainables/network/settings.js';
import type { Assignment, ParameterValue } from '../../src/vocabulary/configuration.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { canonicalJson } from '../../src/vocabulary/hash.js';

const list = (name: string, values: readonly ParameterValue[]) =>
  ({ name, domain: { kind: 'categorical', values } }) as const;
const range = (name: string, max: number) =>
  ({ name, domain: { kind: 'int_uniform', min: 1, max } }) as const;
const sampler = (parameters: Space) =>
  gridSampler({ space: searchSpace({ parameters, settings, fixed: {} }) });

function all(of: Sampler): Assignment[] {
  const assignments: Assignment[] = [];
  for (let next = of.suggest(0); next !== null; next = of.suggest(assignments.length)) {
    assignments.push(next);
  }
  return assignments;
}

describe('the grid sampler', () => {
  it('refuses a continuous parameter by its name', () => {
    const space = [{ name: 'lr', domain: { kind: 'uniform', min: 0, max: 1 } }] as const;
    expect(() => sampler(space)).toThrow(Slip);
    expect(() => sampler(space)).toThrow(/`lr`/);
  });

  it('goes in the order of the definition, the last parameter fastest', () => {
    expect(all(sampler([list('lr', [0.1, 0.01]), list('batch_size', [16, 32])]))).toEqual([
      { lr: 0.1, batch_size: 16 },
      { lr: 0.1, batch_size: 32 },
      { lr: 0.01, batch_size: 16 },
      { lr: 0.01, batch_size: 32 },
    ]);
  });

  it('visits each of 4 × 3 × 3 × 3 points once', () => {
    const grid = sampler([
      list('lr', [0.1, 0.03, 0.01, 0.003]),
      list('batch_size', [16, 32, 64]),
      list('dropout', [0, 0.2, 0.4]),
      list('activation', ['relu', 'tanh', 'gelu']),
    ]);
    expect(grid.size).toBe(108);
    expect(new Set(all(grid).map(canonicalJson)).size).toBe(108);
    expect(all(grid)).toHaveLength(108);
  });

  it('visits each canonical configuration once, wherever the condition stands', () => {
    const spaces: Space[] = [
      [list('optimizer', ['adam', 'sgd']), list('momentum', [0, 0.5, 0.9]), list('lr', [1, 2])],
      [list('momentum', [0, 0.5, 0.9]), list('lr', [1, 2]), list('optimizer', ['sgd', 'adam'])],
    ];
    for (const space of spaces) {
      const grid = sampler(space);
      const visited = all(grid).map((assignment) =>
        canonicalJson(canonicalConfiguration(settings, {}, assignment).configuration),
      );
      expect(visited).toHaveLength(8); // adam: 2 rates; sgd: 3 momenta × 2 rates
      expect(new Set(visited).size).toBe(8);
      expect(grid.size).toBe(8);
    }
  });

  it('starts at once with ten million points and more, and does not grow', () => {
    const space = [range('a', 1000), range('b', 1000), range('c', 1000)];
    const began = performance.now();
    const grid = sampler(space);
    expect(grid.suggest(0)).toEqual({ a: 1, b: 1, c: 1 });
    expect(grid.suggest(999_999_999)).toEqual({ a: 1000, b: 1000, c: 1000 });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(grid.size).toBe(1_000_000_000);
  });

  it('starts at once also where points repeat configurations', () => {
    const optimizer = list('optimizer', ['adam', 'sgd']);
    const momentum = list('momentum', [0, 0.9]);
    const began = performance.now();
    const grid = sampler([range('a', 3_000_000), optimizer, momentum]);
    expect(grid.suggest(0)).toEqual({ a: 1, optimizer: 'adam' });
    expect(grid.suggest(1)).toEqual({ a: 1, optimizer: 'sgd', momentum: 0 });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(grid.size).toBe(9_000_000);
  });
});
