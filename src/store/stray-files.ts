// Files that belong to nobody: drafts that a killed process left, and checkpoints that no row names. Only
// names of our own making are looked at; whatever else lies there is somebody's.

import { readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Connection, Statement } from './sqlite.js';

/** Milliseconds after which a stray file is nobody's, whoever is at work. */
const OLD = 3_600_000;

export interface StrayFile {
  readonly path: string;
  readonly bytes: number;
  readonly kind: 'draft' | 'orphan';
}

const CHECKPOINT = /^([0-9a-f]{64})\.safetensors$/;
const CHECKPOINT_DRAFT = /^\.[0-9a-f]{64}\.\d+\.\d+\.new$/;
const DATABASE_DRAFT = /^\.nightsweep\.db\.\d+\.new(-wal|-shm|-journal)?$/;

/**
 * @param isAnybodyAtWork then only files of the last hour are spared: a row may be on its way to them
 * @param now milliseconds since 1970; a file that is written later is never a stray
 */
export function strayFiles(
  connection: Connection,
  resultsDirectory: string,
  isAnybodyAtWork: boolean,
  now: number,
): readonly StrayFile[] {
  const latest = isAnybodyAtWork ? now - OLD : now;
  const directory = resolve(resultsDirectory);
  const root = join(directory, 'checkpoints');
  const strays: StrayFile[] = [];

  function add(folder: string, name: string, kind: StrayFile['kind']): void {
    const path = join(folder, name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() !== true || stat.mtimeMs > latest) return;
    strays.push({ path, bytes: stat.size, kind });
  }

  for (const name of namesIn(directory)) {
    if (DATABASE_DRAFT.test(name)) add(directory, name, 'draft');
  }
  // Listed before rows are read: a file whose row is written in between is not in the list.
  const found = namesIn(root)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .flatMap((name) =>
      namesIn(join(root, name)).map((file) => ({ folder: join(root, name), file })),
    );
  const named = new Set(
    (
      connection.prepare(
        'SELECT DISTINCT file FROM state WHERE removed = 0 AND file IS NOT NULL',
      ) as Statement<{ file: string }>
    )
      .all()
      .map(({ file }) => file),
  );
  for (const { folder, file } of found) {
    const [, hash] = CHECKPOINT.exec(file) ?? [];
    if (hash !== undefined && !named.has(hash)) add(folder, file, 'orphan');
    if (CHECKPOINT_DRAFT.test(file)) add(folder, file, 'draft');
  }
  return strays;
}

/** @returns whether it is gone */
export function removeFile(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false; // It stays a stray.
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // Not there, or not a directory.
  }
}
