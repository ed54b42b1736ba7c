// What is said about a CSV file's header, rows and cells: expected, found, what to do, and where.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { complaintsOf, fileOf, fileSpec, onlyComplaintOf } from './specs.js';

const GOOD = 'a,b,y\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n';

async function told(text: string, changes: Parameters<typeof fileSpec>[1] = {}): Promise<string> {
  return onlyComplaintOf(fileSpec(fileOf(text), changes));
}

it('a target that is no column', async () => {
  expect(await told('size,colour,label\n1,2,0\n', { target: 'lable' })).toBe(
    '<file>:1|expected the target column `lable`, found none: did you mean `label`?',
  );
  expect(await told(GOOD, { target: 'price' })).toMatch(/use one of `a`, `b`, `y`$/);
});

it('a target that is no column because there is no header, or no comma', async () => {
  expect(await told('1,2,0\n3,4,1\n')).toMatch(/the first line \("1,2,0"\) has numbers/);
  expect(await told('a;b;y\n1;2;0\n')).toMatch(/the header has no comma/);
});

it('a target that is also ignored, and ignored columns that are not there: both at once', async () => {
  const complaints = await complaintsOf(fileSpec(fileOf(GOOD), { ignore: ['y', 'B '] }));
  expect(complaints.map(({ message }) => message)).toEqual([
    'expected the target `y` to be used: take it out of data.ignore',
    'expected columns under data.ignore, found `B `: did you mean `b`?',
  ]);
});

it('no column left to learn from', async () => {
  expect(await told(GOOD, { ignore: ['a', 'b'] })).toMatch(/expected a column to learn from/);
  expect(await told('y\n1\n0\n')).toMatch(/expected a column to learn from/);
});

