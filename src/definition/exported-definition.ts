// A definition that a program exports: a plain object, or what `defineSweep` made of one, checked by the
// rules for files. Paths are relative to the file, and places are the file and a key path.

import { dirname, resolve } from 'node:path';
import { Slip } from '../vocabulary/errors.js';
import { complaintBook } from './complaint-book.js';
import { inputOf } from './define-sweep.js';
import { definitionFromTree } from './definition-from-tree.js';
import type { CheckedDefinition, ReadOptions } from './read-definition.js';
import { objectTree } from './source/object-source.js';
import { withOverrides } from './source/overrides.js';
import { nameOfFile } from './sweep-name.js';
import { fromWandb } from './wandb/wandb-sweep.js';

/** Places of overrides are sorted behind those of the file. */
const AFTER_ALL = 1e9;

/**
 * @param file as the person named it, relative to workingDirectory
 * @throws Slip with every slip of the definition
 */
export function exportedDefinition(
  exported: unknown,
  file: string,
  { overrides, workingDirectory, settings }: ReadOptions,
): CheckedDefinition {
  const book = complaintBook();
  const written = objectTree(inputOf(exported), book, file);
  const whole = withOverrides(written, overrides, AFTER_ALL, book);
  const folders = {
    definition: dirname(resolve(workingDirectory, file)),
    working: workingDirectory,
  };
  const context = { settings, folders, defaultName: nameOfFile(file) };
  const definition = definitionFromTree(fromWandb(whole, settings, book), context, book);
  if (definition === null) throw new Slip(book.errors());
  return Object.freeze({ definition, warnings: book.warnings() });
}
