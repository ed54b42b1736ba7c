// Columns as they are: text and numeric codes as levels, empty cells, and rows that belong together.

import { describe, expect, it } from 'vitest';
import { loadDataSet, readTable } from '../../src/data/load-data-set.js';
import type { FileSpec } from '../../src/data/table.js';
import { complaintsOf, fileOf, fileSpec, onlyComplaintOf } from './specs.js';

/** All rows train, and nothing is scaled: inputs are what the columns became. */
async function columnsOf(text: string, changes: Partial<FileSpec> = {}) {
  const data = await loadDataSet(fileSpec(fileOf(text), { scaling: 'none', ...changes }));
  const { features, categories, parts } = data;
  const width = features.length;
  const rows = Array.from({ length: parts.train.rows }, (_, row) => [
    ...parts.train.inputs.subarray(row * width, (row + 1) * width),
  ]);
  return { features, categories, rows };
}

describe('misuse', () => {
  it('an empty group, which nothing can stand for', async () => {
    const spec = fileSpec(fileOf('a,g,y\n1,,0\n2,3,1\n'), { group: 'g', missing: 'mean' });
    expect(await onlyComplaintOf(spec)).toMatch(/^<file>:2:g\|.* is never imputed/);
  });

  it('a column without a single value in the training part', async () => {
    const spec = fileSpec(fileOf('a,b,y\n1,,0\n2,,1\n'), { missing: 'mean' });
    expect(await onlyComplaintOf(spec)).toMatch(
      /^<file>\|expected values of `b` in the training part to impute from, found only empty cells/,
    );
  });

  it('a column that is called as another one is encoded', async () => {
    const told = await complaintsOf(fileSpec(fileOf('c,c=u,y\nu,1,0\nv,2,1\n')));
    expect(told[0]?.message).toMatch(/found `c=u` for a column and for what another one/);
    const spec = fileSpec(fileOf('c,c_missing,y\n,1,0\n3,2,1\n'), {
      missing: 'mean',
      missingIndicator: true,
    });
    expect(await onlyComplaintOf(spec)).toMatch(/found `c_missing` for a column/);
  });
});

describe('a column of text', () => {
  const text = 'a,place,b,y\n1,SEA,5,0\n2,INLAND,6,1\n3,SEA,7,0\n';

  it('becomes one column of 0 and 1 per level, in its place, in sorted order', async () => {
    expect(await columnsOf(text)).toEqual({
      features: ['a', 'place=INLAND', 'place=SEA', 'b'],
      categories: [],
      rows: [
        [1, 0, 1, 5],
        [2, 1, 0, 6],
        [3, 0, 1, 7],
      ],
    });
  });

  it('becomes a last column of indices from 1 for an embedding', async () => {
    expect(await columnsOf(text, { categorical: 'embedding' })).toEqual({
      features: ['a', 'b', 'place'],
      categories: [{ name: 'place', levels: 3 }],
      rows: [
        [1, 5, 2],
        [2, 6, 1],
        [3, 7, 2],
      ],
    });
  });

  it.each(['standard', 'minmax', 'quantile'] as const)('is not scaled by %s', async (scaling) => {
    const { rows } = await columnsOf(text, { scaling });
    expect(rows.map((row) => row.slice(1, 3))).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
    ]);
    const embedded = await columnsOf(text, { scaling, categorical: 'embedding' });
    expect(embedded.rows.map((row) => row[2])).toEqual([2, 1, 2]);
  });

  it('may have numbers among its levels, which come first and are equal however written', async () => {
    const { features } = await columnsOf('a,y\n10,0\nten,1\n9,0\n9.0,1\n');
    expect(features).toEqual(['a=9', 'a=10', 'a=ten']);
  });

  it('may hold what looks like a missing value, where the definition says that it is a level', async () => {
    const { features } = await columnsOf('a,y\n1,0\n?,1\n', { categoricalColumns: ['a'] });
    expect(features).toEqual(['a=1', 'a=?']);
  });
});

