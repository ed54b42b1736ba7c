// The leaderboard of a sweep as a person asked for it: --where, --sort and -n over what the store ranks.

import type { SweepSummary } from '../store/read-sweeps.js';
import type { LeaderboardQuery } from '../store/read-trials.js';
import type { Reader } from '../store/reader.js';
import { isConfusionCell } from '../vocabulary/confusion-cell.js';
import { Slip } from '../vocabulary/errors.js';
import { type ComparedRow, comparedRows } from './comparison.js';
import { compileSortKey } from './sort-key.js';
import { compileCondition } from './where-sql.js';

export interface LeaderboardRequest {
  readonly where?: string | undefined;
  readonly sort?: string | undefined;
  /** At most so many rows. */
  readonly limit?: number | undefined;
}

export interface Leaderboard {
  readonly sweep: SweepSummary;
  /** Ranks are those of the whole sweep, whatever was left out. */
  readonly rows: readonly ComparedRow[];
  /** All metrics that trials of the sweep have, sorted, without the cells of confusion matrices. */
  readonly metrics: readonly string[];
}

/** @throws Slip for a condition or key that is not in the grammar, or an unknown column */
export function readLeaderboard(
  reader: Reader,
  sweep: SweepSummary,
  { where, sort, limit }: LeaderboardRequest = {},
): Leaderboard {
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 1)) {
    throw new Slip(`expected a number of rows of at least 1, found ${limit}: give a whole number`);
  }
  const metrics = reader.metricNames(sweep);
  const names = { parameters: sweep.parameters, metrics };
  const query: LeaderboardQuery = {
    ...(where === undefined ? {} : { filter: compileCondition(where, names) }),
    ...(sort === undefined ? {} : { order: compileSortKey(sort, names) }),
    ...(limit === undefined ? {} : { limit }),
  };
  const columns = metrics.filter((name) => !isConfusionCell(name));
  const rows = comparedRows(reader, sweep, reader.leaderboard(sweep, query));
  return Object.freeze({ sweep, rows, metrics: columns });
}
