// Keeps the write-ahead log small while others read. SQLite moves it into the database by itself, but begins
// it anew only at a moment when nobody reads from it: with readers that come and go all the time it would
// grow on and on. Past a size the writer waits a moment for such an opportunity.

import { statSync } from 'node:fs';
import type { Connection } from './sqlite.js';

/** Beyond what SQLite needs by itself (2,000 pages), and far enough below 16 MiB for one more batch. */
const MOST_BYTES = 9 * 1024 * 1024;

/** Milliseconds that a commit may wait for readers, and for another attempt where they did not go. */
const WAIT = 100;
const USUAL_WAIT = 5000;

/** @returns to be called after every commit */
export function walLimit(file: string): (connection: Connection) => void {
  let again = 0;
  return (connection) => {
    const now = performance.now();
    if (now < again) return;
    const size = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (size <= MOST_BYTES) return;
    try {
      connection.pragma(`busy_timeout = ${WAIT}`);
      const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
      again = result.busy === 1 ? performance.now() + WAIT : 0;
    } catch {
      // What is committed is safe where it is; a disk that fails is told of by the next commit.
      again = performance.now() + WAIT;
    } finally {
      connection.pragma(`busy_timeout = ${USUAL_WAIT}`);
    }
  };
}
