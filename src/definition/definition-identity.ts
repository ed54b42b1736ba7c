// What makes two definitions the same sweep: everything that decides its results, and nothing of where
// its file or its data happen to lie. What the data contain is hashed elsewhere.

import { basename } from 'node:path';
import type { SweepDefinition } from './sweep-definition.js';

export type DefinitionIdentity = Readonly<Record<string, unknown>>;

/** A frozen plain object for canonicalJson. Paths on any machine keep their last part only. */
export function definitionIdentity(definition: SweepDefinition): DefinitionIdentity {
  const { description: _words, data, seeds, folds, ...rest } = definition;
  // Left out where they say nothing: a definition without them is the sweep that it always was.
  const replicates = { ...(seeds === 1 ? {} : { seeds }), ...(folds === null ? {} : { folds }) };
  const where = data.kind === 'file' ? { file: basename(data.file) } : {};
  const labels =
    data.kind === 'file' && data.labels !== null ? { labels: basename(data.labels) } : {};
  return Object.freeze({
    ...rest,
    ...replicates,
    data: Object.freeze({ ...data, ...where, ...labels }),
  });
}
