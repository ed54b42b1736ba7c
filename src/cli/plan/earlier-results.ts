// What the results that are there say of a sweep that has not begun: how much of it is known, and where its
// ranges look too narrow. Nothing is made where there are no results.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_NAME } from '../../store/database.js';
import { openReader } from '../../store/reader.js';
import type { Complaint } from '../../vocabulary/errors.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { type PlannedReuse, plannedReuse } from '../reuse/planned-reuse.js';
import { edgeWarnings } from './edge-warnings.js';

export interface EarlierResults {
  /** null: there are no results. */
  readonly reuse: PlannedReuse | null;
  readonly warnings: readonly Complaint[];
}

/** @throws Slip for results that `run` would refuse as well */
export function earlierResults(sweep: StartedSweep, results: string): EarlierResults {
  if (!existsSync(join(results, DATABASE_NAME))) return { reuse: null, warnings: [] };
  const reader = openReader(results);
  try {
    return { reuse: plannedReuse(sweep, reader), warnings: edgeWarnings(sweep, reader) };
  } finally {
    reader.close();
  }
}
