// The laws of folds: each row validates once, folds are equal within a row in every class, groups stay
// together, the test part is apart, and nothing but the split's seed decides.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSplits, hashOfFolds } from '../../src/data/folds.js';
import { loadDataSet, loadDataSets } from '../../src/data/load-data-set.js';
import { type Split, splitTable } from '../../src/data/split.js';
import type { Table } from '../../src/data/table.js';
import type { SplitSpec } from '../../src/definition/sweep-definition.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { generatorSpec } from './specs.js';

function tableOf(values: readonly number[], groups: readonly number[] | null = null): Table {
  const classes = Array.from({ length: Math.max(...values) + 1 }, (_, c) => `class ${c}`);
  return {
    origin: 'a table',
    features: ['x'],
    rows: values.length,
    inputs: new Float64Array(values.length),
    target: { kind: 'classification', classes, values: Float64Array.from(values) },
    groups: groups === null ? null : Uint32Array.from(groups),
    levels: new Map(),
    image: null,
  };
}

function measured(rows: number, groups: readonly number[] | null = null): Table {
  const values = Float64Array.from({ length: rows }, (_, i) => i);
  return {
    ...tableOf(Array(rows).fill(0), groups),
    target: { kind: 'regression', values },
  };
}

const spec = (test = 0, splitSeed = 1): SplitSpec => ({ validation: 0.2, test, splitSeed });
const count = (rows: Uint32Array, { target }: Table, c: number) =>
  rows.filter((row) => target.values[row] === c).length;
const spread = (numbers: readonly number[]) => Math.max(...numbers) - Math.min(...numbers);

