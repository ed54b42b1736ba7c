// Whether every checkpoint that the database names is there and is what its name says, read to the last
// byte; and, where somebody wants that, the damaged ones forgotten, so that they are made again.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkpointFiles } from './checkpoint-files.js';
import { openForChange } from './database.js';
import type { Connection, Statement } from './sqlite.js';
import { removeFile } from './stray-files.js';

export interface DamagedCheckpoint {
  readonly file: string;
  readonly path: string;
  /** digits/17 */
  readonly trials: readonly string[];
  readonly epoch: number;
  readonly damage: 'missing' | 'of another length' | 'damaged';
}

export interface ExaminedCheckpoints {
  readonly damaged: readonly DamagedCheckpoint[];
  readonly files: number;
  readonly bytes: number;
}

export function damagedCheckpoints(
  connection: Connection,
  resultsDirectory: string,
): ExaminedCheckpoints {
  const { pathOf } = checkpointFiles(resultsDirectory);
  const named = connection.prepare(
    `SELECT file, min(epoch) AS epoch, max(bytes) AS bytes FROM state
     WHERE removed = 0 AND file IS NOT NULL GROUP BY file`,
  ) as Statement<{ file: string; epoch: number; bytes: number }>;
  const trialsOf = connection
    .prepare(
      `SELECT DISTINCT name || '/' || trial FROM checkpoints WHERE file = ? ORDER BY sweep_row, trial LIMIT 5`,
    )
    .pluck();
  const damaged: DamagedCheckpoint[] = [];
  const rows = named.all();
  for (const { file, epoch, bytes } of rows) {
    const path = pathOf(file);
    const damage = damageOf(path, file, bytes);
    if (damage === null) continue;
    damaged.push({ file, path, epoch, damage, trials: trialsOf.all(file) as string[] });
  }
  const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  return { damaged, files: rows.length, bytes: total };
}

/** Forgets damaged checkpoints, rows and files. @returns how many */
export function forgetDamaged(resultsDirectory: string): number {
  const link = openForChange(resultsDirectory);
  try {
    const { damaged } = damagedCheckpoints(link.connection, resultsDirectory);
    link.transact((connection) => {
      const forget = connection.prepare('DELETE FROM state WHERE file = ? AND removed = 0');
      for (const { file } of damaged) forget.run(file);
    });
    for (const { path } of damaged) removeFile(path);
    return damaged.length;
  } finally {
    link.close();
  }
}

function damageOf(path: string, file: string, bytes: number): DamagedCheckpoint['damage'] | null {
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    return 'missing';
  }
  if (content.byteLength !== bytes) return 'of another length';
  return createHash('sha256').update(content).digest('hex') === file ? null : 'damaged';
}
