// Results as somebody may find them after an accident: rows and files that are changed from outside.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';

const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;

export function withDatabase<Value>(
  results: string,
  work: (database: BetterSqlite3.Database) => Value,
): Value {
  const database = new Database(join(results, 'nightsweep.db'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Flips the last bit of one stored metric of the first training of a trial. */
export function flipMetric(
  results: string,
  {
    trial,
    epoch,
    metric,
  }: { readonly trial: number; readonly epoch: number; readonly metric: string },
): { readonly before: number; readonly after: number } {
  return withDatabase(results, (database) => {
    const where = `training = (SELECT training FROM trial WHERE number = ?)
      AND epoch = ? AND metric = (SELECT row FROM metric WHERE name = ?)`;
    const place = [trial, epoch, metric];
    const { value } = database.prepare(`SELECT value FROM epoch WHERE ${where}`).get(...place) as {
      value: number;
    };
    const bits = new BigUint64Array(Float64Array.of(value).buffer);
    bits[0]! ^= 1n;
    const after = new Float64Array(bits.buffer)[0]!;
    database.prepare(`UPDATE epoch SET value = ? WHERE ${where}`).run(after, ...place);
    return { before: value, after };
  });
}

export interface StoredCheckpoint {
  readonly trial: number;
  readonly epoch: number;
  readonly file: string;
  readonly bytes: number;
  readonly training_row: number;
}

export function checkpoints(results: string): readonly StoredCheckpoint[] {
  return withDatabase(
    results,
    (database) =>
      database
        .prepare('SELECT * FROM checkpoints ORDER BY trial, epoch')
        .all() as StoredCheckpoint[],
  );
}

export function checkpointPath(results: string, file: string): string {
  return join(results, 'checkpoints', file.slice(0, 2), `${file}.safetensors`);
}
