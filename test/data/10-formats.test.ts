// The same table is the same data set in every format; arrays are tables whose columns have numbers.

import { brotliCompressSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { loadDataSet, readTable } from '../../src/data/load-data-set.js';
import type { FileSpec } from '../../src/data/table.js';
import { float64Npy, idxOf, npyOf, npzOf } from './array-files.js';
import { fileOf, fileSpec } from './specs.js';
import { zstdFrame } from './zstd-frame.js';

type Value = number | string | boolean | null;

/** Columns in order, by name. */
type Columns = Readonly<Record<string, readonly Value[]>>;

const rowsOf = (columns: Columns): Value[][] => {
  const count = Object.values(columns)[0]?.length ?? 0;
  return Array.from({ length: count }, (_, row) => Object.values(columns).map((c) => c[row]!));
};

const cellText = (value: Value, separator: string) => {
  const text = value === null ? '' : String(value);
  return text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
};

function separated(columns: Columns, separator: string): string {
  const lines = [Object.keys(columns), ...rowsOf(columns)].map((row) =>
    row.map((value) => cellText(value, separator)).join(separator),
  );
  return `${lines.join('\n')}\n`;
}

function jsonLines(columns: Columns): string {
  const names = Object.keys(columns);
  const lines = rowsOf(columns).map((row) =>
    JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]]))),
  );
  return lines.join('\n');
}

type WriteOptions = Partial<Parameters<typeof parquetWriteBuffer>[0]>;

