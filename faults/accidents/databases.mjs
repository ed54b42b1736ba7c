// Databases that are damaged, or not ours: each is refused with a message that names the file, or read in
// spite of it, and left byte for byte as it is.

import {
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { openDatabase, recordOf } from '../record.mjs';

const require = createRequire(import.meta.url);

function flip(file, at, bytes = 1) {
  const content = readFileSync(file);
  for (let i = 0; i < bytes; i++) content[at + i] ^= 0xff;
  writeFileSync(file, content);
}

function pageOf(results, name) {
  const database = openDatabase(results);
  const page = database
    .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name);
  const size = database.pragma('page_size', { simple: true });
  database.close();
  return (page - 1) * size;
}

const change = (sql) => (results) => {
  const database = openDatabase(results);
  database.unsafeMode(true);
  database.exec(sql);
  database.close();
};

/** What is done to results/nightsweep.db. */
const damages = {
  'an empty file': (_, file) => writeFileSync(file, ''),
  'a text': (_, file) => writeFileSync(file, 'these are my notes\n'.repeat(400)),
  'another program’s database': (_, file) => {
    rmSync(file);
    const other = new (require('better-sqlite3'))(file);
    other.exec('PRAGMA application_id = 7; CREATE TABLE notes (text)');
    other.close();
  },
  'a newer schema': change('PRAGMA user_version = 99'),
  'cut in half': (_, file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  'a flipped header': (_, file) => flip(file, 18, 6),
  'a flipped page of a table': (results, file) => flip(file, pageOf(results, 'trial'), 64),
  'a flipped page of an index': (results, file) => flip(file, pageOf(results, 'trial_rank'), 64),
  'a missing view': change('DROP VIEW leaderboard'),
  'a missing table': change('PRAGMA foreign_keys = OFF; DROP TABLE epoch'),
  'a directory': (_, file) => {
    rmSync(file);
    mkdirSync(file);
  },
};

const commands = (file) => [['status'], ['run', file], ['top'], ['resume']];

export const databases = [
  ...Object.keys(damages).map(
    (what) =>
      (...words) =>
        refused(what, ...words),
  ),
  garbageLog,
];

async function refused(what, report, calm, workplace, { short }) {
  const results = workplace.place('damaged');
  cpSync(calm.results, results, { recursive: true });
  const file = join(results, 'nightsweep.db');
  damages[what](results, file);
  const content = () => (what === 'a directory' ? '' : readFileSync(file, 'latin1'));
  const before = content();
  const wrong = [];
  for (const words of commands(calm.file).slice(0, short ? 2 : 4)) {
    const { code, stderr } = await workplace.run([...words, '--results', results]);
    const said = stderr.trim().split('\n')[0];
    if (code !== 2 || !stderr.includes(file)) wrong.push(`${words[0]} ended with ${code}: ${said}`);
    if (content() !== before) wrong.push(`${words[0]} changed it`);
  }
  report.expect(
    wrong.length === 0,
    `${what}: refused by name, and left as it is`,
    wrong.join('; '),
  );
}

/** A write-ahead log that is nobody's: SQLite's checksums see it, and what the database has is read. */
async function garbageLog(report, calm, workplace) {
  const results = workplace.place('damaged');
  cpSync(calm.results, results, { recursive: true });
  writeFileSync(join(results, 'nightsweep.db-wal'), Buffer.alloc(40_000, 'garbage'));
  const { code, stderr } = await workplace.run(['top', '--results', results]);
  report.expect(
    code === 0,
    'a write-ahead log of garbage: what the database has is read',
    stderr.trim(),
  );
  const same =
    recordOf(results, 'night').leaderboard === recordOf(calm.results, 'night').leaderboard;
  report.expect(same, 'a write-ahead log of garbage: and all of it');
}
