// From a path to bytes: everything that is wrong with a file as a file is said here, before a parser
// sees it. What is gzipped is unpacked, by its first bytes and never beyond a bound.

import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messageOf, Slip } from '../../vocabulary/errors.js';
import { nearestName } from '../../vocabulary/nearest-name.js';
import { plain } from '../shown.js';

const MAX_PATH = 4096;

/** Of a file, and of what it unpacks to. */
export const MAX_BYTES = 1024 * 1024 * 1024;

/**
 * The bytes of a text file: not empty, UTF-8, without NUL.
 * @param format what it should be, as in `CSV`
 * @throws Slip if the file cannot be read, is larger than 1 GiB or is not text
 */
export async function readTextFile(file: string, format: string): Promise<Buffer> {
  const bytes = await readDataFile(file, format);
  if (bytes[0] === 0xff || bytes[0] === 0xfe) {
    slip(
      file,
      `expected UTF-8, found another encoding (UTF-16?): save the file as ${format} UTF-8`,
    );
  }
  if (bytes.includes(0)) {
    slip(file, `expected a ${format} file, found binary data: export the table as ${format}`);
  }
  if (!isUtf8(bytes)) {
    slip(file, `expected UTF-8, found bytes that are not: save the file as ${format} UTF-8`);
  }
  return bytes;
}

/**
 * The bytes of a regular file, unpacked where they are gzip; not empty.
 * @param format what it should be, as in `CSV`
 * @throws Slip if the file cannot be read, or is larger than 1 GiB
 */
export async function readDataFile(file: string, format: string): Promise<Buffer> {
  const bytes = await readRegularFile(file, format);
  const unpacked = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpack(file, bytes) : bytes;
  if (unpacked.length === 0) slip(file, 'expected a header and rows, found an empty file');
  return unpacked;
}

function unpack(file: string, bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      return slip(
        file,
        'expected gzip of at most 1 GiB, found more in it: take a sample of the rows',
      );
    }
    return slip(file, `expected gzip, found damage (${messageOf(error)}): copy the file again`);
  }
}

async function readRegularFile(file: string, format: string): Promise<Buffer> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      slip(file, `expected a ${format} file, found a folder: name a file in it`);
    }
    if (!found.isFile()) slip(file, 'expected a regular file, found a device, pipe or socket');
    if (found.size > MAX_BYTES) {
      slip(file, `expected at most 1 GiB, found ${found.size} bytes: take a sample of the rows`);
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof Slip) throw error;
    return slip(file, await reasonUnreadable(file, format, error));
  }
}

async function reasonUnreadable(file: string, format: string, error: unknown): Promise<string> {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') {
    return `expected a ${format} file, found nothing here: ${await advice(file)}`;
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return 'expected a file that may be read, found no permission: change its mode or its owner';
  }
  return `expected a file that can be read, found ${messageOf(error)}: check data.file`;
}

async function advice(file: string): Promise<string> {
  const folder = dirname(file);
  const names = await readdir(folder).catch(() => null);
  if (names === null) return `check data.file (there is no folder ${folder} either)`;
  const near = nearestName(basename(file), names);
  return near === null ? 'check data.file' : `did you mean ${plain(join(folder, near), MAX_PATH)}?`;
}

/** @throws Slip always: what is wrong with a file as a whole */
export function slip(file: string, message: string): never {
  throw new Slip([{ place: file, message }]);
}
