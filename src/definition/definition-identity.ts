// What makes two definitions the same sweep: everything that decides its results, and nothing of where
// its file or its data happen to lie, of what a machine can bear or of how often it saves. What the data
// contain is hashed elsewhere.

import { basename } from 'node:path';
import { extraMetrics } from '../vocabulary/measure.js';
import { dataDefaults } from './rules/data-defaults.js';
import type { DataSpec, SweepDefinition } from './sweep-definition.js';

export type DefinitionIdentity = Readonly<Record<string, unknown>>;

/**
 * A frozen plain object for canonicalJson. Paths on any machine keep their last part only; what says
 * nothing is left out: a definition without it is the sweep that it always was.
 */
export function definitionIdentity(definition: SweepDefinition): DefinitionIdentity {
  const {
    trialMemory: _bytes,
    checkpointEvery: _seconds,
    giveUpAfter: _failures,
    ...deciding
  } = definition;
  const { description: _words, data, seeds, folds, order, alsoMeasure = [], ...rest } = deciding;
  const extra = extraMetrics(alsoMeasure);
  const said = {
    ...(seeds === 1 ? {} : { seeds }),
    ...(folds === null ? {} : { folds }),
    ...(order === 'logical' ? {} : { order }),
    ...(extra.length === 0 ? {} : { alsoMeasure: extra }),
  };
  return Object.freeze({ ...rest, ...said, data: identityOf(data) });
}

const unsaid: Readonly<Record<string, unknown>> = dataDefaults;

function identityOf(data: DataSpec): DefinitionIdentity {
  const said = Object.entries(data).flatMap(([key, value]): [string, unknown][] => {
    if (unsaid[key] === value) return [];
    if (key === 'categoricalColumns' && value.length === 0) return [];
    const isPath = key === 'file' || key === 'labels';
    return [[key, isPath ? basename(value) : value]];
  });
  return Object.freeze(Object.fromEntries(said));
}
