// A sweep's definition as the database has it. It is believed only where it still gives the sweep's own
// id: a definition that somebody has changed is another sweep.

import { limitDefaults, type SweepDefinition } from '../definition/sweep-definition.js';
import type { SweepSummary } from '../store/read-sweeps.js';
import { openReader } from '../store/reader.js';
import { Slip } from '../vocabulary/errors.js';
import { sweepId } from './sweep-identity.js';

export interface StoredSweep {
  readonly summary: SweepSummary;
  readonly definition: SweepDefinition;
}

/** @throws Slip where there is no such sweep, or its definition is not what it was */
export function storedSweep(selector: string | undefined, results: string): StoredSweep {
  const reader = openReader(results);
  try {
    const summary = reader.findSweep(selector);
    return { summary, definition: definitionOf(summary) };
  } finally {
    reader.close();
  }
}

/** @throws Slip where it is not what it was */
export function definitionOf(summary: SweepSummary): SweepDefinition {
  const { id, name, dataHash, coreBuild } = summary;
  try {
    const definition = storedDefinition(summary);
    if (sweepId(definition, dataHash, coreBuild) === id) return definition;
  } catch {
    // Not a definition at all: told below.
  }
  throw new Slip(
    `expected the definition of sweep ${name} as it was stored, found another one under its id ${id}: run its file again`,
  );
}

/** As it stands there, for whoever only looks. */
export function storedDefinition({ definition }: SweepSummary): SweepDefinition {
  // Those that were stored before there were these keys have none of them.
  const defaults = { seeds: 1, folds: null, ...limitDefaults };
  return { ...defaults, ...(JSON.parse(definition) as SweepDefinition) };
}

/** @throws Slip where the data have changed since the sweep was begun */
export function refuseOtherData(
  { name, dataHash: before }: SweepSummary,
  { data }: SweepDefinition,
  dataHash: string,
): void {
  if (dataHash === before) return;
  const where = data.kind === 'file' ? data.file : 'the generator';
  throw new Slip(
    `expected the data that sweep ${name} was begun with, found that ${where} has changed since: put the old data back, or run the definition again, which begins a new sweep`,
  );
}
