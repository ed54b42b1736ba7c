// A stored definition with some of its keys changed, as if its file had been edited: the same rules, and
// the same messages, with key paths for places.

import { Slip } from '../vocabulary/errors.js';
import type { Settings } from '../vocabulary/setting.js';
import { complaintBook } from './complaint-book.js';
import { definitionFromTree } from './definition-from-tree.js';
import type { CheckedDefinition } from './read-definition.js';
import { objectTree } from './source/object-source.js';
import { type Override, withOverrides } from './source/overrides.js';
import type { SweepDefinition } from './sweep-definition.js';
import { writtenDefinition } from './written-definition.js';

/** Places of changes are sorted behind those of the definition. */
const AFTER_ALL = 1e9;

export interface ChangeOptions {
  readonly settings: Settings;
  /** What paths in overrides are relative to. */
  readonly workingDirectory: string;
}

/** @throws Slip with every slip of the changed definition */
export function changeDefinition(
  definition: SweepDefinition,
  overrides: readonly Override[],
  { settings, workingDirectory }: ChangeOptions,
): CheckedDefinition {
  const book = complaintBook();
  const written = objectTree(writtenDefinition(definition), book);
  const tree = withOverrides(written, overrides, AFTER_ALL, book);
  const folders = { definition: workingDirectory, working: workingDirectory };
  const context = { settings, folders, defaultName: definition.name };
  const changed = definitionFromTree(tree, context, book);
  if (changed === null) throw new Slip(book.errors());
  return Object.freeze({ definition: changed, warnings: book.warnings() });
}
