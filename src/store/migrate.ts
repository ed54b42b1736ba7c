// Brings a database from its schema to ours, one numbered migration after another, each in one
// transaction with the number that says that it is done.

import { refusal } from './database-file.js';
import type { Migration } from './migration.js';
import { initialMigration } from './migrations/001-initial.js';
import { replicatesMigration } from './migrations/002-replicates.js';
import { nightsMigration } from './migrations/003-nights.js';
import { rowsMigration } from './migrations/004-rows.js';
import type { Connection } from './sqlite.js';

const migrations: readonly Migration[] = [
  initialMigration,
  replicatesMigration,
  nightsMigration,
  rowsMigration,
];

export const SCHEMA_VERSION = migrations.length;

/** What a database of our schema has at least; people may have added views and indexes of their own. */
export const SCHEMA_NAMES: readonly string[] = [
  ...['sweep', 'metric', 'sweep_metric', 'training', 'epoch', 'state', 'trial', 'failure'],
  ...['replicate', 'decision', 'trial_rank', 'replicate_training', 'state_file'],
  ...['sweeps', 'trials', 'leaderboard', 'curves', 'replicates', 'decisions', 'checkpoints'],
];

export function schemaVersion(connection: Connection): number {
  return Number(connection.pragma('user_version', { simple: true }));
}

/** @throws Slip for a database that a newer Nightsweep has written */
export function refuseNewer(file: string, version: number): void {
  if (version > SCHEMA_VERSION) {
    throw refusal(
      file,
      `a database of schema ${SCHEMA_VERSION} or earlier`,
      `schema ${version}, written by a newer Nightsweep (install that one)`,
    );
  }
}

/** Runs what is missing; with two processes at it, the second finds nothing left to do. */
export function migrate(connection: Connection): void {
  for (const migration of migrations) {
    connection
      .transaction(() => {
        if (schemaVersion(connection) >= migration.version) return;
        connection.exec(migration.sql);
        connection.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}
