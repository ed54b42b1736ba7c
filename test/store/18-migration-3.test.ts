// A database of schema 3: frozen/schema-3.db was made by the code of commit b12dfe1, by frozen/schema-3.mjs,
// and is never made again. It has the six trials of frozen/schema-2.db, and one decision.

import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

function thawed(): string {
  const directory = join(temporaryDirectory(), 'results');
  mkdirSync(directory);
  copyFileSync(new URL('frozen/schema-3.db', import.meta.url), join(directory, 'nightsweep.db'));
  return directory;
}

test('its trials are ranked as they were, and were trained on all rows', () => {
  const reader = openReader(thawed());
  const sweep = reader.findSweep('digits');
  expect(sweep.allotsRows).toBe(false);
  const { rows } = readLeaderboard(reader, sweep);
  expect(rows.map(({ trial, value, state, rows: on }) => [trial, value, state, on])).toEqual([
    [1, 0.3, 'completed', null],
    [0, 0.5, 'completed', null],
    [5, 0.65, 'paused', null],
    [2, 0.7, 'stopped', null],
    [3, 0.6, 'stopped', null],
    [4, null, 'failed', null],
  ]);
  reader.close();
});

test('is ranked by an index, and nothing is sorted', async () => {
  const directory = thawed();
  await openStore(directory).close();
  const database = new Database(join(directory, 'nightsweep.db'));
  const plan = database
    .prepare('EXPLAIN QUERY PLAN SELECT trial FROM leaderboard WHERE sweep_row = 1 AND rank <= 3')
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail).join('\n')).toMatch(
    /SEARCH trial USING INDEX trial_rank/,
  );
  expect(plan.map(({ detail }) => detail).join('\n')).not.toMatch(/TEMP B-TREE/);
  database.close();
});

test('takes a sweep that allots rows beside its own', async () => {
  const directory = thawed();
  const store = openStore(directory);
  const definition = { schedule: { type: 'asha', resource: 'rows' } };
  const start = sweepStart({ id: 'fedcba987654', name: 'rows', definition });
  const recorder = await store.beginSweep(start);
  tellTrial(recorder, { number: 0, curve: [{ val_loss: 0.2 }], rows: 100 });
  tellTrial(recorder, { number: 1, curve: [{ val_loss: 0.4 }], rows: 300 });
  await recorder.finish('completed', null);
  await store.close();
  const reader = openReader(directory);
  const sweep = reader.findSweep('rows');
  expect(sweep.allotsRows).toBe(true);
  expect(reader.leaderboard(sweep).map(({ trial, rows }) => [trial, rows])).toEqual([
    [1, 300],
    [0, 100],
  ]);
  reader.close();
});
