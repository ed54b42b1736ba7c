// What doctor finds in results: each damage by its name and its trial, and nothing in sound ones.

import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { examineResults } from '../../src/store/examine.js';
import { forgetDamaged } from '../../src/store/examine-checkpoints.js';
import { openStore } from '../../src/store/store.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { keyOf, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

function stateAt(epoch: number, weight: number): TrainingState {
  const tensors = { w: { shape: [64], data: new Float32Array(64).fill(weight) } };
  return { epoch, step: epoch, tensors };
}

/** Two trials, each with states of two epochs. */
async function recorded(): Promise<string> {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  for (const number of [0, 1]) {
    tellTrial(recorder, { number, curve: [{ val_loss: 1 }, { val_loss: 2 }] });
    for (const epoch of [1, 2]) {
      const state = stateAt(epoch, number);
      recorder.listen({ kind: 'state', training: keyOf(number), state });
    }
  }
  await recorder.finish('completed', null);
  await store.close();
  return directory;
}

function query<Row>(directory: string, sql: string): Row[] {
  const database = new Database(join(directory, 'nightsweep.db'));
  const rows = database.prepare(sql).all() as Row[];
  database.close();
  return rows;
}

function checkpointOf(directory: string, trial: number, epoch: number): string {
  const [row] = query<{ file: string }>(
    directory,
    `SELECT file FROM checkpoints WHERE trial = ${trial} AND epoch = ${epoch}`,
  );
  return join(directory, 'checkpoints', row!.file.slice(0, 2), `${row!.file}.safetensors`);
}

/** "verdict check" of everything that is not ok. */
function troubles(directory: string): string[] {
  const findings = examineResults(directory).filter(({ verdict }) => verdict !== 'ok');
  for (const { todo } of findings) expect(todo).not.toBeNull();
  return findings.map(({ verdict, check, found }) => `${verdict} ${check}: ${found}`);
}

describe('a checkpoint that is wrong is told with its trial', () => {
  const flip = (file: string) => {
    const bytes = readFileSync(file);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(file, bytes);
  };
  test.each([
    ['missing', (file: string) => rmSync(file), /is missing$/],
    ['empty', (file: string) => truncateSync(file, 0), /is of another length$/],
    ['torn', (file: string) => truncateSync(file, 100), /is of another length$/],
    ['flipped in one bit', flip, /is damaged$/],
    [
      'another’s',
      (file: string, other: string) => writeFileSync(file, readFileSync(other)),
      /is damaged$/,
    ],
  ] as const)('%s', async (_, spoil, told) => {
    const directory = await recorded();
    const file = checkpointOf(directory, 1, 2);
    spoil(file, checkpointOf(directory, 0, 2));
    const found = troubles(directory);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^wrong checkpoint: .* of digits\/1 at epoch 2 is/);
    expect(found[0]).toMatch(told);
  });

  test('and is forgotten by --repair, so that the one before serves', async () => {
    const directory = await recorded();
    truncateSync(checkpointOf(directory, 1, 2), 10);
    expect(forgetDamaged(directory)).toBe(1);
    expect(troubles(directory)).toEqual([]);
    const store = openStore(directory);
    const { memo } = await store.beginSweep(sweepStart());
    expect(memo.recall(keyOf(1))).toMatchObject({ states: [1], removed: [] });
    expect(memo.recall(keyOf(0)).states).toEqual([1, 2]);
    await store.close();
    expect(forgetDamaged(directory)).toBe(0);
  });
});

describe('a database that is wrong', () => {
  const alter = (sql: string) => (directory: string) => {
    const database = new Database(join(directory, 'nightsweep.db'));
    database.pragma('foreign_keys = OFF');
    database.exec(sql);
    database.close();
  };
  const write = (bytes: string) => (directory: string) =>
    writeFileSync(join(directory, 'nightsweep.db'), bytes);

  test.each([
    ['empty', write(''), /wrong database: .*an empty file/],
    ['foreign', alter('PRAGMA application_id = 42'), /wrong database: .*application_id 42/],
    ['newer', alter('PRAGMA user_version = 99'), /wrong database: .*schema 99/],
    ['without a view', alter('DROP VIEW leaderboard'), /wrong database: .*leaderboard/],
    ['without a table', alter('DROP TABLE decision'), /wrong database: .*decision/],
    [
      'with rows that refer to nothing',
      alter('DELETE FROM replicate; DELETE FROM trial; DELETE FROM epoch; DELETE FROM training'),
      /wrong integrity: 4 rows refer to rows that are gone, the first in state/,
    ],
  ] as const)('%s', async (_, spoil, told) => {
    const directory = await recorded();
    spoil(directory);
    const before = readFileSync(join(directory, 'nightsweep.db'));
    expect(troubles(directory).join('\n')).toMatch(told);
    expect(readFileSync(join(directory, 'nightsweep.db')).equals(before)).toBe(true);
  });
});

describe('a warning', () => {
  test('tells of a sweep that was interrupted', async () => {
    const directory = await recorded();
    query(directory, "UPDATE sweep SET state = 'running', pid = 999999999 RETURNING 1");
    expect(troubles(directory)).toEqual([
      expect.stringMatching(/^warning sweep digits: .* was interrupted: process 999999999/),
    ]);
  });

  test('tells of files that nobody names', async () => {
    const directory = await recorded();
    writeFileSync(join(directory, '.nightsweep.db.1.new'), 'xyz');
    expect(troubles(directory)).toEqual(['warning strays: 3 bytes in 1 file that nobody names']);
  });
});

describe('nothing is wrong', () => {
  test('with sound results, and nothing is left behind by looking', async () => {
    const directory = await recorded();
    const before = readdirSync(directory);
    expect(troubles(directory)).toEqual([]);
    // Every reader of a WAL database leaves these two.
    const after = readdirSync(directory).filter((name) => !/-(wal|shm)$/.test(name));
    expect(after).toEqual(before);
  });

  test('with results that are not there, and none are made', () => {
    const directory = join(temporaryDirectory(), 'results');
    expect(troubles(directory)).toEqual([]);
    mkdirSync(directory);
    expect(troubles(directory)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('with a state that gc has removed', async () => {
    const directory = await recorded();
    rmSync(checkpointOf(directory, 1, 2));
    query(directory, 'UPDATE state SET removed = 1 WHERE epoch = 2 RETURNING 1');
    expect(troubles(directory).filter((line) => line.startsWith('wrong'))).toEqual([]);
  });
});