/** Every row once, train and validation of each fold together the same rows. */
function expectPartition(table: Table, splits: readonly Split[]): void {
  const test = splits[0]!.test;
  const rest = Array.from({ length: table.rows }, (_, row) => row).filter((r) => !test.includes(r));
  expect(splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(rest);
  for (const split of splits) {
    expect([...split.train, ...split.validation].sort((a, b) => a - b)).toEqual(rest);
    expect(split.test).toEqual(test);
    expect([...split.train]).toEqual([...split.train].sort((a, b) => a - b));
  }
}

describe('misuse', () => {
  it('a class with fewer rows than there are folds', () => {
    const table = tableOf([...Array(20).fill(0), 1, 1, 1]);
    expect(() => foldSplits(table, spec(), 4)).toThrow(Slip);
    expect(() => foldSplits(table, spec(), 4)).toThrow(
      /at least 4 rows of each class, one for each fold, found `class 1` with 3: lower folds/,
    );
    expect(() => foldSplits(measured(3), spec(), 4)).toThrow(/at least 4 rows, .* found 3/);
  });

  it('fewer groups than there are folds, or a class in one group only', () => {
    const groups = [...Array(10).fill(0), ...Array(10).fill(1)];
    expect(() => foldSplits(measured(20, groups), spec(), 3)).toThrow(
      /found 2 in all and none for fold 2/,
    );
    const alone = tableOf([...Array(10).fill(0), ...Array(10).fill(1)], groups);
    expect(() => foldSplits(alone, spec(), 2)).toThrow(
      /none of `class [01]` in that of fold [01]: its rows are all in the groups of that fold/,
    );
  });
});

describe('folds', () => {
  const tables = fc
    .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 })
    .map((some) => [...some, ...[0, 1, 2, 3].flatMap((c) => Array(15).fill(c) as number[])])
    .map((values) => tableOf(values));

  it('are a partition, equal within one row in all and in every class', () => {
    fc.assert(
      fc.property(
        tables,
        fc.integer({ min: 2, max: 7 }),
        fc.constantFrom(0, 0.1, 0.3),
        fc.nat(99),
        (table, folds, test, seed) => {
          const splits = foldSplits(table, spec(test, seed), folds);
          expect(splits).toHaveLength(folds);
          expectPartition(table, splits);
          expect(spread(splits.map(({ validation }) => validation.length))).toBeLessThanOrEqual(1);
          for (const c of [0, 1, 2, 3]) {
            const counts = splits.map(({ validation }) => count(validation, table, c));
            expect(spread(counts)).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cut the test part off first, as a split without validation does', () => {
    const table = tableOf(Array.from({ length: 100 }, (_, i) => i % 3));
    const { test } = splitTable(table, { validation: 0, test: 0.2, splitSeed: 5 });
    for (const split of foldSplits(table, spec(0.2, 5), 4)) expect(split.test).toEqual(test);
  });

  it('are another choice under another split seed, and the same under the same', () => {
    const table = measured(40);
    expect(foldSplits(table, spec(0, 1), 4)).toEqual(foldSplits(table, spec(0, 1), 4));
    expect(foldSplits(table, spec(0, 2), 4)).not.toEqual(foldSplits(table, spec(0, 1), 4));
  });
});

describe('groups', () => {
  const grouped = fc
    .array(fc.record({ rows: fc.integer({ min: 1, max: 6 }), c: fc.integer({ min: 0, max: 1 }) }), {
      minLength: 30,
      maxLength: 60,
    })
    .map((drawn) => {
      // A few more of both classes, so that every part can have both.
      const groups = [...drawn, ...[0, 1].flatMap((c) => Array(8).fill({ rows: 2, c }))];
      const of = groups.flatMap(({ rows }, group) => Array(rows).fill(group) as number[]);
      const values = groups.flatMap(({ rows, c }) => Array(rows).fill(c) as number[]);
      return tableOf(values, of);
    });
  const together = ({ groups }: Table, parts: readonly Uint32Array[]) => {
    const where = new Map<number, number>();
    for (const [p, rows] of parts.entries()) {
      for (const row of rows) {
        expect(where.get(groups![row]!) ?? p).toBe(p);
        where.set(groups![row]!, p);
      }
    }
  };

  it('stay together in folds, which stay near their share of every class', () => {
    fc.assert(
      fc.property(grouped, fc.integer({ min: 2, max: 5 }), fc.nat(99), (table, folds, seed) => {
        const splits = foldSplits(table, spec(0.2, seed), folds);
        expectPartition(table, splits);
        together(table, [splits[0]!.test, ...splits.map(({ validation }) => validation)]);
        for (const c of [0, 1]) {
          // Within the largest group.
          expect(spread(splits.map((s) => count(s.validation, table, c)))).toBeLessThanOrEqual(6);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stay together in a split, whose parts stay near their shares', () => {
    fc.assert(
      fc.property(grouped, fc.nat(99), (table, splitSeed) => {
        const shares = { validation: 0.2, test: 0.25, splitSeed };
        const { train, validation, test } = splitTable(table, shares);
        together(table, [train, validation, test]);
        expect(train.length + validation.length + test.length).toBe(table.rows);
        expect(Math.abs(test.length - 0.25 * table.rows)).toBeLessThanOrEqual(6);
        expect(Math.abs(validation.length - 0.2 * table.rows)).toBeLessThanOrEqual(7);
      }),
      { numRuns: 60 },
    );
  });
});

describe('data sets of folds', () => {
  it('are standardised each by its own training part, and have hashes of their own', async () => {
    const folds = await loadDataSets(generatorSpec({ samples: 60, test: 0.2 }), 3);
    for (const { parts } of folds) {
      const { rows, inputs } = parts.train;
      const width = inputs.length / rows;
      let sum = 0;
      for (let row = 0; row < rows; row++) sum += inputs[row * width]!;
      expect(sum / rows).toBeCloseTo(0, 6);
      expect(parts.train.rows + parts.validation.rows).toBe(48);
    }
    expect(new Set(folds.map(({ hash }) => hash)).size).toBe(3);
    expect(hashOfFolds(folds)).not.toBe(folds[0]!.hash);
  });

  it('without folds is the one that it always was', async () => {
    const spec = generatorSpec();
    const folds = await loadDataSets(spec, null);
    expect(folds).toHaveLength(1);
    expect(hashOfFolds(folds)).toBe((await loadDataSet(spec)).hash);
  });
});
