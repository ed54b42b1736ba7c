// The lazy grid: each point once, in a stated order, however many there are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternatives, gridSize, lazyGrid } from '../../src/space/grid.js';
import type { Domain, Space } from '../../src/space/parameter.js';
import { Slip } from '../../src/vocabulary/errors.js';

function values(domain: Domain): unknown[] {
  const all = alternatives(domain)!;
  return Array.from({ length: all.size }, (_, i) => all.at(i));
}

const choices = (n: number): Domain => ({
  kind: 'categorical',
  values: Array.from({ length: n }, (_, i) => i),
});

describe('a grid', () => {
  it('refuses a continuous domain by name', () => {
    const space: Space = [{ name: 'lr', domain: { kind: 'uniform', min: 0, max: 1 } }];
    expect(gridSize(space)).toBeNull();
    expect(() => lazyGrid(space)).toThrow(/found `lr` \(uniform\): list its values/);
  });

  it('refuses more points than a number counts exactly', () => {
    const space: Space = Array.from({ length: 6 }, (_, i) => ({
      name: `p${i}`,
      domain: { kind: 'int_uniform', min: 1, max: 1000 } as const,
    }));
    expect(() => lazyGrid(space)).toThrow(Slip);
    expect(lazyGrid(space.slice(0, 5)).size).toBe(1e15);
  });

  it('refuses points that it does not have', () => {
    const grid = lazyGrid([{ name: 'a', domain: choices(3) }]);
    for (const index of [-1, 3, 0.5, Number.NaN]) {
      expect(() => grid.point(index)).toThrow(RangeError);
    }
  });

  it('goes through the definition in order, the last parameter fastest', () => {
    const grid = lazyGrid([
      { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.01] } },
      { name: 'kind', domain: { kind: 'constant', value: 'mlp' } },
      { name: 'layers', domain: { kind: 'int_uniform', min: 1, max: 2 } },
    ]);
    expect(Array.from({ length: grid.size }, (_, i) => grid.point(i))).toEqual([
      { lr: 0.1, kind: 'mlp', layers: 1 },
      { lr: 0.1, kind: 'mlp', layers: 2 },
      { lr: 0.01, kind: 'mlp', layers: 1 },
      { lr: 0.01, kind: 'mlp', layers: 2 },
    ]);
    expect(Object.keys(grid.point(0))).toEqual(['lr', 'kind', 'layers']);
  });

  it('of steps begins at the least value, with however many digits', () => {
    const least = 0.33333333333333337;
    expect(values({ kind: 'q_uniform', min: least, max: 1, q: 0.5 })[0]).toBe(least);
  });

  it('of whole numbers has both ends', () => {
    expect(values({ kind: 'int_uniform', min: 2, max: 5 })).toEqual([2, 3, 4, 5]);
  });

  it('over q_uniform leaves the maximum out, without float dust', () => {
    expect(values({ kind: 'q_uniform', min: 0, max: 0.5, q: 0.1 })).toEqual([
      0, 0.1, 0.2, 0.3, 0.4,
    ]);
    expect(values({ kind: 'q_uniform', min: 0.1, max: 0.4, q: 0.1 })).toEqual([0.1, 0.2, 0.3]);
    expect(values({ kind: 'q_uniform', min: 0, max: 0.45, q: 0.1 })).toEqual([
      0, 0.1, 0.2, 0.3, 0.4,
    ]);
  });

  it('has each combination exactly once', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sizes, (counts) => {
        const space = counts.map((n, i) => ({ name: `p${i}`, domain: choices(n) }));
        const grid = lazyGrid(space);
        const seen = new Set<string>();
        for (let i = 0; i < grid.size; i++) seen.add(JSON.stringify(grid.point(i)));
        expect(seen.size).toBe(counts.reduce((a, b) => a * b, 1));
        expect(grid.size).toBe(seen.size);
      }),
      { numRuns: 50 },
    );
  });

  it('of ten million points takes no memory for them', () => {
    const grid = lazyGrid(
      Array.from({ length: 7 }, (_, i) => ({ name: `p${i}`, domain: choices(10) })),
    );
    expect(grid.size).toBe(10_000_000);
    const before = process.memoryUsage().heapUsed;
    expect(grid.point(9_876_543)).toEqual({ p0: 9, p1: 8, p2: 7, p3: 6, p4: 5, p5: 4, p6: 3 });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
  });
});
