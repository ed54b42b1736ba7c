// Imputation, scaling and one-hot columns against scikit-learn's figures.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dataSetOf } from '../../src/data/build-data-set.js';
import { encode } from '../../src/data/encoding/encode.js';
import { fitImputation } from '../../src/data/encoding/imputation.js';
import { quantilesOf, shareBelow } from '../../src/data/encoding/quantile.js';
import type { Table } from '../../src/data/table.js';
import { fileSpec } from './specs.js';

type Cells = readonly (readonly (number | null)[])[];

interface Golden {
  readonly train: Cells;
  readonly other: Cells;
  readonly imputers: Readonly<
    Record<
      string,
      {
        readonly statistics: readonly number[];
        readonly indicator_features: readonly number[];
        readonly train: Cells;
        readonly other: Cells;
      }
    >
  >;
  readonly scalers: Readonly<Record<string, { readonly train: Cells; readonly other: Cells }>>;
  readonly many: {
    readonly train: readonly number[];
    readonly probe: readonly number[];
    readonly shares: readonly number[];
  };
  readonly words: readonly string[];
  readonly other_words: readonly string[];
  readonly one_hot: {
    readonly names: readonly string[];
    readonly train: Cells;
    readonly other: Cells;
  };
}

const file = new URL('../golden/sklearn/preprocessing.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;
const trained = golden.train.length;
const rows = trained + golden.other.length;
const train = Uint32Array.from({ length: trained }, (_, row) => row);
const split = {
  train,
  validation: Uint32Array.from(golden.other, (_, row) => trained + row),
  test: new Uint32Array(0),
};

/** Training rows, then the others; null is a gap. */
const numbers: Table = {
  origin: 'figures',
  features: ['a', 'b', 'c', 'd'],
  rows,
  inputs: Float64Array.from(
    [...golden.train, ...golden.other].flat().map((cell) => cell ?? Number.NaN),
  ),
  levels: new Map(),
  target: { kind: 'regression', values: Float64Array.from({ length: rows }, (_, row) => row) },
  groups: null,
  image: null,
};

function expectClose(found: Iterable<number>, expected: readonly (number | null)[], digits = 6) {
  const all = [...found];
  expect(all.length).toBe(expected.length);
  for (const [i, value] of all.entries()) expect(value).toBeCloseTo(expected[i]!, digits);
}

describe.each(['mean', 'median', 'most_frequent'] as const)('SimpleImputer: %s', (missing) => {
  const figures = golden.imputers[missing]!;
  const spec = { categorical: 'one_hot', missing } as const;

  it('has its statistics, and knows where the gaps were', () => {
    const { fills, hadGaps } = fitImputation(numbers, train, missing);
    expectClose(fills, figures.statistics, 12);
    const columns = [0, 1, 2, 3].filter((column) => hadGaps[column] === 1);
    expect(columns).toEqual(figures.indicator_features);
  });

  it('fills the training part, with indicators, and the others', () => {
    const { values } = encode(numbers, train, { ...spec, missingIndicator: true });
    const width = values.length / rows;
    expectClose(values.subarray(0, trained * width), figures.train.flat(), 12);
    const plain = encode(numbers, train, { ...spec, missingIndicator: false });
    expectClose(plain.values.subarray(trained * 4), figures.other.flat(), 12);
  });
});

describe.each(['standard', 'minmax', 'quantile'] as const)('scaling: %s', (scaling) => {
  it('is that of scikit-learn, behind the median for gaps', () => {
    const { parts } = dataSetOf(numbers, split, fileSpec('-', { missing: 'median', scaling }));
    expectClose(parts.train.inputs, golden.scalers[scaling]!.train.flat(), 5);
    const scale = Math.max(...golden.scalers[scaling]!.other.flat().map((x) => Math.abs(x ?? 0)));
    const others = [...parts.validation.inputs].map((value) => value / scale);
    expectClose(
      others,
      golden.scalers[scaling]!.other.flat().map((value) => (value ?? 0) / scale),
    );
  });
});

it('QuantileTransformer: more rows than quantiles, many of them equal', () => {
  const { train: values, probe, shares } = golden.many;
  const quantiles = quantilesOf(Float64Array.from(values));
  expectClose(
    probe.map((value) => shareBelow(quantiles, value)),
    shares,
    9,
  );
});

it('OneHotEncoder: levels of the training part, and zeros for an unknown one', () => {
  const words = [...golden.words, ...golden.other_words];
  const levels = [...new Set(words)].sort();
  const table: Table = {
    ...numbers,
    features: ['place'],
    inputs: Float64Array.from(words, (word) => levels.indexOf(word)),
    levels: new Map([[0, levels]]),
  };
  const { names, values } = encode(table, train, fileSpec('-'));
  expect(names).toEqual(golden.one_hot.names.map((name) => name.replace('place_', 'place=')));
  expect([...values]).toEqual([...golden.one_hot.train, ...golden.one_hot.other].flat());
});
