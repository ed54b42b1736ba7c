// A definition from its file. The size is looked at before the contents are, so that a disk image or
// a pipe named by mistake is refused and not read.

import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Complaint, messageOf, Slip } from '../vocabulary/errors.js';
import { type DefinitionSource, parseDefinition } from './parse-definition.js';
import { MAX_BYTES, tooLarge } from './source/limits.js';
import type { SweepDefinition } from './sweep-definition.js';

export type ReadOptions = Pick<DefinitionSource, 'overrides' | 'workingDirectory' | 'settings'>;

export interface CheckedDefinition {
  readonly definition: SweepDefinition;
  readonly warnings: readonly Complaint[];
}

function slipAt(place: string, message: string): Slip {
  return new Slip([{ place, message }]);
}

/**
 * The status of an ordinary file.
 * @param file as the person named it
 * @throws Slip where there is none at the path
 */
export function fileStatus(path: string, file: string): Stats {
  const status = statusOf(path, file);
  if (status.isFile()) return status;
  const what = 'expected a sweep definition, found no ordinary file';
  throw slipAt(file, `${what}: name the file itself`);
}

function statusOf(path: string, file: string): Stats {
  try {
    return statSync(path);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    const what = code === 'ENOENT' ? 'no such file' : messageOf(thrown);
    throw slipAt(file, `expected a sweep definition, found ${what}: check the path`);
  }
}

function bytesOf(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (thrown) {
    const what = `a file that cannot be read (${messageOf(thrown)})`;
    throw slipAt(file, `expected a sweep definition, found ${what}: check its permissions`);
  }
}

function readText(path: string, file: string): string {
  const { size } = fileStatus(path, file);
  if (size > MAX_BYTES) throw slipAt(file, tooLarge(size));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(path, file));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    throw slipAt(file, 'expected text in UTF-8, found other bytes: save the file as UTF-8');
  }
}

/**
 * @param file as the person named it, relative to workingDirectory
 * @throws Slip with every slip of the definition
 */
export function readDefinition(file: string, options: ReadOptions): CheckedDefinition {
  const text = readText(resolve(options.workingDirectory, file), file);
  const { definition, errors, warnings } = parseDefinition({ ...options, text, file });
  if (definition === null) throw new Slip(errors);
  return Object.freeze({ definition, warnings });
}
