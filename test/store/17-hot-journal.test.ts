// A crash in the very first moments, before the write-ahead log is on, leaves a rollback journal beside the
// database. Whoever comes next, also to read, finds the database as it was before.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { sweepStart, temporaryDirectory } from './recorded-sweep.js';

/** Results as a crash in the middle of a transaction with a rollback journal leaves them. */
async function crashedResults(): Promise<string> {
  const sound = temporaryDirectory();
  const store = openStore(sound);
  await store.beginSweep(sweepStart());
  await store.close();
  const crashed = join(temporaryDirectory(), 'results');
  mkdirSync(crashed);
  const database = new Database(join(sound, 'nightsweep.db'));
  database.pragma('journal_mode = DELETE');
  // No room for changed pages: they are in the file before the transaction ends, and their journal is synced.
  database.pragma('cache_size = 1');
  database.exec(`BEGIN IMMEDIATE; UPDATE sweep SET name = 'half'; CREATE TABLE more (text)`);
  const insert = database.prepare('INSERT INTO more VALUES (?)');
  for (let i = 0; i < 200; i++) insert.run('x'.repeat(4000));
  for (const name of ['nightsweep.db', 'nightsweep.db-journal']) {
    copyFileSync(join(sound, name), join(crashed, name));
  }
  database.close();
  return crashed;
}

test('a reader finds what was there before the transaction', async () => {
  const reader = openReader(await crashedResults());
  expect(reader.findSweep().name).toBe('digits');
  reader.close();
});

test('a writer goes on from there', async () => {
  const results = await crashedResults();
  const store = openStore(results);
  await store.beginSweep(sweepStart());
  await store.close();
  const reader = openReader(results);
  expect(reader.sweeps().map(({ name }) => name)).toEqual(['digits']);
  reader.close();
});