function parquet(columns: Columns, options: WriteOptions = {}): Uint8Array {
  const columnData = Object.entries(columns).map(([name, data]): ColumnSource => {
    const sample = data.find((value) => value !== null);
    const type =
      typeof sample === 'string' ? 'STRING' : typeof sample === 'boolean' ? 'BOOLEAN' : 'DOUBLE';
    return { name, data: [...data], type, nullable: data.includes(null) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

const hashOf = async (
  contents: string | Uint8Array,
  ending: string,
  changes: Partial<FileSpec> = {},
) => (await loadDataSet(fileSpec(fileOf(contents, `same${ending}`), changes))).hash;

const mixed: Columns = {
  a: [1.5, null, -2e-7, 4, 5, 6],
  place: ['SEA', 'INLAND', null, 'SEA, far', 'say "hi"', 'SEA'],
  flag: [true, false, true, true, false, true],
  y: [0.5, 1.5, 2.25, 3, 4, 5],
};
const imputed = { missing: 'median', missingIndicator: true, validation: 0.34 } as const;

describe('the same table, the same hash', () => {
  it.each([
    ['.tsv', separated(mixed, '\t')],
    ['.jsonl', jsonLines(mixed)],
    ['.ndjson', `\ufeff\n${jsonLines(mixed).replaceAll('\n', '\r\n\r\n')}`],
    ['.csv.gz', gzipSync(separated(mixed, ','))],
    ['.jsonl.gz', gzipSync(jsonLines(mixed))],
    ['.parquet', parquet(mixed)],
  ])('%s', async (ending, contents) => {
    expect(await hashOf(contents, ending, imputed)).toBe(
      await hashOf(separated(mixed, ','), '.csv', imputed),
    );
  });

  it.each<[string, WriteOptions]>([
    ['uncompressed', { codec: 'UNCOMPRESSED' }],
    ['gzip', { codec: 'GZIP', compressors: { GZIP: (bytes) => gzipSync(bytes) } }],
    ['brotli', { codec: 'BROTLI', compressors: { BROTLI: (bytes) => brotliCompressSync(bytes) } }],
    ['row groups of two rows', { rowGroupSize: 2 }],
    ['pages of a few bytes', { pageSize: 16 }],
  ])('Parquet, %s', async (_, options) => {
    expect(await hashOf(parquet(mixed, options), '.parquet', imputed)).toBe(
      await hashOf(separated(mixed, ','), '.csv', imputed),
    );
  });

  it('Parquet, zstandard', async () => {
    const options = { codec: 'ZSTD', compressors: { ZSTD: zstdFrame } } as const;
    expect(await hashOf(parquet(mixed, options), '.parquet', imputed)).toBe(
      await hashOf(separated(mixed, ','), '.csv', imputed),
    );
  });

  it('NaN in Parquet is an empty cell, and so is a key that a line of JSON leaves out', async () => {
    const nan = { ...mixed, a: mixed.a!.map((value) => value ?? Number.NaN) };
    const csv = await hashOf(separated(mixed, ','), '.csv', imputed);
    expect(await hashOf(parquet(nan), '.parquet', imputed)).toBe(csv);
    const left = jsonLines(mixed).replace('"a":null,', '').replace('"place":null,', '');
    expect(left).not.toContain('null');
    expect(await hashOf(left, '.jsonl', imputed)).toBe(csv);
  });

  it('text in JSON that reads as a number is that number', async () => {
    const text = jsonLines({ a: ['1', ' 2.0', 3], y: [0, '1', '1.0'] });
    expect(await hashOf(text, '.jsonl')).toBe(await hashOf('a,y\n1,0\n2,1\n3,1\n', '.csv'));
  });

  it('for any table', async () => {
    const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((x) => x || 0);
    const word = fc.constantFrom('red', 'green', 'blue as the sea', 'ü,"');
    const row = fc.record({
      n: fc.option(number, { nil: null }),
      w: fc.option(word, { nil: null }),
      y: fc.constantFrom('p', 'q'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 4, maxLength: 40 }), async (rows) => {
        const begin = [
          { n: 1, w: 'red', y: 'p' },
          { n: 2, w: 'red', y: 'q' },
        ];
        const all = [...begin, ...rows];
        const table = {
          n: all.map(({ n }) => n),
          w: all.map(({ w }) => w),
          y: all.map(({ y }) => y),
        };
        const wishes = { missing: 'mean', categorical: 'embedding' } as const;
        const csv = await hashOf(separated(table, ','), '.csv', wishes);
        expect(await hashOf(separated(table, '\t'), '.tsv', wishes)).toBe(csv);
        expect(await hashOf(jsonLines(table), '.jsonl', wishes)).toBe(csv);
        expect(await hashOf(parquet(table), '.parquet', wishes)).toBe(csv);
      }),
      { numRuns: 50 },
    );
  });
});

describe('columns that are not used', () => {
  it('may hold anything in JSON and Parquet', async () => {
    const lines = '{"a":1,"other":[1],"y":0}\n{"a":2,"other":{"b":1},"y":1}\n';
    const csv = await hashOf('a,y\n1,0\n2,1\n', '.csv');
    expect(await hashOf(lines, '.jsonl', { ignore: ['other'] })).toBe(csv);
    const columnData: ColumnSource[] = [
      { name: 'a', data: [1, 2], type: 'INT32' },
      { name: 'other', data: [new Date(0), new Date(1)], type: 'TIMESTAMP' },
      { name: 'y', data: [0n, 1n], type: 'INT64' },
    ];
    const file = new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await hashOf(file, '.parquet', { ignore: ['other'] })).toBe(csv);
  });
});

describe('NPY', () => {
  const values = [1, 10, 0, 2, 20, 1, 3, 30, 0, 4, 40, 1];
  const wishes = { target: '2' };

  it('is a table whose columns are called 0, 1, 2 …', async () => {
    const table = await readTable(fileSpec(fileOf(float64Npy([4, 3], values), 'a.npy'), wishes));
    expect(table).toMatchObject({ features: ['0', '1'], rows: 4, image: null });
    expect(table.inputs).toEqual(Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40));
    expect(table.target).toMatchObject({ classes: ['0', '1'] });
  });

  it('may have any number type, byte order and axis order, and a version 2 header', async () => {
    const expected = await hashOf(float64Npy([4, 3], values), '.npy', wishes);
    const bytes = (array: ArrayBufferView) =>
      new Uint8Array(array.buffer.slice(0) as ArrayBuffer, 0, array.byteLength);
    const swapped = Buffer.from(Int16Array.from(values).buffer).swap16();
    const columns = [0, 1, 2].flatMap((c) => [0, 1, 2, 3].map((row) => values[row * 3 + c]!));
    const files = [
      npyOf('|u1', [4, 3], Uint8Array.from(values)),
      npyOf('<f4', [4, 3], bytes(Float32Array.from(values))),
      npyOf('<i8', [4, 3], bytes(BigInt64Array.from(values, BigInt))),
      npyOf('>i2', [4, 3], swapped),
      npyOf('<f8', [4, 3], bytes(Float64Array.from(columns)), { fortran: true }),
      npyOf('|i1', [4, 3], bytes(Int8Array.from(values)), { version: 2 }),
    ];
    for (const file of files) expect(await hashOf(file, '.npy', wishes)).toBe(expected);
  });

  it('NaN is an empty cell', async () => {
    const gaps = float64Npy([4, 3], [1, Number.NaN, ...values.slice(2)]);
    const table = await readTable(
      fileSpec(fileOf(gaps, 'gaps.npy'), { ...wishes, missing: 'drop' }),
    );
    expect(table.rows).toBe(3);
  });

  it('may have its labels in a second file, also as text', async () => {
    const text = Buffer.concat(
      ['no', 'yes', 'no'].map((word) => Buffer.from(word.padEnd(3, '\0'))),
    );
    const utf32 = Buffer.alloc(text.length * 4);
    for (const [i, code] of text.entries()) utf32.writeUInt32LE(code, 4 * i);
    const labels = fileOf(npyOf('<U3', [3], utf32), 'labels.npy');
    const file = fileOf(float64Npy([3, 2], [1, 2, 3, 4, 5, 6]), 'features.npy');
    const table = await readTable(fileSpec(file, { target: null, labels }));
    expect(table.features).toEqual(['0', '1']);
    expect(table.target).toEqual({
      kind: 'classification',
      classes: ['no', 'yes'],
      values: Float64Array.of(0, 1, 0),
    });
  });
});

describe('NPZ', () => {
  const X = float64Npy([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const y = float64Npy([4, 1], [0.5, 1.5, 2.5, 3.5]);

  it.each([
    ['x and y by default', { x: X, y }, { target: 'y', inputs: null }],
    ['X too', { other: y, X, y }, { target: 'y', inputs: null }],
    ['named ones', { features: X, prices: y }, { target: 'prices', inputs: 'features' }],
  ])('has arrays: %s', async (_, arrays, wishes) => {
    const table = await readTable(fileSpec(fileOf(npzOf(arrays), 'a.npz'), wishes));
    expect(table.inputs).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    expect(table.target).toEqual({
      kind: 'regression',
      values: Float64Array.of(0.5, 1.5, 2.5, 3.5),
    });
  });
});

describe('pictures', () => {
  const pixels = Array.from({ length: 4 * 6 }, (_, i) => (i * 37) % 251);
  const labels = () => fileOf(gzipSync(idxOf([4], [3, 7, 3, 7])), 'train-labels-idx1-ubyte.gz');

  it('in IDX, gzipped or not, have the shape that the file says', async () => {
    const idx = idxOf([4, 2, 3], pixels);
    const spec = (contents: Uint8Array, name: string) =>
      fileSpec(fileOf(contents, name), { target: null, labels: labels() });
    const data = await loadDataSet(spec(gzipSync(idx), 'train-images-idx3-ubyte.gz'));
    expect(data.image).toEqual([2, 3, 1]);
    expect(data.features).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(data.task).toMatchObject({ classes: ['3', '7'] });
    expect((await loadDataSet(spec(idx, 'train-images-idx3-ubyte'))).hash).toBe(data.hash);
  });

  it('in NPY and NPZ have the shape of the array, channels last', async () => {
    const grey = npyOf('|u1', [4, 2, 3], Uint8Array.from(pixels));
    const colour = npyOf('|u1', [4, 1, 3, 2], Uint8Array.from(pixels));
    const y = npyOf('|u1', [4], Uint8Array.of(3, 7, 3, 7));
    const imageOf = async (x: Buffer) =>
      (await loadDataSet(fileSpec(fileOf(npzOf({ x, y }), 'pictures.npz')))).image;
    expect(await imageOf(grey)).toEqual([2, 3, 1]);
    expect(await imageOf(colour)).toEqual([1, 3, 2]);
  });

  it('in columns have the shape that the definition says, which is part of the hash', async () => {
    const text = 'a,b,c,d,y\n1,2,3,4,0\n5,6,7,9,1\n';
    const load = async (image: readonly number[] | null) =>
      loadDataSet(fileSpec(fileOf(text, 'pixels.csv'), { image, scaling: 'none' }));
    expect((await load([2, 2])).image).toEqual([2, 2, 1]);
    expect((await load([1, 2, 2])).image).toEqual([1, 2, 2]);
    expect((await load(null)).image).toBeNull();
    const hashes = await Promise.all([[2, 2], [4, 1], [1, 2, 2], null].map(load));
    expect(new Set(hashes.map(({ hash }) => hash)).size).toBe(4);
  });

  it('are scaled by channel, over all pixels', async () => {
    const text = 'a,b,c,d,y\n0,10,4,10,0\n0,10,8,30,1\n';
    const load = async (scaling: 'standard' | 'minmax') => {
      const spec = fileSpec(fileOf(text, 'channels.csv'), { image: [1, 2, 2], scaling });
      return [...(await loadDataSet(spec)).parts.train.inputs];
    };
    expect(await load('minmax')).toEqual([0, 0, 0.5, 0, 0, 0, 1, 1]);
    // The channels' means are 3 and 15, their deviations the roots of 11 and of 75.
    const [first, second] = [Math.sqrt(11), Math.sqrt(75)];
    const expected = [-3, -5, 1, -5, -3, -5, 5, 15].map((x, i) => x / (i % 2 ? second : first));
    expect(await load('standard')).toEqual([...Float32Array.from(expected)]);
  });
});
