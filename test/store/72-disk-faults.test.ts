// A disk that fails under an open database. The file behind the store's WAL is exchanged: for one that
// cannot be written, which SQLite meets as an I/O error, or for one that is always full.

import { closeSync, existsSync, openSync, readdirSync, readlinkSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { keyOf, startTrial, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

const curve = [{ val_loss: 1 }];

/** A store whose WAL is open, with trial 0 on the disk. */
async function begun() {
  const directory = temporaryDirectory();
  const troubles: string[] = [];
  const store = openStore(directory, { onTrouble: ({ message }) => troubles.push(message) });
  const recorder = await store.beginSweep(sweepStart());
  tellTrial(recorder, { number: 0, curve });
  await recorder.flush();
  const file = join(directory, 'nightsweep.db');
  return { directory, file, wal: `${file}-wal`, troubles, store, recorder };
}

function descriptorOf(path: string): number {
  const found = readdirSync('/proc/self/fd').find((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false; // The one by which the directory was read.
    }
  });
  if (found === undefined) throw new Error(`expected ${path} to be open`);
  return Number(found);
}

/** From now on the descriptor is one of another file: the lowest free number is given out first. */
function exchange(descriptor: number, path: string, flags: string): void {
  closeSync(descriptor);
  const others: number[] = [];
  for (let opened = openSync(path, flags); opened !== descriptor; opened = openSync(path, flags)) {
    others.push(opened);
  }
  for (const other of others) closeSync(other);
}

function trialsOf(directory: string): readonly number[] {
  const reader = openReader(directory);
  const trials = reader.leaderboard(reader.findSweep()).map(({ trial }) => trial);
  reader.close();
  return trials.sort();
}

describe.skipIf(!existsSync('/proc/self/fd'))('an I/O error', () => {
  const breakWal = (wal: string) => exchange(descriptorOf(wal), '/dev/null', 'r');

  test('is answered with a new connection, on which everything is written that was not', async () => {
    const { directory, wal, troubles, store, recorder } = await begun();
    breakWal(wal);
    tellTrial(recorder, { number: 1, curve });
    const state = { epoch: 1, step: 1, tensors: {} };
    recorder.listen({ kind: 'state', training: keyOf(1), state });
    await recorder.flush();
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatch(/SQLITE_IOERR.*check that disk/);
    expect(trialsOf(directory)).toEqual([0, 1]);
    expect(recorder.memo.recall(keyOf(1))).toMatchObject({ states: [1], curve: [{ epoch: 1 }] });
    tellTrial(recorder, { number: 2, curve });
    await recorder.finish('completed', null);
    expect(trialsOf(directory)).toEqual([0, 1, 2]);
    await store.close();
  });

  test('in a look at the memo is answered with a new connection too', async () => {
    const { wal, file, store, recorder } = await begun();
    // Another one's commit, so that pages are not to be had from memory.
    const other = new Database(file);
    other.exec("UPDATE sweep SET reason = 'x'");
    breakWal(wal);
    expect(recorder.memo.recall(keyOf(0)).curve).toHaveLength(1);
    other.close();
    await store.close();
  });

  test('in the last words of a sweep does not keep it from ending', async () => {
    const { directory, wal, store, recorder } = await begun();
    breakWal(wal);
    await recorder.finish('completed', null);
    const reader = openReader(directory);
    expect(reader.findSweep().state).toBe('completed');
    reader.close();
    await store.close();
  });

  test('that lasts loses no event, in whatever order they came', async () => {
    const { directory, file, wal, troubles, store, recorder } = await begun();
    await recorder.finish('paused', null);
    await store.close();

    const again = openStore(directory, { onTrouble: ({ message }) => troubles.push(message) });
    const second = await again.beginSweep(sweepStart());
    const other = new Database(file);
    other.exec('UPDATE trial SET started_at = started_at + 1');
    breakWal(wal);
    // Not to be opened again either, for as long as it has another name.
    renameSync(file, `${file}.away`);
    // Trial 0 has to be looked up, and cannot be: all that follows waits behind it.
    startTrial(second, 0, { lr: 0.5 });
    for (const number of [1, 2]) tellTrial(second, { number, curve });
    await expect(second.flush()).rejects.toThrow(/ENOENT|no such file/);
    const late = second.backlog();
    expect(late).toBeInstanceOf(Promise);
    tellTrial(second, { number: 3, curve });
    renameSync(`${file}.away`, file);
    await late;
    await second.flush();
    expect(second.backlog()).toBeNull();
    expect(troubles).toHaveLength(1);
    expect(trialsOf(directory)).toEqual([0, 1, 2, 3]);
    const changed = 'SELECT parameters FROM trial WHERE number = 0';
    expect(other.prepare(changed).pluck().get()).toBe('{"lr":0.5}');
    other.close();
    await again.close();
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test('holds up whoever asks, with path and bytes, and is gone on from when there is room', async () => {
    const { directory, file, wal, troubles, store, recorder } = await begun();
    const descriptor = descriptorOf(wal);
    exchange(descriptor, '/dev/full', 'r+');
    tellTrial(recorder, { number: 1, curve });
    await expect(recorder.flush()).rejects.toThrow(/SQLITE_FULL/);
    expect(troubles).toHaveLength(1);
    expect(troubles[0]).toMatch(
      new RegExp(
        `^${file}  expected to write, .*\\(SQLITE_FULL\\), [\\d.]+ [KMG]iB free: make room`,
      ),
    );
    const late = recorder.backlog();
    expect(late).toBeInstanceOf(Promise);
    exchange(descriptor, wal, 'r+');
    await late;
    expect(trialsOf(directory)).toEqual([0, 1]);
    await recorder.finish('completed', null);
    await store.close();
    expect(existsSync(wal)).toBe(false);
  });
});
