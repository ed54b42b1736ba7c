// A database of schema 2: frozen/schema-2.db was made by the code of commit eeea38f in a scratch clone, by
// frozen/schema-2.mjs, and is never made again. It has six trials of two replicates, one in each state but
// running, and one that diverged. And what holds for every schema that people have.

import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import { SCHEMA_NAMES, SCHEMA_VERSION } from '../../src/store/migrate.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { keyOf, sweepStart, temporaryDirectory } from './recorded-sweep.js';

const earlier = Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => i + 1);

function thawed(version: number): string {
  const directory = join(temporaryDirectory(), 'results');
  mkdirSync(directory);
  const frozen = new URL(`frozen/schema-${version}.db`, import.meta.url);
  copyFileSync(frozen, join(directory, 'nightsweep.db'));
  return directory;
}

function query(directory: string, sql: string): unknown[] {
  const database = new Database(join(directory, 'nightsweep.db'));
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

describe.each(earlier)('a database of schema %i', (version) => {
  test('is one', () => {
    const bytes = readFileSync(join(thawed(version), 'nightsweep.db'));
    expect(bytes.readUInt32BE(60)).toBe(version);
  });

  test('becomes the very schema that a new database has', async () => {
    const directory = thawed(version);
    await openStore(directory).close();
    const fresh = temporaryDirectory();
    await openStore(fresh).close();
    const schema = 'SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name';
    expect(query(directory, schema)).toEqual(query(fresh, schema));
    expect(query(directory, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(query(directory, 'PRAGMA foreign_key_check')).toEqual([]);
  });

  test('is as it was where a migration fails: all of it or nothing', () => {
    const directory = thawed(version);
    const database = new Database(join(directory, 'nightsweep.db'));
    database.exec('ALTER TABLE trial ADD COLUMN fewer INTEGER');
    database.close();
    const before = query(directory, 'SELECT type, name, sql FROM sqlite_schema');
    expect(() => openStore(directory)).toThrow(/fewer/);
    expect(() => openReader(directory)).toThrow(/fewer/);
    const reached = query(directory, 'PRAGMA user_version');
    expect(reached).toEqual([{ user_version: SCHEMA_VERSION - 1 }]);
    if (version === SCHEMA_VERSION - 1) {
      expect(query(directory, 'SELECT type, name, sql FROM sqlite_schema')).toEqual(before);
    }
  });
});

test('the list of what a database must have is what a new one has', async () => {
  const directory = temporaryDirectory();
  await openStore(directory).close();
  const names = query(directory, "SELECT name FROM sqlite_schema WHERE name NOT GLOB 'sqlite_*'");
  expect([...SCHEMA_NAMES].sort()).toEqual(
    names.map((row) => (row as { name: string }).name).sort(),
  );
});

describe('a database of schema 2', () => {
  test('is still listed and ranked, with its replicates', () => {
    const reader = openReader(thawed(2));
    const sweep = reader.findSweep('digits');
    expect(sweep).toMatchObject({
      state: 'paused',
      seeds: 2,
      epochsTrained: 18,
      trials: { running: 0, paused: 1, completed: 2, stopped: 2, failed: 1 },
    });
    const { rows } = readLeaderboard(reader, sweep);
    expect(rows.map(({ trial, value, state }) => [trial, value, state])).toEqual([
      [1, 0.3, 'completed'],
      [0, 0.5, 'completed'],
      [5, 0.65, 'paused'],
      [2, 0.7, 'stopped'],
      [3, 0.6, 'stopped'],
      [4, null, 'failed'],
    ]);
    expect(rows[0]?.replicates).toEqual([
      { seed: 7, fold: null, value: 0.3 - 0.125 },
      { seed: 8, fold: null, value: 0.3 + 0.125 },
    ]);
    expect(reader.trial(sweep, 4).detail).toBe('the stack');
    reader.close();
  });

  test('knows the core of its trainings, and has no interim or removed states', async () => {
    const directory = thawed(2);
    await openStore(directory).close();
    expect(query(directory, 'SELECT DISTINCT core_build FROM trials')).toEqual([
      { core_build: 'core' },
    ]);
    expect(query(directory, 'SELECT DISTINCT interim, removed FROM state')).toEqual([
      { interim: 0, removed: 0 },
    ]);
    expect(query(directory, 'SELECT fence, beat, process FROM sweep')).toEqual([
      { fence: 0, beat: 0, process: null },
    ]);
  });

  test('is resumed: what it knew is remembered', async () => {
    const directory = thawed(2);
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart({ seeds: 2 }));
    for (const [key, value] of [
      [keyOf(5), 0.65 - 0.125],
      [keyOf('5/1'), 0.65 + 0.125],
    ] as const) {
      expect(recorder.memo.recall(key)).toEqual({
        curve: [{ epoch: 1, metrics: { val_loss: value, train_loss: value / 2 } }],
        states: [1],
        removed: [],
      });
      expect(recorder.memo.loadState(key, 1)).toEqual({ epoch: 1, step: 10, tensors: {} });
    }
    const decision = { kind: 'decision', sequence: 0, at: 0, known: 0, trial: 5 } as const;
    recorder.listen({ ...decision, action: 'continue', epoch: 1, reason: null });
    await recorder.finish('completed', null);
    await store.close();
    expect(query(directory, 'SELECT name, trial FROM decisions')).toEqual([
      { name: 'digits', trial: 5 },
    ]);
  });
});
