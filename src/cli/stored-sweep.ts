// A sweep's definition as the database has it. It is believed only where it still gives the sweep's own
// id: a definition that somebody has changed is another sweep.

import { limitDefaults, type SweepDefinition } from '../definition/sweep-definition.js';
import type { SweepSummary } from '../store/read-sweeps.js';
import { openReader } from '../store/reader.js';
import { Slip } from '../vocabulary/errors.js';
import { type StartedSweep, sweepId } from './sweep.js';

export interface StoredSweep {
  readonly definition: SweepDefinition;
  /** @throws Slip where the data or the core are no longer those that the sweep was begun with */
  readonly admit: (sweep: StartedSweep) => void;
}

/** @throws Slip where there is no such sweep, or its definition is not what it was */
export function storedSweep(selector: string | undefined, results: string): StoredSweep {
  const reader = openReader(results);
  try {
    const summary = reader.findSweep(selector);
    return { definition: definitionOf(summary), admit: (sweep) => refuseOther(summary, sweep) };
  } finally {
    reader.close();
  }
}

function definitionOf(summary: SweepSummary): SweepDefinition {
  const { id, name, dataHash, coreBuild } = summary;
  try {
    const definition = withDefaults(JSON.parse(summary.definition));
    if (sweepId(definition, dataHash, coreBuild) === id) return definition;
  } catch {
    // Not a definition at all: told below.
  }
  throw new Slip(
    `expected the definition of sweep ${name} as it was stored, found another one under its id ${id}: run its file again`,
  );
}

/** Definitions that were stored before there were these keys have none of them. */
function withDefaults(stored: Partial<SweepDefinition>): SweepDefinition {
  const defaults = { seeds: 1, folds: null, ...limitDefaults };
  return { ...defaults, ...(stored as SweepDefinition) };
}

function refuseOther(stored: SweepSummary, sweep: StartedSweep): void {
  const { definition, dataHash, coreBuild } = sweep;
  const { name } = stored;
  if (dataHash !== stored.dataHash) {
    const where = definition.data.kind === 'file' ? definition.data.file : 'the generator';
    throw new Slip(
      `expected the data that sweep ${name} was begun with, found that ${where} has changed since: put the old data back, or run the definition again, which begins a new sweep`,
    );
  }
  if (coreBuild !== stored.coreBuild) {
    throw new Slip(
      `expected the training core that sweep ${name} was begun with (${stored.coreBuild.slice(0, 12)}), found another one (${coreBuild.slice(0, 12)}): run the definition again, which begins a new sweep`,
    );
  }
}
