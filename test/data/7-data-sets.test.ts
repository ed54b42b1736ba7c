// A data set: what every later room sees. The hash is that of the contents and the split.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDataSet } from '../../src/data/load-data-set.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import { fileOf, fileSpec, generatorSpec } from './specs.js';

const TABLE = 'a,b,y\n1,2,u\n2,3,v\n3,1,u\n4,7,v\n5,2,u\n6,9,v\n';

async function hashOf(text: string, changes: Parameters<typeof fileSpec>[1] = {}): Promise<string> {
  return (await loadDataSet(fileSpec(fileOf(text), { validation: 0.34, ...changes }))).hash;
}

it('numbers lie in shared memory and records are frozen', async () => {
  const data = await loadDataSet(generatorSpec());
  for (const part of Object.values(data.parts)) {
    expect(part.inputs.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(part.targets.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(part.inputs.length).toBe(part.rows * data.features.length);
    expect(Object.isFrozen(part)).toBe(true);
  }
  expect(Object.values(data.parts).map(({ rows }) => rows)).toEqual([70, 20, 10]);
  expect([data, data.parts, data.task, data.features].every(Object.isFrozen)).toBe(true);
});

it('a part that nobody asked for has no rows', async () => {
  const { parts } = await loadDataSet(fileSpec(fileOf(TABLE)));
  expect([parts.validation.rows, parts.validation.inputs.length]).toEqual([0, 0]);
});

it('inputs are standardised by the training part, class indices stay', async () => {
  const { parts, task } = await loadDataSet(fileSpec(fileOf('a,y\n1,u\n3,v\n1,v\n3,u\n')));
  expect(task).toEqual({ kind: 'classification', classes: ['u', 'v'], counts: [2, 2] });
  expect([...parts.train.inputs]).toEqual([-1, 1, -1, 1]);
  expect([...parts.train.targets]).toEqual([0, 1, 1, 0]);
});

it('regression targets are standardised, and the task says how to get back', async () => {
  const text = 'a,y\n1,100.5\n3,300.5\n1,100.5\n3,300.5\n';
  const { parts, task } = await loadDataSet(fileSpec(fileOf(text)));
  expect(task).toEqual({ kind: 'regression', mean: 200.5, scale: 100 });
  expect([...parts.train.targets]).toEqual([-1, 1, -1, 1]);
});

describe('the hash', () => {
  it('is the same for the same contents at another path and under other quotes', async () => {
    const hash = await hashOf(TABLE);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOf(TABLE)).toBe(hash);
    const quoted = TABLE.replace('2,3,v', '"2","3","v"').replaceAll('\n', '\r\n');
    expect(await hashOf(quoted)).toBe(hash);
    expect(await hashOf(TABLE.replace('1,2,u', '1.0,2e0,u'))).toBe(hash);
  });

  it.each([
    ['a cell', TABLE.replace('4,7,v', '4,8,v')],
    ['a cell, by less than a float32 shows', TABLE.replace('4,7,v', '4,7.0000000001,v')],
    ['a label', TABLE.replace('1,2,u', '1,2,v')],
    ['the name of a class', TABLE.replaceAll('u', 'w')],
    ['the name of a column', TABLE.replace('a,b', 'a,c')],
    ['the order of rows', TABLE.replace('1,2,u\n2,3,v', '2,3,v\n1,2,u')],
    ['one row more', `${TABLE}7,7,u\n`],
  ])('changes with %s', async (_, text) => {
    expect(await hashOf(text)).not.toBe(await hashOf(TABLE));
  });

  it('changes with the split: its shares and its seed', async () => {
    const hash = await hashOf(TABLE);
    const others = await Promise.all([
      hashOf(TABLE, { splitSeed: 2 }),
      hashOf(TABLE, { validation: 0.5 }),
      hashOf(TABLE, { validation: 0, test: 0.34 }),
    ]);
    expect(new Set([hash, ...others]).size).toBe(4);
  });

  it('changes with the task', async () => {
    const text = 'a,y\n1,0\n2,1\n3,0\n4,1\n';
    const task = 'regression';
    expect(await hashOf(text, { task })).not.toBe(await hashOf(text));
  });
});

it.each([
  ['spirals', '0052da762ebfa80922c50f2fdd4f0deeb7232d906e89cae4af9f077f835f3498'],
  ['moons', 'd655254339a98694dedcd400ca42982a31e3c2aa660c29c02dd75bb8dc6b0229'],
  ['blobs', 'a2134e8abc53577317eafddd28b47e16d5079adb30fe7e5791a9d92e663ce2fb'],
  ['friedman', '65da4266def24fbeee1d2f439b40dd39a0f01254668e3c2f5139cde9c93303c2'],
  ['glyphs', 'dc8e687f99e6144761fda9fe03fb37bdba05d5fe040ca2c1e2fc4bf83b8ffd7e'],
] as const)('golden: %s has the same bits on every machine', async (generator, golden) => {
  const { hash } = await loadDataSet(generatorSpec({ generator, samples: 1000 }));
  expect(hash).toBe(golden);
});

it('golden: numbers in CSV, standardised, have the same bits as ever', async () => {
  const cells = Array.from({ length: 60 }, (_, i) => [
    i * 0.37 - 9,
    (i * i) % 17,
    1e-3 * i * i * i,
  ]);
  const text = `a,b,c,y\n${cells.map((row, i) => `${row.join(',')},${'uvw'[i % 3]}`).join('\n')}\n`;
  const { hash, parts } = await loadDataSet(
    fileSpec(fileOf(text), { validation: 0.2, test: 0.1, splitSeed: 0 }),
  );
  expect(hash).toBe('d68606c7e8b38789a36a921d54015a9d6716a047a30da42f8ac435d01b0bb6d2');
  expect(contentHash(new Uint8Array(parts.train.inputs.buffer))).toBe(
    '42030a3bc4df15a0b2905b1cf0ff9adec67b6c72e66cc6b9fe35486b3bc78ad0',
  );
});

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const missing = existsSync(folder) ? '' : ` (skipped: there is no ${folder})`;

describe.skipIf(missing !== '')(`real files${missing}`, () => {
  const split = { validation: 0.2, test: 0.1 };

  it.each([
    ['iris.csv', 'species', 4, [105, 30, 15], ['setosa', 'versicolor', 'virginica']],
    ['digits.csv', 'digit', 64, [1258, 359, 180], [...'0123456789']],
    ['letters.csv', 'letter', 16, [14_000, 4000, 2000], [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']],
  ])('%s', async (name, target, features, rows, classes) => {
    const data = await loadDataSet(fileSpec(folder + name, { target, ...split }));
    expect(data.features.length).toBe(features);
    expect(Object.values(data.parts).map((part) => part.rows)).toEqual(rows);
    expect(data.task).toMatchObject({ kind: 'classification', classes });
  });

  it('housing.csv without its text column and its 207 rows with an empty cell', async () => {
    const target = 'median_house_value';
    const wishes = { target, ignore: ['ocean_proximity'], missing: 'drop', ...split } as const;
    const { parts, task } = await loadDataSet(fileSpec(`${folder}housing.csv`, wishes));
    const rows = Object.values(parts).map((part) => part.rows);
    expect(rows.reduce((sum, part) => sum + part, 0)).toBe(20_640 - 207);
    expect(task.kind).toBe('regression');
  });

  it('housing.csv as it is: no row dropped, no column ignored', async () => {
    const target = 'median_house_value';
    const wishes = { target, missing: 'median', missingIndicator: true, ...split } as const;
    const spec = fileSpec(`${folder}housing.csv`, wishes);
    const { parts, features } = await loadDataSet(spec);
    const rows = Object.values(parts).map((part) => part.rows);
    expect(rows).toEqual([14_448, 4128, 2064]);
    expect(features.slice(8)).toEqual([
      'ocean_proximity=<1H OCEAN',
      'ocean_proximity=INLAND',
      'ocean_proximity=ISLAND',
      'ocean_proximity=NEAR BAY',
      'ocean_proximity=NEAR OCEAN',
      'total_bedrooms_missing',
    ]);
    const embedded = await loadDataSet({ ...spec, categorical: 'embedding' });
    expect(embedded.categories).toEqual([{ name: 'ocean_proximity', levels: 6 }]);
    expect(embedded.features.at(-1)).toBe('ocean_proximity');
  });

  it('wine.csv against a second, plain reading of its first column', async () => {
    const { parts } = await loadDataSet(fileSpec(`${folder}wine.csv`, { target: 'cultivar' }));
    const cells = readFileSync(`${folder}wine.csv`, 'utf8').split('\n').slice(1, 179);
    const alcohol = cells.map((line) => Number(line.split(',')[0]));
    const mean = alcohol.reduce((sum, x) => sum + x, 0) / 178;
    const scale = Math.sqrt(alcohol.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / 178);
    for (const row of [0, 1, 2, 60, 100, 177]) {
      expect(parts.train.inputs[row * 13]).toBeCloseTo((alcohol[row]! - mean) / scale, 5);
    }
  });
});
