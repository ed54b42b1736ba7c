// A commit that fails: the run hears of it once, nothing told is forgotten, and the next success has it all.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { writeTrouble } from '../../src/store/write-trouble.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { keyOf, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

test('a commit that fails rejects the flush; the next one writes what waited, each row once', async () => {
  const directory = temporaryDirectory();
  const troubles: Error[] = [];
  const store = openStore(directory, { onTrouble: (error) => troubles.push(error) });
  const recorder = await store.beginSweep(sweepStart());
  const other = new Database(join(directory, 'nightsweep.db'));
  // Late in the transaction, so that rows before it had been written and numbered.
  other.exec(
    "CREATE TRIGGER t BEFORE INSERT ON trial WHEN NEW.number = 1 BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  for (const number of [0, 1]) tellTrial(recorder, { number, curve: [{ val_loss: 1 }] });
  await expect(recorder.flush()).rejects.toThrow('no');
  tellTrial(recorder, { number: 2, curve: [{ val_loss: 0.5 }] });
  await expect(recorder.flush()).rejects.toThrow('no');
  expect(troubles).toHaveLength(1);
  expect(other.prepare('SELECT count(*) AS n FROM training').get()).toEqual({ n: 0 });
  expect(recorder.memo.recall(keyOf(1)).curve).toHaveLength(1);

  other.exec('DROP TRIGGER t');
  other.close();
  await recorder.flush();
  const reader = openReader(directory);
  const sweep = reader.findSweep();
  expect(reader.leaderboard(sweep).map(({ trial }) => trial)).toEqual([2, 0, 1]);
  expect(reader.curve(sweep, 1)).toEqual([{ epoch: 1, metrics: { val_loss: 1 } }]);
  reader.close();
  await store.close();
});

test('a store that is closed in trouble says so, and is closed', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const other = new Database(join(directory, 'nightsweep.db'));
  other.exec("CREATE TRIGGER t BEFORE INSERT ON trial BEGIN SELECT RAISE(ABORT, 'no'); END");
  other.close();
  tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
  await expect(store.close()).rejects.toThrow('no');
  await expect(store.close()).rejects.toThrow('no');
});

test('a full disk is said in words that help', () => {
  const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const trouble = writeTrouble(full, '/data/nightsweep.db');
  expect(trouble).toBeInstanceOf(Slip);
  expect(trouble.message).toBe(
    '/data/nightsweep.db  expected to write, found database or disk is full (SQLITE_FULL): make room on that disk, and a sweep that runs goes on by itself, else resume the sweep; what was stored before is safe',
  );
});

test('a full disk is said with the bytes that are left, where there is such a disk', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' });
  const file = join(temporaryDirectory(), 'not there yet');
  expect(writeTrouble(full, file).message).toMatch(
    /no space \(ENOSPC\), [\d.]+ [KMG]iB free: make room/,
  );
});
