// What the store refuses to open, and that it leaves it as it was; then what it makes.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { refuseUnfit } from '../../src/store/sqlite.js';
import { openStore } from '../../src/store/store.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

async function recordedDatabase(directory: string): Promise<string> {
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  for (let number = 0; number < 200; number++) {
    tellTrial(recorder, { number, curve: [{ val_loss: 1 }, { val_loss: 0.5 }] });
  }
  await recorder.finish('completed', null);
  await store.close();
  return join(directory, 'nightsweep.db');
}

function patched(file: string, offset: number, bytes: Uint8Array): void {
  const content = readFileSync(file);
  content.set(bytes, offset);
  writeFileSync(file, content);
}

function alter(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

/** Each makes something wrong of a good database. */
const damages: readonly [string, (file: string) => void, RegExp][] = [
  ['an empty file', (f) => writeFileSync(f, ''), /found an empty file/],
  ['a text file', (f) => writeFileSync(f, 'dear diary, '.repeat(50)), /not an SQLite database/],
  ['a file of zeros', (f) => writeFileSync(f, Buffer.alloc(8192)), /not an SQLite database/],
  [
    'another program’s database',
    (f) => alter(f, 'PRAGMA application_id = 42'),
    /application_id 42/,
  ],
  ['a newer database', (f) => alter(f, 'PRAGMA user_version = 99'), /schema 99.*newer/s],
  ['a file that ends in its header', (f) => truncateSync(f, 60), /ends after 60 bytes/],
  ['a file that lost its tail', (f) => truncateSync(f, 20_480), /has 20480 of \d+ bytes/],
  ['an impossible page size', (f) => patched(f, 16, Buffer.from([3, 1])), /page size of 769/],
  ['a page of garbage', (f) => patched(f, 3 * 4096, Buffer.alloc(4096, 0xa5)), /found damage/],
  ['a schema of garbage', (f) => patched(f, 100, Buffer.alloc(3000, 0xff)), /found damage/],
  ['a missing view', (f) => alter(f, 'DROP VIEW leaderboard'), /found damage.*leaderboard/s],
];

describe('a database that is refused', () => {
  test.each(damages)('%s', async (_, spoil, message) => {
    const directory = temporaryDirectory();
    const file = await recordedDatabase(directory);
    spoil(file);
    const before = readFileSync(file);
    for (const open of [openStore, openReader]) {
      expect(() => open(directory)).toThrow(Slip);
      expect(() => open(directory)).toThrow(message);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('a directory of the database’s name', () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, 'nightsweep.db'));
    expect(() => openStore(directory)).toThrow(/expected a file, found a directory/);
  });

  test('a results directory that is a file', () => {
    const file = join(temporaryDirectory(), 'results');
    writeFileSync(file, 'mine');
    expect(() => openStore(file)).toThrow(/expected to make the directory .*--results DIR/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('a better-sqlite3 that this Node cannot run', () => {
    expect(() => refuseUnfit('13.2.0', 9)).toThrow(/npm install better-sqlite3@12/);
    expect(() => refuseUnfit('13.2.0', 10)).not.toThrow();
    expect(() => refuseUnfit('12.11.1', 9)).not.toThrow();
  });
});

describe('a reader', () => {
  test('says which directory has no results, and makes none', () => {
    const directory = join(temporaryDirectory(), 'results');
    expect(() => openReader(directory)).toThrow(`results of sweeps in ${directory}, found no such`);
    expect(existsSync(directory)).toBe(false);
  });

  test('of a directory without a database says so', () => {
    expect(() => openReader(temporaryDirectory())).toThrow(/found no nightsweep.db there: run a/);
  });
});

describe('opening ends, and does not wait for ever', () => {
  test('on a pipe of the database’s name', () => {
    const directory = temporaryDirectory();
    execFileSync('mkfifo', [join(directory, 'nightsweep.db')]);
    expect(() => openStore(directory)).toThrow(/expected a file, found a directory or device/);
  });

  test.skipIf(!existsSync('/proc/self'))('in a place that takes no folder (needs /proc)', () => {
    expect(() => openStore('/proc/nightsweep')).toThrow(Slip);
  });
});

describe('a new database', () => {
  test('is marked as ours, in WAL, and leaves nothing beside it', async () => {
    const directory = join(temporaryDirectory(), 'deep', 'results');
    await openStore(directory).close();
    expect(readdirSync(directory)).toEqual(['nightsweep.db']);
    const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
    expect(database.pragma('application_id', { simple: true })).toBe(0x4e537770);
    expect(database.pragma('user_version', { simple: true })).toBe(4);
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    database.close();
  });

  test('is opened again with what it holds', async () => {
    const directory = temporaryDirectory();
    await recordedDatabase(directory);
    await openStore(directory).close();
    const reader = openReader(directory);
    expect(reader.findSweep().trials.completed).toBe(200);
    reader.close();
  });
});
