// Looks a directory of results over: the disk, the database, the files that it names, and who is at work.
// Nothing is changed but for one small file that is written and removed again, not even an old schema.

import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesText } from '../vocabulary/bytes-text.js';
import { messageOf } from '../vocabulary/errors.js';
import { isAnybodyAtWork } from './collect.js';
import { DATABASE_NAME } from './database.js';
import { checkDatabaseFile } from './database-file.js';
import { syncDirectory } from './directory-sync.js';
import { damagedCheckpoints } from './examine-checkpoints.js';
import { type Finding, ok, warning, wrong } from './finding.js';
import { refuseNewer, SCHEMA_VERSION, schemaVersion } from './migrate.js';
import { sweepReader } from './read-sweeps.js';
import { type Connection, connect } from './sqlite.js';
import { strayFiles } from './stray-files.js';
import { freeBytes } from './write-trouble.js';

/** Bytes: with less, a night may well end on a full disk. */
const LITTLE_ROOM = 1024 ** 3;

/** So many damaged checkpoints are told one by one. */
const TOLD = 20;

const RESTORE = 'restore a backup, or move the file away; nothing was changed';

export function examineResults(resultsDirectory: string): readonly Finding[] {
  const directory = resolve(resultsDirectory);
  const stat = statSync(directory, { throwIfNoEntry: false });
  if (stat === undefined) {
    return [ok('results', `none yet in ${directory}: nightsweep run makes them`)];
  }
  if (!stat.isDirectory()) {
    return [wrong('results', `${directory} is no directory`, 'name another with --results DIR')];
  }
  return [ok('results', directory), ...examineDisk(directory), ...examineDatabase(directory)];
}

function examineDisk(directory: string): readonly Finding[] {
  const probe = join(directory, `.${DATABASE_NAME}.${process.pid}.new`);
  const findings: Finding[] = [];
  try {
    const descriptor = openSync(probe, 'w');
    try {
      writeSync(descriptor, 'nightsweep doctor');
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    syncDirectory(directory);
    findings.push(ok('disk', 'can be written and synced'));
  } catch (error) {
    findings.push(
      wrong('disk', messageOf(error), `make ${directory} writable, and check its disk`),
    );
  } finally {
    rmSync(probe, { force: true });
  }
  const free = freeBytes(directory);
  if (free === null) return findings;
  const found = `${bytesText(free)} free`;
  if (free >= LITTLE_ROOM) return [...findings, ok('room', found)];
  return [...findings, warning('room', found, 'make room: nightsweep gc frees checkpoints')];
}

function examineDatabase(directory: string): readonly Finding[] {
  const file = join(directory, DATABASE_NAME);
  if (statSync(file, { throwIfNoEntry: false }) === undefined) {
    return [ok('database', 'none yet: nightsweep run makes it')];
  }
  let connection: Connection | null = null;
  try {
    checkDatabaseFile(file);
    connection = connect(file, 'read');
    const version = schemaVersion(connection);
    refuseNewer(file, version);
    const sound = examineContent(connection);
    const schema = ok('database', `${file}, schema ${version}`);
    if (sound.some(({ verdict }) => verdict === 'wrong')) return [schema, ...sound];
    if (version < SCHEMA_VERSION) {
      const found = `schema ${version} of ${SCHEMA_VERSION}, so checkpoints and sweeps were not looked at`;
      return [
        ...sound,
        warning('database', found, 'bring it up to date (nightsweep ls), and ask again'),
      ];
    }
    return [
      schema,
      ...sound,
      ...examineCheckpoints(connection, directory),
      ...examineSweeps(connection),
    ];
  } catch (error) {
    return [wrong('database', messageOf(error), RESTORE)];
  } finally {
    connection?.close();
  }
}

function examineContent(connection: Connection): readonly Finding[] {
  const damages = connection.pragma('integrity_check(10)') as { integrity_check: string }[];
  const [first] = damages;
  if (first?.integrity_check !== 'ok') {
    return [wrong('integrity', String(first?.integrity_check).replaceAll('\n', ' '), RESTORE)];
  }
  const dangling = connection.pragma('foreign_key_check') as { table: string }[];
  if (dangling.length > 0) {
    const found = `${dangling.length} rows refer to rows that are gone, the first in ${dangling[0]!.table}`;
    return [wrong('integrity', found, RESTORE)];
  }
  const views = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'view'").pluck();
  for (const view of views.all() as string[])
    connection.prepare(`SELECT * FROM "${view}" LIMIT 0`).all();
  connection.prepare('SELECT 1 FROM leaderboard LIMIT 0').all();
  return [ok('integrity', 'every page, index and reference is sound')];
}

function examineCheckpoints(connection: Connection, directory: string): readonly Finding[] {
  const { damaged, files, bytes } = damagedCheckpoints(connection, directory);
  const findings: Finding[] = damaged
    .slice(0, TOLD)
    .map(({ trials, epoch, path, damage }) =>
      wrong(
        'checkpoint',
        `${path} of ${trials.join(', ') || 'no trial'} at epoch ${epoch} is ${damage}`,
        'nightsweep doctor --repair forgets it; what needs it is then trained again from the one before',
      ),
    );
  if (damaged.length > TOLD) {
    findings.push(
      wrong('checkpoint', `${damaged.length - TOLD} more are damaged or missing`, 'the same'),
    );
  }
  if (damaged.length === 0) {
    findings.push(
      ok('checkpoints', `${bytesText(bytes)} in ${counted(files)}: all are what their names say`),
    );
  }
  const strays = strayFiles(connection, directory, isAnybodyAtWork(connection), Date.now());
  if (strays.length > 0) {
    const size = strays.reduce((sum, stray) => sum + stray.bytes, 0);
    const found = `${bytesText(size)} in ${counted(strays.length)} that nobody names`;
    findings.push(warning('strays', found, 'nightsweep gc removes them'));
  }
  return findings;
}

function examineSweeps(connection: Connection): readonly Finding[] {
  const sweeps = sweepReader(connection)();
  const findings = sweeps.flatMap(({ name, id, state, pid, host }): readonly Finding[] => {
    const check = `sweep ${name}`;
    if (state === 'running') return [ok(check, `${id} runs under process ${pid} on ${host}`)];
    if (state !== 'interrupted') return [];
    const found = `${id} was interrupted: process ${pid} on ${host} is gone`;
    return [warning(check, found, `nightsweep resume ${name} goes on with it`)];
  });
  return [...findings, ok('sweeps', `${sweeps.length} in the database`)];
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
