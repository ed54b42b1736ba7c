// A definition that is a program: a TypeScript or JavaScript file whose default export is the definition.
// It is code of the person's own and is run, once, in this process. What goes wrong in it is their slip.

import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileStatus } from '../../definition/read-definition.js';
import { Slip } from '../../vocabulary/errors.js';
import { moduleSlip } from './module-slip.js';
import { resolvingOwnName } from './own-name.js';

const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

export function isModuleFile(file: string): boolean {
  return ENDINGS.includes(extname(file).toLowerCase());
}

/** `export default`, `module.exports`, or what a compiler makes of the one in the other. */
function defaultOf(loaded: Readonly<Record<string, unknown>>): unknown {
  const exported = loaded.default;
  if (typeof exported !== 'object' || exported === null) return exported;
  const isCompiled = '__esModule' in exported && 'default' in exported;
  return isCompiled ? exported.default : exported;
}

/**
 * Runs the file. A function that it exports is called, and a promise is waited for.
 * @param file as the person named it, relative to workingDirectory
 * @returns what it exports by default, not yet checked
 * @throws Slip where it is not there, cannot be run, throws, or exports nothing
 */
export async function exportOf(file: string, workingDirectory: string): Promise<unknown> {
  const path = resolve(workingDirectory, file);
  fileStatus(path, file);
  const url = pathToFileURL(path).href;
  let exported: unknown;
  try {
    const loaded = (await resolvingOwnName(() => import(url))) as Record<string, unknown>;
    const value = defaultOf(loaded);
    exported = await (typeof value === 'function' ? value() : value);
  } catch (thrown) {
    throw moduleSlip(thrown, { file, path, workingDirectory });
  }
  if (exported !== undefined) return exported;
  const message =
    'expected a definition as the default export, found none: write export default { method: … }';
  throw new Slip([{ place: file, message }]);
}
