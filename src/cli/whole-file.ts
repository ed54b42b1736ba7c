// Files that commands write for people: each appears whole or not at all, and of the files that are there
// already only one of the same making is replaced.

import {
  closeSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { messageOf, Slip } from '../vocabulary/errors.js';

/** How a file of the same making is recognised. */
export interface Replaceable {
  /** "an earlier export" */
  readonly what: string;
  /** @param start at most 256 bytes */
  begins(start: Buffer): boolean;
}

/** @throws Slip for a file that is something else, or cannot be written */
export function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  { what, begins }: Replaceable,
): void {
  if (existsSync(file) && !(statSync(file).isFile() && begins(startOf(file)))) {
    throw new Slip(
      `expected a new file, or ${what} to replace, found something else in ${file}: choose another name`,
    );
  }
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, file);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw new Slip(
      `expected to write ${file}, found ${messageOf(thrown)}: check the path and the disk`,
    );
  }
}

function startOf(file: string): Buffer {
  const start = Buffer.alloc(256);
  const descriptor = openSync(file, 'r');
  try {
    return start.subarray(0, readSync(descriptor, start, 0, start.length, 0));
  } finally {
    closeSync(descriptor);
  }
}
