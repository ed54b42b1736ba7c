// The laws of a split: disjoint, exhaustive, in file order, stratified within one row, exact totals,
// and a function of its seed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, partTotals, UNIT } from '../../src/data/apportion.js';
import { type Split, splitTable } from '../../src/data/split.js';
import type { Table } from '../../src/data/table.js';
import type { SplitSpec } from '../../src/definition/sweep-definition.js';

const PLAIN = { levels: new Map(), groups: null, image: null } as const;

function classified(values: readonly number[], classes = Math.max(...values) + 1): Table {
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return {
    ...PLAIN,
    origin: 'a table',
    features: ['x'],
    rows: values.length,
    inputs: new Float64Array(values.length),
    target: { kind: 'classification', classes: names, values: Float64Array.from(values) },
    groups: null,
  };
}

function measured(rows: number): Table {
  const numbers = Float64Array.from({ length: rows }, (_, i) => i);
  const target = { kind: 'regression', values: numbers } as const;
  return { ...PLAIN, origin: 'a table', features: ['x'], rows, inputs: numbers, target };
}

function shares(validation: number, test: number, splitSeed = 1): SplitSpec {
  return { validation, test, splitSeed };
}

function sizes({ train, validation, test }: Split): number[] {
  return [train.length, validation.length, test.length];
}

describe('misuse', () => {
  it.each([
    [1, 0, /0 <= data.validation < 1, found 1/],
    [0, -0.1, /0 <= data.test < 1, found -0.1/],
    [Number.NaN, 0, /0 <= data.validation < 1, found NaN/],
    [0.6, 0.4, /expected rows left to train on/],
  ])('shares of %d and %d', (validation, test, message) => {
    expect(() => splitTable(measured(10), shares(validation, test))).toThrow(message);
  });

  it('a part that was asked for and would be empty', () => {
    expect(() => splitTable(measured(4), shares(0.01, 0.2))).toThrow(
      'a table  expected rows in the validation part, found none: 0.01 of 4 rows is less than one',
    );
    expect(() => splitTable(measured(3), shares(0.45, 0.5))).toThrow(/in the train part/);
    expect(() => splitTable(measured(1000), shares(0.0000001, 0))).toThrow(/validation part/);
  });

  it('a class that cannot be in every part', () => {
    expect(() => splitTable(classified([0, 0, 0, 0, 1]), shares(0.4, 0))).toThrow(
      /at least 2 rows of each class, one for each part, found `class 1` with 1/,
    );
  });

  it('a class that nothing would be trained on', () => {
    const many = [...Array(30).fill(0), ...Array(30).fill(1), 2, 2, 3, 3, 4, 4, 5, 5];
    expect(() => splitTable(classified(many), shares(0.97, 0))).toThrow(
      /every class in the training part, found none of the \d+ rows of `class \d` there/,
    );
  });
});

it('totals go to the largest remainders, ties to the earlier part', () => {
  expect(partTotals(10, [700_000, 200_000, 100_000])).toEqual([7, 2, 1]);
  expect(partTotals(1797, [700_000, 200_000, 100_000])).toEqual([1258, 359, 180]);
  expect(partTotals(3, [500_000, 500_000, 0])).toEqual([2, 1, 0]);
});

it('classes with the same remainders share what is left instead of all rounding one way', () => {
  const counts = apportion([5, 5, 5, 5], [700_000, 200_000, 100_000]);
  expect(counts.map((row) => row[2]).sort()).toEqual([0, 0, 1, 1]);
  expect(counts.map((row) => row[1])).toEqual([1, 1, 1, 1]);
});

it('a class with less than one row to train on gets the row that the rounding has to give', () => {
  expect(apportion([101, 2], [200_000, 800_000, 0])).toEqual([
    [20, 81, 0],
    [1, 1, 0],
  ]);
});

it('no shares: all rows train', () => {
  expect(sizes(splitTable(measured(3), shares(0, 0)))).toEqual([3, 0, 0]);
});

it('a split by hand: which rows seed 1 chooses', () => {
  const split = splitTable(measured(10), shares(0.2, 0.1));
  expect({
    train: [...split.train],
    validation: [...split.validation],
    test: [...split.test],
  }).toMatchInlineSnapshot(`
    {
      "test": [
        3,
      ],
      "train": [
        0,
        1,
        4,
        6,
        7,
        8,
        9,
      ],
      "validation": [
        2,
        5,
      ],
    }
  `);
});

const anyShares = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 0, max: 95 }))
  .filter(([validation, test]) => validation + test < 100)
  .map(([validation, test]) => [validation / 100, test / 100] as const);

it('counts: exact totals, each class within one row of its share, whatever the sizes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 40 }),
      fc.tuple(fc.nat(UNIT), fc.nat(UNIT)),
      (classSizes, [a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const parts = [low, high - low, UNIT - high];
        const counts = apportion(classSizes, parts);
        const rows = classSizes.reduce((sum, size) => sum + size, 0);
        const totals = parts.map((_, p) => counts.reduce((sum, row) => sum + row[p]!, 0));
        expect(totals).toEqual(partTotals(rows, parts));
        for (const [c, size] of classSizes.entries()) {
          expect(counts[c]!.reduce((sum, count) => sum + count, 0)).toBe(size);
          for (const [p, share] of parts.entries()) {
            expect(Math.abs(counts[c]![p]! * UNIT - size * share)).toBeLessThan(UNIT);
          }
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('parts are disjoint, together all rows, each in file order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3), { minLength: 300, maxLength: 400 }),
      anyShares,
      fc.nat(),
      (values, [validation, test], seed) => {
        const table = classified(values, 4);
        let split: Split;
        try {
          split = splitTable(table, shares(validation, test, seed));
        } catch (error) {
          fc.pre(!(error instanceof Error && error.name === 'Slip'));
          throw error;
        }
        const parts = [split.train, split.validation, split.test];
        const all = parts.flatMap((part) => [...part]).sort((a, b) => a - b);
        expect(all).toEqual(values.map((_, row) => row));
        for (const part of parts) expect([...part]).toEqual([...part].sort((a, b) => a - b));
      },
    ),
  );
});

it('one seed, one split; another seed, another split', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const table = measured(200);
      const split = splitTable(table, shares(0.2, 0.1, seed));
      expect(splitTable(table, shares(0.2, 0.1, seed))).toEqual(split);
      expect(splitTable(table, shares(0.2, 0.1, seed + 1))).not.toEqual(split);
    }),
  );
});

it('another share for validation does not move the test part', () => {
  const table = classified(Array.from({ length: 100 }, (_, i) => i % 2));
  const { test } = splitTable(table, shares(0.2, 0.1));
  expect(splitTable(table, shares(0.5, 0.1)).test).toEqual(test);
});

it('rows of one class are chosen evenly: no row is favoured over 400 seeds', () => {
  const chosen = new Array<number>(20).fill(0);
  for (let seed = 0; seed < 400; seed++) {
    for (const row of splitTable(measured(20), shares(0.25, 0, seed)).validation) chosen[row]!++;
  }
  // Binomial with mean 100 and standard deviation 8.7.
  for (const count of chosen) expect(Math.abs(count - 100)).toBeLessThan(4 * 8.7);
});
