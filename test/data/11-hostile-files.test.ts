// Files that lie, that are damaged or cut off, or that unpack to more than they should: each is refused
// in words, in no time and without the memory that it claims.

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import type { FileSpec } from '../../src/data/table.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { float64Npy, idxOf, npyOf, npzOf } from './array-files.js';
import { complaintsOf, fileOf, fileSpec, onlyComplaintOf } from './specs.js';
import { zstdBomb } from './zstd-frame.js';

let files = 0;
const told = (
  contents: string | Uint8Array,
  ending: string,
  changes: Partial<FileSpec> = {},
): Promise<string> =>
  onlyComplaintOf(fileSpec(fileOf(contents, `hostile${files++}${ending}`), changes));

/** A file loads, or is refused in words. */
async function expectWords(contents: Uint8Array, ending: string, changes: Partial<FileSpec> = {}) {
  const spec = fileSpec(fileOf(contents, `any${ending}`), { missing: 'mean', ...changes });
  const end: unknown = await loadDataSet(spec).catch((error: unknown) => error);
  if (end instanceof Error) expect(end).toBeInstanceOf(Slip);
  else expect(end).toHaveProperty('hash');
}

describe('gzip', () => {
  it('that is cut off, or has other bytes in it', async () => {
    const bytes = gzipSync('a,y\n1,0\n2,1\n');
    expect(await told(bytes.subarray(0, 20), '.csv.gz')).toMatch(/expected gzip, found damage/);
    expect(await told(bytes.fill(7, 12), '.csv.gz')).toMatch(/expected gzip, found damage/);
  });

  it('of one megabyte that would unpack to more than 1 GiB', async () => {
    const bomb = Buffer.concat(Array(17).fill(gzipSync(Buffer.alloc(64 * 1024 * 1024))));
    expect(await told(bomb, '.csv.gz')).toMatch(/expected gzip of at most 1 GiB, found more/);
  });
});