it('numeric codes are levels where the definition says so', async () => {
  const { features, rows } = await columnsOf('zone,y\n20,0\n3,1\n20,1\n', {
    categoricalColumns: ['zone'],
  });
  expect(features).toEqual(['zone=3', 'zone=20']);
  expect(rows).toEqual([
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
});

it('a level that only validation has is all zeros, or index 0', async () => {
  // With this seed the row of the unseen level falls into the validation part.
  const text = `c,y\n${Array.from({ length: 20 }, (_, i) => `${i % 2 ? 'u' : 'v'},${i / 8}`).join('\n')}\nw,0.3\n`;
  for (let splitSeed = 0; ; splitSeed++) {
    const changes = { validation: 0.2, splitSeed, scaling: 'none' } as const;
    const spec = fileSpec(fileOf(text, 'unseen.csv'), changes);
    const { features, parts } = await loadDataSet(spec);
    if (features.length === 3) continue;
    expect(features).toEqual(['c=u', 'c=v']);
    const pairs = parts.validation.inputs.reduce((sum, value) => sum + value, 0);
    expect(pairs).toBe(parts.validation.rows - 1);
    const embedded = await loadDataSet({ ...spec, categorical: 'embedding' });
    expect(embedded.categories).toEqual([{ name: 'c', levels: 3 }]);
    expect([...embedded.parts.validation.inputs].filter((index) => index === 0)).toEqual([0]);
    expect([...embedded.parts.train.inputs].includes(0)).toBe(false);
    break;
  }
});

describe('empty cells', () => {
  const text = 'a,c,y\n1,u,0\n,u,1\n3,,0\n8,v,1\n';

  it.each([
    ['mean', 4],
    ['median', 3],
    ['most_frequent', 1],
  ] as const)('%s stands for them, and the most frequent level', async (missing, value) => {
    const { features, rows } = await columnsOf(text, { missing });
    expect(features).toEqual(['a', 'c=u', 'c=v']);
    expect(rows).toEqual([
      [1, 1, 0],
      [value, 1, 0],
      [3, 1, 0],
      [8, 0, 1],
    ]);
  });

  it('have columns of their own that say where they were, behind the others', async () => {
    const changes = { missing: 'mean', missingIndicator: true } as const;
    const { features, rows } = await columnsOf(text.replaceAll('a,c', 'a,c'), changes);
    expect(features).toEqual(['a', 'c=u', 'c=v', 'a_missing', 'c_missing']);
    expect(rows.map((row) => row.slice(3))).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
    const embedded = await columnsOf(text, { ...changes, categorical: 'embedding' });
    expect(embedded.features).toEqual(['a', 'a_missing', 'c_missing', 'c']);
  });

  it('are no level of a column whose rows are dropped', async () => {
    const { features, rows } = await columnsOf(text, { missing: 'drop' });
    expect([features.length, rows.length]).toEqual([3, 2]);
  });
});

describe('a group', () => {
  it('is an id per row, equal where the cells are, and no feature', async () => {
    const text = 'a,who,y\n1,Ann,0\n2,Bob,1\n3, Ann,0\n4,7,1\n5,7.0,0\n';
    const table = await readTable(fileSpec(fileOf(text), { group: 'who' }));
    expect(table.features).toEqual(['a']);
    expect(table.groups).toEqual(Uint32Array.of(0, 1, 0, 2, 2));
  });

  it('loses its id with a row that is dropped', async () => {
    const changes = { group: 'who', missing: 'drop' } as const;
    const text = 'a,who,y\n1,Ann,0\n,Bob,1\n3,,0\n4,Cy,1\n';
    expect((await readTable(fileSpec(fileOf(text), changes))).groups).toEqual(Uint32Array.of(0, 1));
  });
});

describe('the target of a regression', () => {
  it('may keep its unit', async () => {
    const spec = fileSpec(fileOf('a,y\n1,100.5\n3,300.5\n'), { targetScaling: 'none' });
    const { parts, task } = await loadDataSet(spec);
    expect(task).toEqual({ kind: 'regression', mean: 0, scale: 1 });
    expect([...parts.train.targets]).toEqual([100.5, 300.5]);
  });
});

it('classes are counted in the training part', async () => {
  const text = `a,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 4 === 0 ? 'u' : 'v'}`).join('\n')}\n`;
  const { task, parts } = await loadDataSet(fileSpec(fileOf(text), { validation: 0.2 }));
  expect(task).toEqual({ kind: 'classification', classes: ['u', 'v'], counts: [8, 24] });
  expect(parts.train.rows).toBe(32);
});
