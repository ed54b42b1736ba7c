// What a CSV file means: the same table however it is quoted, and which task its target asks for.

import { expect, it } from 'vitest';
import { readCsvTable } from '../../src/data/csv/csv-table.js';
import { fileOf, fileSpec } from './specs.js';

const PLAIN = 'a,b,y\n1,2,u\n3,4,v\n-5.5,6e-3,u\n';

async function tableOf(text: string, changes: Parameters<typeof fileSpec>[1] = {}) {
  const { origin: _, ...table } = await readCsvTable(fileSpec(fileOf(text), changes));
  return table;
}

async function targetOf(cells: readonly string[], task: 'classification' | null = null) {
  const text = `a,y\n${cells.map((cell, i) => `${i},${cell}`).join('\n')}\n`;
  return (await tableOf(text, { task })).target;
}

it('numbers in file order, labels as indices into the sorted classes', async () => {
  expect(await tableOf(PLAIN)).toEqual({
    features: ['a', 'b'],
    rows: 3,
    inputs: Float64Array.of(1, 2, 3, 4, -5.5, 0.006),
    levels: new Map(),
    groups: null,
    image: null,
    target: { kind: 'classification', classes: ['u', 'v'], values: Float64Array.of(0, 1, 0) },
  });
});

it.each([
  ['a byte order mark', `\ufeff${PLAIN}`],
  ['CRLF', PLAIN.replaceAll('\n', '\r\n')],
  ['CR', PLAIN.replaceAll('\n', '\r')],
  ['line ends that change', PLAIN.replace('\n', '\r\n')],
  ['quotes', 'a,"b","y"\n"1",2,"u"\n3,"4",v\n-5.5,"6e-3","u"\n'],
  ['spaces', 'a, b ,y\n 1,2,u\n3,"4 ",\tv\n-5.5,6e-3,u \n'],
  ['blank lines', `\n${PLAIN.replace('\n', '\n\n \n')}\n\r\n\n`],
  ['no line end at the end', PLAIN.trimEnd()],
])('%s makes no difference', async (_, text) => {
  expect(await tableOf(text)).toEqual(await tableOf(PLAIN));
});

it('quoted cells hold commas, quotes and line ends', async () => {
  const text = '"a,b",y\n1,"say ""hi"""\n2,"two\nlines"\n';
  const { features, target } = await tableOf(text);
  expect(features).toEqual(['a,b']);
  expect(target).toMatchObject({ classes: ['say "hi"', 'two\nlines'] });
});

it('ignored columns are not looked at', async () => {
  const text = 'town,a,y\n,1,u\nUlm,2,v\n';
  expect(await tableOf(text, { ignore: ['town'] })).toEqual(await tableOf('a,y\n1,u\n2,v\n'));
});

it('rows with an empty cell are left out where the definition says so', async () => {
  const text = 'a,b,y\n1,2,u\n,4,u\n3,4,v\n5,6,\n-5.5,6e-3,u\n7, ,v\n';
  expect(await tableOf(text, { missing: 'drop' })).toEqual(await tableOf(PLAIN));
});

it('the target may stand in any column', async () => {
  expect(await tableOf('y,a,b\nu,1,2\nv,3,4\nu,-5.5,6e-3\n')).toEqual(await tableOf(PLAIN));
});

it('names that a JavaScript object has by itself are ordinary column names and labels', async () => {
  const table = await tableOf('__proto__,constructor,y\n1,2,toString\n3,4,__proto__\n');
  expect(table.features).toEqual(['__proto__', 'constructor']);
  expect(table.target).toMatchObject({ classes: ['__proto__', 'toString'] });
});

it('classes that are numbers are in ascending order, and 1 and 1.0 are one class', async () => {
  expect(await targetOf(['10', '9', '1.0', '1', '-2'])).toEqual({
    kind: 'classification',
    classes: ['-2', '1', '9', '10'],
    values: Float64Array.of(3, 2, 1, 1, 0),
  });
});

it('classes with text are in order of their code units', async () => {
  expect(await targetOf(['ä', 'b', 'B', '10', '9'])).toMatchObject({
    classes: ['10', '9', 'B', 'b', 'ä'],
  });
});

it('at most 50 different whole numbers are classes, more are values', async () => {
  const whole = (n: number) => Array.from({ length: 60 }, (_, i) => String(i % n));
  expect((await targetOf(whole(50))).kind).toBe('classification');
  expect((await targetOf(whole(51))).kind).toBe('regression');
});

it('numbers that are not whole are values, unless the definition says classes', async () => {
  expect(await targetOf(['0.5', '1', '0.5'])).toEqual({
    kind: 'regression',
    values: Float64Array.of(0.5, 1, 0.5),
  });
  expect(await targetOf(['0.5', '1', '0.5'], 'classification')).toMatchObject({
    classes: ['0.5', '1'],
  });
});
