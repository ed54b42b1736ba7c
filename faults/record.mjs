// All that a sweep has found, as text: the exported leaderboard, and the rows of the views curves,
// decisions and checkpoints without times and row numbers. Equal texts are equal to the bit.

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { exportLeaderboard } from '../dist/leaderboard/exports/export.js';
import { readLeaderboard } from '../dist/leaderboard/leaderboard.js';
import { openReader } from '../dist/store/reader.js';

const require = createRequire(import.meta.url);

const queries = {
  curves: 'SELECT trial, epoch, metric, value, kind FROM curves WHERE sweep = ? ORDER BY 1, 2, 3',
  decisions: `SELECT sequence, at, known, trial, action, epoch, rule, reason, facts
    FROM decisions WHERE sweep = ? ORDER BY 1`,
  checkpoints: `SELECT trial, replicate, epoch, step, file FROM checkpoints
    WHERE sweep = ? AND interim = 0 ORDER BY 1, 2, 3`,
};

/** The shortest text of a number tells all its bits, but for the sign of zero. */
const valueText = (value) => (Object.is(value, -0) ? '-0' : String(value));

/**
 * Of the latest sweep of that name.
 * @returns {{ leaderboard: string, curves: string, decisions: string, checkpoints: string }}
 */
export function recordOf(results, name) {
  const reader = openReader(results);
  const sweep = reader.findSweep(name);
  const board = readLeaderboard(reader, sweep);
  const record = { leaderboard: exportLeaderboard(board, 'csv') };
  reader.close();
  const database = openDatabase(results, { readonly: true });
  for (const [part, sql] of Object.entries(queries)) {
    const rows = database.prepare(sql).raw().all(sweep.id);
    record[part] = rows.map((row) => row.map(valueText).join('\t')).join('\n');
  }
  database.close();
  return record;
}

/** The parts in which two records differ, each with the first line that does. */
export function differences(expected, found) {
  return Object.keys(expected).flatMap((part) => {
    if (expected[part] === found[part]) return [];
    const [a, b] = [expected[part].split('\n'), found[part].split('\n')];
    const line = a.findIndex((text, i) => text !== b[i]);
    const i = line === -1 ? a.length : line;
    const where = `line ${i + 1} of ${a.length}, ${b.length}`;
    return [
      `${part} (${where}): ${a[i] ?? 'nothing'} | ${b[i] ?? 'nothing'}`.replaceAll('\t', ' '),
    ];
  });
}

export function fingerprint(record) {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 12);
}

export function openDatabase(results, options = {}) {
  const Database = require('better-sqlite3');
  return new Database(join(results, 'nightsweep.db'), options);
}

/** Flips the last bit of one stored metric of the sweep: what no comparison may miss. */
export function plantChange(results) {
  const database = openDatabase(results);
  const row = database
    .prepare(
      'SELECT training, epoch, metric, value FROM epoch WHERE kind = 0 ORDER BY 1, 2, 3 LIMIT 1',
    )
    .get();
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(row.value);
  bytes[7] ^= 1;
  database
    .prepare('UPDATE epoch SET value = ? WHERE training = ? AND epoch = ? AND metric = ?')
    .run(bytes.readDoubleBE(0), row.training, row.epoch, row.metric);
  database.close();
}
