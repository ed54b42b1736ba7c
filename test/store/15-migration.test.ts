// A database that an earlier Nightsweep has written: frozen/schema-1.db is one of schema 1, and is
// never made again. It has six trials, one in each state but running, and one that diverged.

import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import { SCHEMA_VERSION } from '../../src/store/migrate.js';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { keyOf, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

const frozen = new URL('frozen/schema-1.db', import.meta.url);

function thawed(): string {
  const directory = join(temporaryDirectory(), 'results');
  mkdirSync(directory);
  copyFileSync(frozen, join(directory, 'nightsweep.db'));
  return directory;
}

function version(directory: string): unknown {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const found = database.pragma('user_version', { simple: true });
  database.close();
  return found;
}

describe('a database of schema 1', () => {
  test('is one', () => {
    expect(readFileSync(frozen).readUInt32BE(60)).toBe(1);
  });

  test('is brought up to date by whoever opens it first, and only once', async () => {
    for (const open of [openReader, openStore]) {
      const directory = thawed();
      await open(directory).close();
      expect(version(directory)).toBe(SCHEMA_VERSION);
      const after = readFileSync(join(directory, 'nightsweep.db'));
      openReader(directory).close();
      expect(readFileSync(join(directory, 'nightsweep.db')).equals(after)).toBe(true);
    }
  });

  test('is still listed and ranked, with one replicate for each trial', () => {
    const reader = openReader(thawed());
    const sweep = reader.findSweep('digits');
    expect(sweep).toMatchObject({
      state: 'paused',
      seeds: 1,
      folds: null,
      epochsTrained: 11,
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
    expect(rows[0]).toMatchObject({
      se: null,
      metrics: { val_loss: 0.3, train_loss: 0.15 },
      replicates: [{ seed: 7, fold: null, value: 0.3 }],
    });
    expect(reader.curve(sweep, 3).map(({ metrics }) => metrics.val_loss)).toEqual([
      0.6,
      Number.NaN,
    ]);
    expect(reader.trial(sweep, 4).detail).toBe('the stack');
    reader.close();
  });

  test('is resumed: what it knew is remembered, and what is told again is as it was', async () => {
    const directory = thawed();
    const reader = openReader(directory);
    const before = readLeaderboard(reader, reader.findSweep()).rows;
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    expect(recorder.memo.recall(keyOf(5))).toEqual({
      curve: [{ epoch: 1, metrics: { val_loss: 0.65, train_loss: 0.325 } }],
      states: [1],
      removed: [],
    });
    expect(recorder.memo.loadState(keyOf(5), 1)).toEqual({ epoch: 1, step: 1, tensors: {} });
    const curve = [0.65, 0.2].map((v) => ({ val_loss: v, train_loss: v / 2 }));
    // As a grid's sixth trial has it: the same parameters.
    const parameters = { lr: 0.1 * 6, optimizer: 'adam' };
    tellTrial(recorder, { number: 5, curve, parameters });
    await recorder.finish('completed', null);
    await store.close();
    const { rows } = readLeaderboard(reader, reader.findSweep());
    expect(rows[0]).toMatchObject({ trial: 5, value: 0.2, state: 'completed', epochs: 2 });
    const withoutRank = (all: typeof rows) =>
      all.filter(({ trial }) => trial !== 5).map(({ rank: _rank, ...row }) => row);
    expect(withoutRank(rows)).toEqual(withoutRank(before));
    reader.close();
  });
});