describe('JSON Lines', () => {
  it.each([
    ['{"a":1,"y":0}\n{"a":2,"y":1', /:2\|expected JSON, found /],
    ['[1,2]\n', /:1\|expected an object, found "\[1,2\]"/],
    ['\n\n7\n', /:3\|expected an object, found "7"/],
    ['{"a":1,"y":0}\n\n{"a":[2],"y":1}', /:3:a\|expected a number, text, .* found a list/],
    ['{"a":1,"y":0}\n{"a":{"b":2},"y":1}', /:2:a\|.* found an object/],
    ['{"a":1,"y":0}\n{"y":1}', /:2:a\|expected a value in `a`, found an empty cell/],
    ['{"a":1e999,"y":0}\n{"a":1,"y":1}', /:1:a\|expected a finite number/],
    ['{}\n{}\n', /found none$/],
    ['\n \n', /found none$/],
    [`${'['.repeat(100_000)}\n`, /:1\|expected JSON/],
  ])('%# %s', async (text, message) => {
    expect(await told(text, '.jsonl')).toMatch(message);
  });

  it('a target that is no key', async () => {
    expect(await told('{"a":1,"label":0}', '.jsonl', { target: 'lable' })).toMatch(
      /the target column `lable`, found none: did you mean `label`\?/,
    );
  });

  it('a key that every object has by itself is no column', async () => {
    const text = '{"a":1,"y":0}\n{"a":2,"y":1,"toString":3}\n';
    expect(await told(text, '.jsonl')).toMatch(/:1:toString\|.* an empty cell \(1 row/);
  });
});

describe('TSV', () => {
  it('without tabs, and with too many of them', async () => {
    expect(await told('a,y\n1,0\n', '.tsv')).toMatch(/the header has no tab/);
    expect(await told('a\ty\n1\t0\t2\n', '.tsv')).toMatch(/:2\|expected 2 cells .* hold tabs/);
  });
});

describe('NPY', () => {
  const good = float64Npy([2, 2], [1, 0, 2, 1]);
  const wishes = { target: '1' };

  it.each<[string, Uint8Array, RegExp]>([
    ['other bytes', Buffer.from('not an array at all'), /expected an NPY array, found other bytes/],
    ['an end in the header', good.subarray(0, 40), /expected a header of 128 bytes/],
    [
      'an end in the numbers',
      good.subarray(0, -1),
      /expected 32 bytes .* found 31 \(the file ends/,
    ],
    ['more behind the array', Buffer.concat([good, good]), /found 192 \(there is more/],
    [
      'a shape beyond all memory',
      npyOf('<f8', [], new Uint8Array(8), { claim: '(4294967296, 4294967296)' }),
      /found a shape of \(4294967296, 4294967296\)/,
    ],
    [
      'a row of a thousand million numbers in no rows',
      npyOf('<f8', [], new Uint8Array(0), { claim: '(0, 1000000000)' }),
      /at most 100000 numbers in a row/,
    ],
    ['pickled objects', npyOf('|O', [2, 2], new Uint8Array(9)), /the type "\|O": save numbers/],
    [
      'records',
      Buffer.from(good.toString('latin1').replace("'<f8'", "[('a')"), 'latin1'),
      /expected an array of one type/,
    ],
    ['half precision', npyOf('<f2', [2, 2], new Uint8Array(8)), /save it as float32/],
    ['no axis', npyOf('<f8', [], new Uint8Array(8)), /expected an array of \(rows, features\)/],
    ['one axis', float64Npy([4], [1, 2, 3, 4]), /found \(4\): reshape it/],
    ['pictures without labels', float64Npy([1, 2, 2], [1, 2, 3, 4]), /under data.labels/],
  ])('%s', async (_, bytes, message) => {
    expect(await told(bytes, '.npy', wishes)).toMatch(message);
  });

  it('a target beyond the last column', async () => {
    expect(await told(good, '.npy', { target: '2' })).toMatch(
      /the target column `2`, found none: use one of `0`, `1`/,
    );
  });

  it('NaN and infinity', async () => {
    const bytes = float64Npy([2, 2], [1, 0, Number.NaN, 1]);
    expect(await told(bytes, '.npy', wishes)).toMatch(/:row 2:0\|.* found an empty cell/);
    const infinite = float64Npy([2, 2], [1, 0, -Infinity, 1]);
    expect(await told(infinite, '.npy', wishes)).toMatch(/:row 2:0\|expected a finite number/);
  });

  it('labels of another length, of another shape, or as columns', async () => {
    const told = async (labels: Buffer) => {
      const spec = fileSpec(fileOf(good, 'x.npy'), {
        target: null,
        labels: fileOf(labels, 'y.npy'),
      });
      return (await complaintsOf(spec))[0];
    };
    expect(await told(float64Npy([3], [0, 1, 0]))).toMatchObject({
      place: expect.stringMatching(/y\.npy$/),
      message: expect.stringMatching(/^expected 2 labels, .* found 3/),
    });
    expect((await told(float64Npy([2, 2], [0, 1, 1, 0])))?.message).toMatch(/take their argmax/);
    expect((await told(float64Npy([], [0])))?.message).toMatch(/^expected 2 labels, .* found 1/);
  });

  it('channels before the picture', async () => {
    const y = float64Npy([2], [0, 1]);
    const x = npyOf('|u1', [2, 3, 5, 5], new Uint8Array(150));
    expect(await told(npzOf({ x, y }), '.npz')).toMatch(/looks like channels first: move the axis/);
  });
});

describe('NPZ', () => {
  const x = float64Npy([2, 1], [1, 2]);
  const y = float64Npy([2], [0, 1]);

  it('that is no archive, or cut off', async () => {
    expect(await told('a,y\n1,0\n', '.npz')).toMatch(/expected an NPZ archive, found none/);
    const archive = npzOf({ x, y });
    expect(await told(archive.subarray(0, archive.length - 30), '.npz')).toMatch(
      /expected an NPZ archive/,
    );
  });

  it('without the arrays', async () => {
    expect(await told(npzOf({ images: x, y }), '.npz')).toMatch(
      /expected the array `x` or `X`, found `images`, `y`: name one of them/,
    );
    expect(await told(npzOf({ x, label: y }), '.npz', { target: 'labels' })).toMatch(
      /the array `labels`, found .*: did you mean `label`\?/,
    );
  });

  it('with an array that says it is huge', async () => {
    const archive = Buffer.from(npzOf({ x, y }));
    // The length of the first array, in the central directory.
    const entry = archive.indexOf(Uint8Array.of(0x50, 0x4b, 1, 2));
    archive.writeUInt32LE(0xfffffff0, entry + 24);
    expect(await told(archive, '.npz')).toMatch(
      /expected arrays of at most 1 GiB, found 4294967280/,
    );
    archive.writeUInt32LE(64, entry + 24);
    expect(await told(archive, '.npz')).toMatch(/expected a header of|NPZ archive/);
  });
});

describe('IDX', () => {
  const labels = () => fileOf(idxOf([2], [0, 1]), 'labels-idx1-ubyte');

  it.each<[string, Uint8Array, RegExp]>([
    ['other bytes', Buffer.from('a,y\n1,0\n'), /expected an IDX file/],
    ['a type that is none', idxOf([2, 1], [1, 2], 7), /expected an IDX file/],
    ['an end in the header', idxOf([2, 1], []).subarray(0, 9), /expected a header of 12 bytes/],
    ['an end in the numbers', idxOf([2, 2], [1, 2, 3]), /expected 4 bytes .* found 3/],
    ['huge axes', idxOf([0xffffffff, 0xffffffff], []), /found a shape of/],
    ['many axes', Buffer.from([0, 0, 8, 255, ...Array(1020).fill(1), 1]), /at most 8 axes/],
  ])('%s', async (_, bytes, message) => {
    const wishes = { target: null, labels: labels() };
    expect(await told(bytes, '-idx3-ubyte', wishes)).toMatch(message);
  });
});

describe('pictures', () => {
  const text = 'a,b,c,y\n1,2,3,0\n4,5,6,1\n';

  it('whose shape is not that of the features', async () => {
    expect(await told(text, '.csv', { image: [2, 2] })).toMatch(
      /expected 4 features for pictures of 2 × 2 × 1, found 3: mend data.image/,
    );
  });

  it('with text, indicators or quantiles', async () => {
    const image = [1, 3];
    expect(await told(text.replace('5', 'red'), '.csv', { image })).toMatch(/found levels in `b`/);
    const gaps = { image, missing: 'mean', missingIndicator: true } as const;
    expect(await told(text, '.csv', gaps)).toMatch(/no data.missing_indicator/);
    expect(await told(text, '.csv', { image, scaling: 'quantile' })).toMatch(/found quantile/);
  });
});

describe('Parquet', () => {
  const columnData: ColumnSource[] = [
    { name: 'a', data: Array.from({ length: 40 }, (_, i) => i / 4), type: 'DOUBLE' },
    { name: 'b', data: Array.from({ length: 40 }, (_, i) => (i % 3 ? i : null)), type: 'INT32' },
    { name: 'c', data: Array.from({ length: 40 }, (_, i) => 'uvw'[i % 3]!), type: 'STRING' },
    { name: 'y', data: Array.from({ length: 40 }, (_, i) => i % 2 === 0), type: 'BOOLEAN' },
  ];
  const plain = { columnData, statistics: false, columnIndex: false, offsetIndex: false };
  const good = () => new Uint8Array(parquetWriteBuffer({ ...plain, codec: 'UNCOMPRESSED' }));

  it('nested columns, and points in time', async () => {
    const nested: ColumnSource[] = [
      ...columnData,
      { name: 'when', data: Array.from({ length: 40 }, () => new Date(0)), type: 'TIMESTAMP' },
      { name: 'list', data: Array.from({ length: 40 }, (_, i) => ({ i })), type: 'JSON' },
    ];
    const file = new Uint8Array(parquetWriteBuffer({ columnData: nested }));
    const complaints = await complaintsOf(fileSpec(fileOf(file, 'nested.parquet')));
    expect(complaints.map(({ message }) => message)).toEqual([
      'expected one value per row in `when`, found points in time: put it under data.ignore, or write it as a number or text',
      'expected one value per row in `list`, found values of type JSON: put it under data.ignore, or write it as a number or text',
    ]);
  });

  it('other bytes, and files that are cut off', async () => {
    expect(await told('a,y\n1,0\n', '.parquet')).toMatch(/expected a Parquet file, found none/);
    const bytes = good();
    for (let length = 1; length < bytes.length; length += 7) {
      await expectWords(bytes.subarray(0, length), '.parquet');
      // The footer as it is, and less in front of it.
      await expectWords(bytes.subarray(length), '.parquet');
    }
  });

  it('a page of a few bytes that unpacks to more than it says', async () => {
    const compressors = { ZSTD: (bytes: Uint8Array) => zstdBomb(bytes.length, 8000) };
    const file = new Uint8Array(parquetWriteBuffer({ ...plain, codec: 'ZSTD', compressors }));
    expect(await told(file, '.parquet')).toMatch(
      /expected a Parquet file, found none or a damaged/,
    );
  });

  it('one or two bytes that are others, wherever they are', async () => {
    const bytes = good();
    const at = fc.nat({ max: bytes.length - 1 });
    const change = fc.tuple(at, fc.constantFrom(0, 1, 127, 128, 254, 255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        const damaged = bytes.slice();
        for (const [place, byte] of changes) damaged[place] = byte;
        await expectWords(damaged, '.parquet');
      }),
      { numRuns: 1000 },
    );
  });

  it('a run that claims more values than there are rows', async () => {
    const ones = Array.from({ length: 10_000 }, () => 1);
    const data: ColumnSource[] = [
      { name: 'a', data: [null, ...ones.slice(1)], type: 'DOUBLE' },
      { name: 'y', data: ones.map((_, i) => i % 2), type: 'DOUBLE' },
    ];
    const options = { columnData: data, codec: 'UNCOMPRESSED', rowGroupSize: 10_000 } as const;
    const bytes = new Uint8Array(parquetWriteBuffer(options));
    // Behind eight levels, a run of 9,992: twice the count in seven-bit groups, then the level.
    const run = Buffer.from(bytes).indexOf(Uint8Array.of(0x90, 0x9c, 0x01, 0x01));
    expect(run).toBeGreaterThan(0);
    await expectWords(bytes, '.parquet');
    bytes.set([0xfe, 0xff, 0x7f], run);
    expect(await told(bytes, '.parquet')).toMatch(/a damaged one \(a run of 1048575 values\)/);
  });
});

it('whatever the bytes, arrays load or are refused in words', async () => {
  const good = [
    ['.npy', float64Npy([4, 2], [1, 0, 2, 1, 3, 0, 4, 1]), { target: '1' }],
    ['.npz', Buffer.from(npzOf({ x: float64Npy([2, 1], [1, 2]), y: float64Npy([2], [0, 1]) })), {}],
    ['.idx', idxOf([2, 2], [1, 2, 3, 4]), { target: '1' }],
  ] as const;
  const change = fc.tuple(fc.nat({ max: 1000 }), fc.nat({ max: 255 }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...good),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      async ([ending, bytes, wishes], changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [place, byte] of changes) damaged[place % damaged.length] = byte;
        await expectWords(damaged, ending, wishes);
      },
    ),
    { numRuns: 500 },
  );
});
