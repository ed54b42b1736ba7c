// A copy of the database in one file, also while a sweep writes to it: SQLite copies what is committed at
// one moment. The copy appears under its name only when it is whole and on the disk, and takes the place
// of nothing but an earlier copy.

import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Slip } from '../vocabulary/errors.js';
import { openForReading } from './database.js';
import { APPLICATION_ID } from './database-file.js';
import { syncDirectory } from './directory-sync.js';
import { sqliteCode } from './sqlite.js';
import { writeTrouble } from './write-trouble.js';

/** @returns its size in bytes @throws Slip where there are no results, or the file is something else */
export function backUp(resultsDirectory: string, target: string): number {
  const connection = openForReading(resultsDirectory);
  const file = resolve(target);
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.new`);
  try {
    refuseOther(file);
    rmSync(draft, { force: true });
    connection.prepare('VACUUM INTO ?').run(draft);
    sync(draft);
    renameSync(draft, file);
    syncDirectory(dirname(file));
    return statSync(file).size;
  } catch (error) {
    rmSync(draft, { force: true });
    throw explained(error, file);
  } finally {
    connection.close();
  }
}

/** Databases at work are in WAL mode, and say so in bytes 18 and 19 of their header; copies are not. */
function refuseOther(file: string): void {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return;
  if (statSync(file).isFile()) {
    const header = Buffer.alloc(100);
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, header, 0, 100, 0);
    } finally {
      closeSync(descriptor);
    }
    const isOurs =
      header.toString('latin1', 0, 15) === 'SQLite format 3' &&
      header.readUInt32BE(68) === APPLICATION_ID;
    if (isOurs && header[18] === 1 && header[19] === 1) return;
  }
  throw new Slip(
    `expected a new file, or an earlier backup to replace, found something else in ${file}: choose another name`,
  );
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function explained(error: unknown, file: string): unknown {
  if (error instanceof Slip) return error;
  if (sqliteCode(error) === 'SQLITE_CANTOPEN') {
    return new Slip(
      `expected to write ${file}, found no directory there that can be written: check the path`,
    );
  }
  return writeTrouble(error, file);
}