it('column names that are repeated or empty', async () => {
  expect(await told('a,b,a,y\n1,2,3,0\n')).toBe(
    '<file>:1|expected different names, found `a` for columns 1 and 3: rename one',
  );
  expect(await told(',a,y\n0,1,0\n')).toMatch(/a name for column 1, found .* \(a row index\?/);
});

it('rows with more or fewer cells than the header', async () => {
  expect(await told('a,b,y\n1,2,0\n3,4\n')).toBe(
    '<file>:3|expected 3 cells as in the header, found 2: quote cells that hold commas',
  );
  expect(await told('a,b,y\n1,2,0,9\n')).toMatch(/:2\|expected 3 cells .* found 4/);
});

it('quotes that do not pair', async () => {
  expect(await told('a,y\n1,0\n"2,1\n')).toMatch(/^<file>:3\|expected every quote to be closed/);
  expect(await told('a,y\n"1"2,0\n')).toMatch(/^<file>:2\|.* after a closing quote/);
  expect(await told('a,y\n1"2,0\n')).toMatch(/^<file>:2\|found a quote in the middle/);
});

it('misspelt numbers in feature columns: each column once, with a sample, its place and a count', async () => {
  const text = 'a,town,b,y\n1,?,2,0\n3,n/a,"1,5",1\n5,7,6,0\n';
  const complaints = await complaintsOf(fileSpec(fileOf(text)));
  expect(complaints.map(({ place }) => place.replace(/^.*\.csv/, ''))).toEqual([':2:town', ':3:b']);
  expect(complaints[0]?.message).toBe(
    'expected a number in `town`, found "?" and 1 more: if it stands for a missing value, leave the cell empty, and say under data.missing what to put there; where it is a level like others, put `town` under data.categorical_columns',
  );
});

it('text that hardly repeats: names, or one misspelt number among many', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i},name${i},${i === 7 ? '7..5x' : i / 4},0`);
  rows[0] = '0,name0,0,1';
  const ignored = (name: string) => told(`a,who,b,y\n${rows.join('\n')}\n`, { ignore: [name] });
  expect(await ignored('b')).toBe(
    '<file>:2:who|expected text that repeats in `who`, found 30 different cells in 30 rows, as in "name0" (names? or a misspelt number?): put it under data.ignore',
  );
  expect(await ignored('who')).toMatch(/^<file>:9:b\|.* as in "7\.\.5x"/);
});

it('a categorical column with more levels than one-hot columns are good for', async () => {
  const rows = Array.from({ length: 4000 }, (_, i) => `${i},level${i % 1001},${i % 2}`);
  const text = `a,b,y\n${rows.join('\n')}\n`;
  expect(await told(text)).toMatch(
    /^<file>:2:b\|expected at most 1000 levels in `b`, .*: put it under data.ignore, or write data.categorical: embedding$/,
  );
});

it('categorical and group columns that are not there', async () => {
  const wishes = { categoricalColumns: ['colour'], group: 'bee' };
  const complaints = await complaintsOf(fileSpec(fileOf(GOOD), wishes));
  expect(complaints.map(({ message }) => message)).toEqual([
    'expected the group column `bee`, found none: use one of `a`, `b`, `y`',
    'expected columns under data.categorical_columns, found `colour`: use one of `a`, `b`, `y`',
  ]);
});

it.each([
  ['"1,5"', /decimal point/],
  ['"1,234,567"', /without separators/],
  ['n/a', /leave the cell empty/],
  ['NaN', /expected a number .* leave the cell empty/],
  ['1e400', /expected a finite number/],
  ['-Infinity', /expected a finite number/],
])('the cell %s of a number column', async (cell, message) => {
  expect(await told(`a,y\n1,0\n${cell},1\n2,0\n`)).toMatch(message);
});

it('empty cells: the first, and how many rows', async () => {
  expect(await told('a,b,y\n1,2,0\n3,,1\n ,6,0\n7,8,\n')).toMatch(
    /^<file>:3:b\|expected a value in `b`, found an empty cell \(3 rows have one\): .*missing: drop .* median/,
  );
  const empty = 'a,b,y\n1,2,0\n3,,1\n ,6,0\n7,8,\n';
  expect(await told(empty, { missing: 'mean' })).toMatch(
    /^<file>:5:y\|.* an empty cell \(1 row has one\): a target or group is never imputed;/,
  );
  expect(await told('a,y\n,0\n,1\n', { missing: 'drop' })).toMatch(/2 rows have one/);
});

it('no rows', async () => {
  expect(await told('\ufeff')).toMatch(/found blank lines only/);
  expect(await told('a,y\n')).toMatch(/found a header only/);
  expect(await told('\n\n')).toMatch(/found blank lines only/);
});

it('lines are those of an editor, also behind quoted cells that span lines', async () => {
  const text = 'a,"note\r\nof the\nday",y\r\n1,"x\r\ny",0\r\n\r\nn/a,z,1\r\n2,z,0\r\n';
  expect(await told(text, { ignore: ['note\r\nof the\nday'] })).toMatch(/^<file>:7:a\|/);
});

it('a target with one class, with one value, or with text where numbers are wanted', async () => {
  expect(await told('a,y\n1,red\n2,red\n')).toMatch(/two classes or more .* found only "red"/);
  expect(await told('a,y\n1,0.5\n2,0.5\n')).toMatch(/different values to predict .* only 0.5/);
  expect(await told('a,y\n1,2\n2,red\n', { task: 'regression' })).toMatch(
    /^<file>:3:y\|expected a number to predict in `y`, found "red": write data.task/,
  );
});

it('a target that mixes measured numbers and text', async () => {
  expect(await told('a,y\n1,0.5\n2,0.7\n3,missing\n')).toMatch(
    /^<file>:4:y\|expected `y` to be all numbers or all labels, found "missing" among 2 numbers/,
  );
});

it('more classes than any model here can have', async () => {
  const rows = Array.from({ length: 10_001 }, (_, i) => `${i},name${i}`).join('\n');
  expect(await told(`a,y\n${rows}\n`)).toMatch(/at most 10000 classes/);
});

it('classes with fewer rows than there are parts', async () => {
  const text = 'a,y\n1,p\n2,p\n3,p\n4,q\n5,q\n6,p\n';
  expect(await told(text, { validation: 0.2, test: 0.2 })).toMatch(
    /^<file>\|expected at least 3 rows of each class, one for each part, found `q` with 2: add rows/,
  );
});

it('names and cells cannot move the cursor, forge a line or flood the terminal', async () => {
  const name = `"up\u001b[2J\n${'x'.repeat(1000)}"`;
  const inTarget = await told('a,y\n1,red\u202e\n', { task: 'regression' });
  const said = (await told(`${name},y\nn/a,0\n`)) + inTarget;
  expect(said).toContain(':3:up\\u001b[2J\\u000axxx');
  expect(said).toContain('found "red\\u202e"');
  expect(said).not.toMatch(/[\u0000-\u001f\u202e]/);
  expect(said.length).toBeLessThan(600);
});

it('whatever the bytes, a file loads or is refused in words', async () => {
  const piece = fc.constantFrom(
    '1',
    '2',
    '-',
    '.',
    'e',
    'x',
    ',',
    '"',
    '\n',
    '\r\n',
    ' ',
    '\ufeff',
    'a,y',
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const start = fc.constantFrom('', 'a,y\n', 'a,y\n1,0\n2,1\n');
  await fc.assert(
    fc.asyncProperty(start, text, fc.boolean(), async (head, tail, drop) => {
      const missing = drop ? 'drop' : 'error';
      const spec = fileSpec(fileOf(head + tail, 'any.csv'), { missing });
      const end: unknown = await loadDataSet(spec).catch((error: unknown) => error);
      if (end instanceof Error) expect(end).toBeInstanceOf(Slip);
      else expect(end).toHaveProperty('hash');
    }),
    { numRuns: 500 },
  );
});
