// The door to better-sqlite3, opened only when a database is: its native part takes a while to load,
// and its version 13 would crash this process on a Node that is too old for it.

import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';
import { Slip } from '../vocabulary/errors.js';

export type Connection = BetterSqlite3.Database;
export type Statement<Row = unknown> = BetterSqlite3.Statement<unknown[], Row>;

const require = createRequire(import.meta.url);

/** @throws Slip where this better-sqlite3 cannot run on this Node */
export function refuseUnfit(packageVersion: string, napi: number): void {
  const major = Number.parseInt(packageVersion, 10);
  if (major >= 13 && napi < 10) {
    throw new Slip(
      `expected better-sqlite3 12 on this Node (${process.version}, Node-API ${napi}), found ${packageVersion}, ` +
        'which needs Node-API 10: run `npm install better-sqlite3@12`, or use Node 22.14 or later',
    );
  }
}

/** A connection whose every commit is on the disk when it returns. */
export function connect(file: string, mode: 'read' | 'write'): Connection {
  const { version } = require('better-sqlite3/package.json') as { version: string };
  refuseUnfit(version, Number(process.versions.napi ?? 0));
  const Database = require('better-sqlite3') as typeof BetterSqlite3;
  const connection = new Database(file, {
    readonly: mode === 'read',
    fileMustExist: true,
    timeout: 5000,
  });
  connection.pragma('foreign_keys = ON');
  connection.pragma('trusted_schema = OFF');
  if (mode === 'write') {
    // NORMAL, the library's default for WAL, loses acknowledged rows at a power cut.
    connection.pragma('synchronous = FULL');
    connection.pragma('wal_autocheckpoint = 2000');
    connection.pragma('journal_size_limit = 16777216');
  }
  return connection;
}

/** After one of these, what a connection has in its caches may not be what is on the disk. */
export function isInputOutputError(thrown: unknown): boolean {
  return sqliteCode(thrown).startsWith('SQLITE_IOERR');
}

/** SQLITE_FULL, SQLITE_IOERR_FSYNC …, or '' for what did not come from SQLite. */
export function sqliteCode(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return code.startsWith('SQLITE_') ? code : '';
}
