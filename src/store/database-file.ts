// Whether a file is ours, from its first hundred bytes and its length, before SQLite may touch it:
// a file that is empty, foreign, damaged or newer is refused and left exactly as it was.

import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { messageOf, Slip } from '../vocabulary/errors.js';

/** 'NSwp': PRAGMA application_id of every database of this project. */
export const APPLICATION_ID = 0x4e537770;

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** A refusal, always with what to do: nothing is ever overwritten to make room. */
export function refusal(file: string, expected: string, found: string): Slip {
  return new Slip([
    {
      place: file,
      message: `expected ${expected}, found ${found}: move the file away, or name another directory with --results DIR; it was left as it is`,
    },
  ]);
}

export function damage(file: string, found: string): Slip {
  return new Slip([
    {
      place: file,
      message: `expected a sound database, found damage (${found}): restore a backup, or move the file away together with ${file}-wal; it was left as it is`,
    },
  ]);
}

/** @throws Slip where the file is not a database of this project or is visibly damaged */
export function checkDatabaseFile(file: string): void {
  const { header, size } = readHeader(file);
  if (size === 0) throw refusal(file, 'a Nightsweep database', 'an empty file');
  if (header.toString('latin1', 0, 16) !== MAGIC.slice(0, Math.min(16, size))) {
    throw refusal(file, 'a Nightsweep database', 'a file that is not an SQLite database');
  }
  if (size < HEADER_BYTES) throw damage(file, `it ends after ${size} bytes`);
  const application = header.readUInt32BE(68);
  if (application !== APPLICATION_ID) {
    throw refusal(
      file,
      `an SQLite database with application_id ${APPLICATION_ID}`,
      `one of another program (application_id ${application})`,
    );
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65536 : header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) {
    throw damage(file, `a page size of ${pageSize}`);
  }
  // After a crash in the middle of a checkpoint the file may lack pages that the WAL still has.
  if (size < pages * pageSize && !hasContent(`${file}-wal`)) {
    throw damage(file, `it has ${size} of ${pages * pageSize} bytes`);
  }
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function readHeader(file: string): { header: Buffer; size: number } {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    throw refusal(file, 'a readable file', messageOf(error));
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw refusal(file, 'a file', 'a directory or device');
    const header = Buffer.alloc(HEADER_BYTES);
    readSync(descriptor, header, 0, HEADER_BYTES, 0);
    return { header, size: stat.size };
  } finally {
    closeSync(descriptor);
  }
}
