// Opens results/nightsweep.db. A new database appears under its name only when it is complete, so a
// crash while it is made leaves nothing that the next start would have to refuse.

import {
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { messageOf, Slip } from '../vocabulary/errors.js';
import { APPLICATION_ID, checkDatabaseFile, damage, refusal } from './database-file.js';
import { syncDirectory } from './directory-sync.js';
import { Link } from './link.js';
import { migrate, refuseNewer, SCHEMA_NAMES, SCHEMA_VERSION, schemaVersion } from './migrate.js';
import { type Connection, connect, sqliteCode } from './sqlite.js';

export const DATABASE_NAME = 'nightsweep.db';

/** Up to this size the whole file is checked at every start (about 5 ms per MB). */
const CHECKED_BYTES = 8 * 1024 * 1024;

/** Creates directory and database where there are none. @throws Slip for what is not ours or damaged */
export function openForWriting(resultsDirectory: string): Link {
  const directory = resolve(resultsDirectory);
  const file = join(directory, DATABASE_NAME);
  makeDirectory(directory);
  if (!existsSync(file)) create(directory, file);
  return new Link(openExisting(file), () => openExisting(file));
}

function openExisting(file: string): Connection {
  return open(file, 'write', (connection) => {
    connection.pragma('journal_mode = WAL');
    migrate(connection);
  });
}

/**
 * A database of an earlier schema is brought up to date first, once.
 * @throws Slip where there are no results, or for what is not ours or damaged
 */
export function openForReading(resultsDirectory: string): Connection {
  const file = existingFile(resultsDirectory);
  bringUpToDate(file);
  return open(file, 'read', () => {});
}

/** For what changes results that are there. @throws Slip, also where there are none */
export function openForChange(resultsDirectory: string): Link {
  const file = existingFile(resultsDirectory);
  return new Link(openExisting(file), () => openExisting(file));
}

function existingFile(resultsDirectory: string): string {
  const directory = resolve(resultsDirectory);
  const file = join(directory, DATABASE_NAME);
  if (!existsSync(file)) {
    const found = existsSync(directory) ? `no ${DATABASE_NAME} there` : 'no such directory';
    throw new Slip(
      `expected results of sweeps in ${directory}, found ${found}: run a sweep first (nightsweep run FILE), or name another directory with --results DIR`,
    );
  }
  return file;
}

function bringUpToDate(file: string): void {
  checkDatabaseFile(file);
  let reading: Connection | null = null;
  try {
    reading = connect(file, 'read');
    if (schemaVersion(reading) >= SCHEMA_VERSION) return;
  } catch (error) {
    // A crash before the write-ahead log was on leaves a journal, which only a writer may roll back.
    if (sqliteCode(error) !== 'SQLITE_READONLY_ROLLBACK') throw explained(error, file);
  } finally {
    reading?.close();
  }
  open(file, 'write', migrate).close();
}

function open(file: string, mode: 'read' | 'write', prepare: (c: Connection) => void): Connection {
  checkDatabaseFile(file);
  let connection: Connection | null = null;
  try {
    connection = connect(file, mode);
    refuseNewer(file, schemaVersion(connection));
    if (statSync(file).size <= CHECKED_BYTES) checkSound(connection, file);
    prepare(connection);
    checkComplete(connection, file);
    return connection;
  } catch (error) {
    connection?.close();
    throw explained(error, file);
  }
}

function checkComplete(connection: Connection, file: string): void {
  const names = connection.prepare('SELECT name FROM sqlite_schema').pluck().all() as string[];
  const missing = SCHEMA_NAMES.filter((name) => !names.includes(name));
  if (missing.length > 0) throw damage(file, `without ${missing.join(', ')}`);
  connection.prepare('SELECT 1 FROM leaderboard WHERE sweep_row = 0').get();
}

function checkSound(connection: Connection, file: string): void {
  const verdict = String(connection.pragma('quick_check(1)', { simple: true }));
  if (verdict !== 'ok') throw damage(file, verdict.replaceAll('\n', ' '));
}

/** SQLite's own errors, as sentences for a person; a Slip as it is. */
function explained(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (
    /^SQLITE_(CORRUPT|NOTADB)/.test(code) ||
    /no such (table|column|view)/.test(messageOf(error))
  ) {
    return damage(file, messageOf(error));
  }
  if (/^SQLITE_(READONLY|PERM)/.test(code)) {
    return new Slip([
      {
        place: file,
        message: `expected a database and a directory that can be written (readers leave their marks there too), found ${messageOf(error)} (${code}): make both writable, or copy them to where they are; nothing was changed`,
      },
    ]);
  }
  if (/^SQLITE_(CANTOPEN|IOERR|FULL)/.test(code)) {
    return refusal(file, 'a database that can be opened', `${messageOf(error)} (${code})`);
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new Slip([
      {
        place: file,
        message:
          'expected to get in within 5 s, found it locked by another program: close that one and try again',
      },
    ]);
  }
  return error;
}

export function makeDirectory(directory: string): void {
  try {
    makeParts(directory);
  } catch (error) {
    throw new Slip(
      `expected to make the directory ${directory}, found ${messageOf(error)}: name another with --results DIR`,
    );
  }
}

/** Not `recursive`: where a parent is there but takes no folder (/proc), Node then tries for ever. */
function makeParts(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(directory);
  if (!existsSync(parent)) makeParts(parent);
  try {
    mkdirSync(directory);
  } catch (error) {
    // Somebody else may have been first.
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
  // Otherwise a power cut takes the directory away, with everything in it that was synced.
  syncDirectory(parent);
}

function create(directory: string, file: string): void {
  const draft = join(directory, `.${DATABASE_NAME}.${process.pid}.new`);
  try {
    rmSync(draft, { force: true });
    writeFileSync(draft, '');
    const connection = connect(draft, 'write');
    try {
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      // Not in WAL mode: there a full disk shows up only in `close`, which does not tell of it, and
      // what would be published is a file without its pages.
      migrate(connection);
    } finally {
      connection.close();
    }
    publish(draft, file);
    syncDirectory(directory);
  } catch (error) {
    throw explained(error, file);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(draft + suffix, { force: true });
  }
}

/** Gives the draft its name unless somebody else was first; a link never overwrites. */
function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (existsSync(file)) return;
    // File systems without hard links.
    if (!/EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS/.test(messageOf(error))) throw error;
    renameSync(draft, file);
  }
}
