// A backup: whole, also while a sweep writes; and never in the place of anything else.

import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { backUp } from '../../src/store/backup.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

async function begun() {
  const directory = join(temporaryDirectory(), 'results');
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
  await recorder.flush();
  return { directory, store, recorder, place: temporaryDirectory() };
}

/** Opens it as results, as somebody does who has lost theirs. */
function trialsIn(file: string): number {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'nightsweep.db'), readFileSync(file));
  const reader = openReader(directory);
  const { trialsInAll } = reader.findSweep();
  reader.close();
  return trialsInAll;
}

describe('a backup is refused', () => {
  test('in the place of a database at work, under whatever name', async () => {
    const { directory, store, place } = await begun();
    const file = join(directory, 'nightsweep.db');
    linkSync(file, join(place, 'hard'));
    symlinkSync(file, join(place, 'soft'));
    const before = readFileSync(file);
    for (const target of [file, join(place, 'hard'), join(place, 'soft')]) {
      expect(() => backUp(directory, target)).toThrow(/found something else in/);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    await store.close();
  });

  test.each<[string, (file: string) => void]>([
    ['a text', (file) => writeFileSync(file, 'mine')],
    ['an empty file', (file) => writeFileSync(file, '')],
    ['a directory', (file) => mkdirSync(file)],
    [
      'another program’s database',
      (file) => {
        new Database(file).exec('CREATE TABLE t (x)').close();
      },
    ],
  ])('in the place of %s', async (_, make) => {
    const { directory, store, place } = await begun();
    make(join(place, 'there'));
    expect(() => backUp(directory, join(place, 'there'))).toThrow(Slip);
    expect(readdirSync(place)).toEqual(['there']);
    await store.close();
  });

  test('in a directory that there is not, and of results that there are not', async () => {
    const { directory, store, place } = await begun();
    expect(() => backUp(directory, join(place, 'no', 'b.db'))).toThrow(
      /no directory there that can be written/,
    );
    expect(() => backUp(join(place, 'none'), join(place, 'b.db'))).toThrow(/results of sweeps in/);
    expect(readdirSync(place)).toEqual([]);
    await store.close();
  });
});

describe('a backup', () => {
  test('has what was committed while a sweep goes on, and opens as results', async () => {
    const { directory, store, recorder, place } = await begun();
    const file = join(place, 'b.db');
    const bytes = backUp(directory, file);
    expect(bytes).toBe(readFileSync(file).length);
    tellTrial(recorder, { number: 1, curve: [{ val_loss: 1 }] });
    await recorder.finish('completed', null);
    await store.close();
    expect(trialsIn(file)).toBe(1);
    expect(readdirSync(place)).toEqual(['b.db']);
  });

  test('takes the place of an earlier one', async () => {
    const { directory, store, recorder, place } = await begun();
    const file = join(place, 'b.db');
    backUp(directory, file);
    tellTrial(recorder, { number: 1, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    backUp(directory, file);
    expect(trialsIn(file)).toBe(2);
    await store.close();
  });
});
