// Training sets of fewer rows: each contains every smaller one, has its share of every class, keeps groups
// whole, and is otherwise the data set that it was taken from.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataSet } from '../../src/data/data-set.js';
import { loadDataSet, loadDataSets } from '../../src/data/load-data-set.js';
import type { Table } from '../../src/data/table.js';
import { nestingOf, trainedOn } from '../../src/data/training-rows.js';
import { fileOf, fileSpec, generatorSpec } from './specs.js';

function tableOf(classes: readonly number[] | null, groups: readonly number[] | null): Table {
  const rows = (classes ?? groups)!.length;
  const names = ['a', 'b', 'c', 'd'];
  return {
    origin: 'a table',
    features: ['x'],
    rows,
    inputs: new Float64Array(rows),
    levels: new Map(),
    target:
      classes === null
        ? { kind: 'regression', values: new Float64Array(rows) }
        : { kind: 'classification', classes: names, values: Float64Array.from(classes) },
    groups: groups === null ? null : Uint32Array.from(groups),
    image: null,
  };
}

const all = ({ rows }: Table) => Uint32Array.from({ length: rows }, (_, row) => row);
const classes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 80 });
const seed = fc.integer({ min: 0, max: 5 });

describe('the order in which rows are taken', () => {
  it('has each row once', () => {
    fc.assert(
      fc.property(classes, seed, fc.boolean(), (values, splitSeed, isGrouped) => {
        const table = tableOf(values, isGrouped ? values.map((_, i) => i % 7) : null);
        const { order } = nestingOf(table, all(table), splitSeed);
        expect([...order].sort((a, b) => a - b)).toEqual([...all(table)]);
      }),
    );
  });

  it('gives every class its share of each set, and a row of it before any has two', () => {
    fc.assert(
      fc.property(classes, seed, fc.nat(), (values, splitSeed, n) => {
        const table = tableOf(values, null);
        const { order } = nestingOf(table, all(table), splitSeed);
        const rows = 1 + (n % values.length);
        const count = (c: number, places: readonly number[]) =>
          places.filter((place) => values[place] === c).length;
        const found = [...new Set(values)].map((c) => ({
          whole: count(c, [...values.keys()]),
          taken: count(c, [...order.subarray(0, rows)]),
        }));
        if (rows >= found.length) expect(found.every(({ taken }) => taken > 0)).toBe(true);
        const settled = found.filter(({ taken }) => taken > 1);
        for (const a of settled) {
          for (const b of found.filter(({ taken, whole }) => taken < whole)) {
            // No class is more than a row ahead of another that has rows left.
            expect((a.taken - 0.5) / a.whole).toBeLessThanOrEqual((b.taken + 0.5) / b.whole);
          }
        }
      }),
    );
  });

  it('follows from the split’s seed alone', () => {
    const table = tableOf(null, Array(40).fill(0) as number[]);
    const orderOf = (splitSeed: number) =>
      [...nestingOf({ ...table, groups: null }, all(table), splitSeed).order].join();
    expect(orderOf(1)).toBe(orderOf(1));
    expect(orderOf(1)).not.toBe(orderOf(2));
  });

  it('is one of whole groups, those that bring a class first', () => {
    fc.assert(
      fc.property(classes, seed, fc.integer({ min: 1, max: 9 }), (values, splitSeed, count) => {
        const groups = values.map((_, i) => (i * 5) % count);
        const { order, ends } = nestingOf(
          tableOf(values, groups),
          all(tableOf(values, null)),
          splitSeed,
        );
        let from = 0;
        let known = 0;
        let isOver = false;
        const seen = new Set<number>();
        for (const end of ends!) {
          const rows = [...order.subarray(from, end)];
          expect(new Set(rows.map((row) => groups[row])).size).toBe(1);
          expect(rows).toHaveLength(groups.filter((group) => group === groups[rows[0]!]).length);
          for (const row of rows) seen.add(values[row]!);
          if (seen.size === known) isOver = true;
          else expect(isOver).toBe(false);
          known = seen.size;
          from = end;
        }
        expect(from).toBe(values.length);
      }),
    );
  });
});

const moons = generatorSpec({ generator: 'moons', samples: 200, splitSeed: 3 });

/** Rows as texts, to compare sets. */
function rowsOf({ features, parts: { train } }: DataSet): readonly string[] {
  const width = features.length;
  return Array.from({ length: train.rows }, (_, row) =>
    [...train.inputs.subarray(row * width, (row + 1) * width), train.targets[row]!].join(),
  );
}

describe('a data set trained on fewer rows', () => {
  it('is the whole one where there are no more', async () => {
    const data = await loadDataSet(moons);
    expect(trainedOn(data, 140)).toBe(data);
    expect(trainedOn(data, 1000)).toBe(data);
  });

  it('has exactly so many rows, contained in those of every larger set, in the part’s order', async () => {
    const data = await loadDataSet(moons);
    const whole = rowsOf(data);
    for (const [few, many] of [
      [2, 3],
      [3, 50],
      [50, 139],
    ] as const) {
      const [smaller, larger] = [rowsOf(trainedOn(data, few)), rowsOf(trainedOn(data, many))];
      expect([smaller.length, larger.length]).toEqual([few, many]);
      expect(smaller.filter((row) => !larger.includes(row))).toEqual([]);
      const places = larger.map((row) => whole.indexOf(row));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('counts the rows of its classes, and leaves hash, scales and other parts as they are', async () => {
    const data = await loadDataSet(moons);
    const { task, parts, ...rest } = trainedOn(data, 10);
    const { task: _task, parts: before, ...same } = data;
    expect(rest).toEqual(same);
    expect([parts.validation, parts.test]).toEqual([before.validation, before.test]);
    const counts = [0, 1].map((c) => parts.train.targets.filter((target) => target === c).length);
    expect(task).toMatchObject({ counts });
    expect(counts).toEqual([5, 5]);
  });

  it('is of each fold a set of its own', async () => {
    const folds = await loadDataSets({ ...moons, validation: 0 }, 3);
    expect(folds.map((data) => trainedOn(data, 20).parts.train.rows)).toEqual([20, 20, 20]);
  });

  it('has as many whole groups as it takes to have so many rows', async () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i},${Math.floor(i / 4)},${i % 2}`);
    const file = fileOf(`x,patient,y\n${lines.join('\n')}\n`);
    const data = await loadDataSet({
      ...fileSpec(file, { group: 'patient' }),
      validation: 0.2,
      test: 0,
    });
    expect([1, 4, 5, 30, 31].map((rows) => trainedOn(data, rows).parts.train.rows)).toEqual([
      4, 4, 8, 32, 32,
    ]);
  });
});
