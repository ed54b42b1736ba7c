// The write-ahead log is small whenever readers let it be. (Readers that come and go all the time are other
// processes: npm run faults has them.)

import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import { keyOf, startTrial, sweepStart, temporaryDirectory } from './recorded-sweep.js';

const MEBIBYTE = 1024 * 1024;

/** Writes epochs beside a reader that holds on to what it saw first. @returns bytes of the log by commit */
async function written(isRead: (commit: number) => boolean): Promise<readonly number[]> {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const file = join(directory, 'nightsweep.db');
  const reader = new Database(file, { readonly: true });
  const sizes: number[] = [];
  const metrics = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`val_m${i}`, i / 7]));
  for (let commit = 0; commit < 60; commit++) {
    startTrial(recorder, commit);
    for (let epoch = 1; epoch <= 250; epoch++) {
      const training = keyOf(commit);
      recorder.listen({
        kind: 'epoch',
        trial: commit,
        training,
        epoch: { epoch, metrics },
        source: 'trained',
      });
    }
    if (isRead(commit)) {
      if (!reader.inTransaction) reader.exec('BEGIN');
      reader.prepare('SELECT count(*) FROM trial').get();
    } else if (reader.inTransaction) reader.exec('COMMIT');
    await recorder.flush();
    sizes.push(statSync(`${file}-wal`).size);
  }
  if (reader.inTransaction) reader.exec('COMMIT');
  reader.close();
  await store.close();
  return sizes;
}

test('a reader that never goes lets it grow, and keeps nobody waiting for long', async () => {
  const sizes = await written(() => true);
  expect(sizes.at(-1)).toBeGreaterThan(12 * MEBIBYTE);
}, 60_000);

test('when it goes, the log is small again at once', async () => {
  const sizes = await written((commit) => commit < 50);
  expect(sizes[49]).toBeGreaterThan(12 * MEBIBYTE);
  expect(Math.max(...sizes.slice(52))).toBeLessThan(10 * MEBIBYTE);
}, 60_000);
