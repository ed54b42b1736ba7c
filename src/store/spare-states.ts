// Which stored states nobody needs any more. A state is spare only where every trial that its training
// belongs to is settled, is not among the best of its sweep, and that sweep is one that gives states up;
// one trial elsewhere is enough to keep it. What is given up stays in the record as removed.

import type { Connection, Statement } from './sqlite.js';

/** Best trials of each sweep that are kept whole, unless somebody says otherwise. */
export const KEPT_TRIALS = 5;

export interface SpareState {
  /** Row of a sweep whose trial it belongs to. */
  readonly sweep: number;
  readonly training: number;
  readonly epoch: number;
  readonly file: string;
  readonly bytes: number;
  /** 1: kept for a restart that will not come; it goes without a trace, also of the best. */
  readonly interim: number;
}

/** Files that no row names once states are removed. */
export interface FreedFiles {
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Worst trials first.
 * @param sweeps rows of the sweeps that give states up
 * @param keep so many of the best trials of each are kept whole
 */
export function spareStates(
  connection: Connection,
  sweeps: readonly number[],
  keep: number,
): readonly SpareState[] {
  const statement = connection.prepare(`
    WITH ranked AS (
      SELECT sweep, number, state,
        row_number() OVER (PARTITION BY sweep ORDER BY tier, score, epochs, number) AS rank
      FROM trial WHERE sweep IN (SELECT value FROM json_each(?))
    ), spare AS (
      SELECT r.training, min(r.sweep) AS sweep, min(t.rank) AS rank
      FROM replicate r LEFT JOIN ranked t ON t.sweep = r.sweep AND t.number = r.trial
      GROUP BY r.training HAVING max(t.rank IS NULL OR t.state IN ('running', 'paused')) = 0
    )
    SELECT p.sweep, s.training, s.epoch, s.file, s.bytes, s.interim
    FROM spare p JOIN state s ON s.training = p.training
    WHERE s.removed = 0 AND s.file IS NOT NULL AND (s.interim = 1 OR p.rank > ?)
    ORDER BY p.rank DESC, s.training, s.epoch`) as Statement<SpareState>;
  return statement.all(JSON.stringify(sweeps), keep);
}

/** Which files would be named by no row if these states were removed. */
export function filesFreedBy(connection: Connection, states: readonly SpareState[]): FreedFiles {
  const removed = new Map<string, { rows: number; readonly bytes: number }>();
  for (const { file, bytes } of states) {
    const known = removed.get(file);
    if (known === undefined) removed.set(file, { rows: 1, bytes });
    else known.rows++;
  }
  const named = connection.prepare(
    'SELECT file, count(*) AS rows FROM state WHERE removed = 0 AND file IS NOT NULL GROUP BY file',
  ) as Statement<{ file: string; rows: number }>;
  const files: string[] = [];
  let total = 0;
  for (const { file, rows } of named.all()) {
    const gone = removed.get(file);
    if (gone === undefined || gone.rows < rows) continue;
    files.push(file);
    total += gone.bytes;
  }
  return { files, bytes: total };
}

/** Inside a transaction; the files go after it. */
export function removeStates(connection: Connection, states: readonly SpareState[]): void {
  const mark = connection.prepare(
    'UPDATE state SET removed = 1 WHERE training = ? AND epoch = ? AND interim = 0',
  );
  const drop = connection.prepare(
    'DELETE FROM state WHERE training = ? AND epoch = ? AND interim = 1',
  );
  for (const { training, epoch, interim } of states) {
    (interim === 1 ? drop : mark).run(training, epoch);
  }
}
