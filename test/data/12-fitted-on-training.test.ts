// The law behind every encoding: what is fitted is fitted on the training part alone, so that whatever
// stands in the other parts changes nothing that training sees.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dataSetOf } from '../../src/data/build-data-set.js';
import { quantilesOf, shareBelow } from '../../src/data/encoding/quantile.js';
import type { Table } from '../../src/data/table.js';
import { fileSpec } from './specs.js';

const LEVELS = ['1', '2', 'red', 'green', 'blue'];
const TRAIN = 8;

type Row = readonly [number | null, number | null, number | null];

const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
const cell = fc.option(number, { nil: null });
const level = fc.option(fc.nat({ max: LEVELS.length - 1 }), { nil: null });
const row: fc.Arbitrary<Row> = fc.tuple(cell, level, cell);
/** Something to impute from, in every column. */
const anchors: readonly Row[] = [
  [1, 2, 3],
  [2, 1, 5],
];

function tableOf(rows: readonly Row[]): Table {
  return {
    origin: 'rows',
    features: ['a', 'c', 'b'],
    rows: rows.length,
    inputs: Float64Array.from(rows.flat(), (value) => value ?? Number.NaN),
    levels: new Map([[1, LEVELS]]),
    target: { kind: 'regression', values: Float64Array.from(rows, (_, i) => i) },
    groups: null,
    image: null,
  };
}

function split(rows: number) {
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  return { train: all.slice(0, TRAIN), validation: all.slice(TRAIN), test: new Uint32Array(0) };
}

const spec = fc.record({
  missing: fc.constantFrom('mean', 'median', 'most_frequent'),
  missingIndicator: fc.boolean(),
  categorical: fc.constantFrom('one_hot', 'embedding'),
  scaling: fc.constantFrom('standard', 'minmax', 'quantile', 'none'),
});

it('other rows change neither features, levels nor inputs of the training part', () => {
  const training = fc.array(row, { minLength: TRAIN - 2, maxLength: TRAIN - 2 });
  const others = fc.array(row, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(training, others, others, spec, (rows, one, other, wishes) => {
      const seen = [one, other].map((rest) => {
        // A number far from the training part's may be beyond a float32; here none is.
        const all = [...anchors, ...rows, ...rest];
        const data = dataSetOf(tableOf(all), split(all.length), fileSpec('-', wishes as object));
        const { features, categories, parts, task } = data;
        return { features, categories, task, inputs: parts.train.inputs };
      });
      expect(seen[1]).toEqual(seen[0]);
    }),
    { numRuns: 300 },
  );
});

it('every row becomes as many finite numbers as there are features, and indices are levels', () => {
  const rows = fc.array(row, { minLength: TRAIN - 1, maxLength: 20 });
  fc.assert(
    fc.property(rows, spec, (some, wishes) => {
      const all = [...anchors, ...some];
      const data = dataSetOf(tableOf(all), split(all.length), fileSpec('-', wishes as object));
      const { features, categories, parts } = data;
      for (const part of Object.values(parts)) {
        expect(part.inputs.length).toBe(part.rows * features.length);
        expect(part.inputs.every(Number.isFinite)).toBe(true);
        for (const [i, { levels }] of categories.entries()) {
          const column = features.length - categories.length + i;
          for (let r = 0; r < part.rows; r++) {
            const index = part.inputs[r * features.length + column]!;
            expect(Number.isInteger(index) && index >= 0 && index < levels).toBe(true);
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('shares never fall as values rise, and lie between 0 and 1', () => {
  const values = fc.array(fc.oneof(number, fc.integer({ min: -3, max: 3 })), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(values, values, (train, probe) => {
      const quantiles = quantilesOf(Float64Array.from(train));
      const shares = [...probe, ...train]
        .sort((a, b) => a - b)
        .map((value) => shareBelow(quantiles, value));
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      for (let i = 1; i < shares.length; i++) {
        expect(shares[i]!).toBeGreaterThanOrEqual(shares[i - 1]!);
      }
    }),
    { numRuns: 500 },
  );
});
