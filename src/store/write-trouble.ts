// What went wrong on the disk, as a sentence for a person: which path, how many bytes, what to do.

import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { bytesText } from '../vocabulary/bytes-text.js';
import { messageOf, Slip } from '../vocabulary/errors.js';
import { sqliteCode } from './sqlite.js';

/** What went wrong on the disk, with what to do; an error of ours as it is. */
export function writeTrouble(error: unknown, file: string): Error {
  const code = sqliteCode(error) || systemCode(error);
  if (code === '') return error instanceof Error ? error : new Error(messageOf(error));
  const found = `${messageOf(error)} (${code})`;
  return new Slip([
    {
      place: file,
      message: `expected to write, found ${found}${remedyOf(code, file)}; what was stored before is safe`,
    },
  ]);
}

function remedyOf(code: string, file: string): string {
  if (/FULL|ENOSPC|EDQUOT/.test(code)) {
    const free = freeBytes(file);
    const left = free === null ? '' : `, ${bytesText(free)} free`;
    return `${left}: make room on that disk, and a sweep that runs goes on by itself, else resume the sweep`;
  }
  const remedy = /READONLY|EROFS|EACCES|EPERM/.test(code) ? 'make it writable' : 'check that disk';
  return `: ${remedy}, and a sweep that runs goes on by itself, else resume the sweep`;
}

/** On the disk of a file or a directory, for this user; null where there is no such place. */
export function freeBytes(path: string): number | null {
  for (const place of [path, dirname(path)]) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize;
    } catch {
      // Not there (yet): its directory is on the same disk.
    }
  }
  return null;
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : '';
}
