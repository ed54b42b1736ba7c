// The leaderboard of a sweep as a person asked for it: --where, --sort and -n over what the store ranks.

import type { SweepSummary } from '../store/read-sweeps.js';
import type { FullTrial, LeaderboardQuery, RankedTrial } from '../store/read-trials.js';
import type { Reader } from '../store/reader.js';
import { isConfusionCell } from '../vocabulary/confusion-cell.js';
import { Slip } from '../vocabulary/errors.js';
import { type ComparedRow, type Comparison, comparedRows } from './comparison.js';
import { type FrontSummary, frontSummary, paretoRanks } from './pareto-ranks.js';
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
  /** Of all trials, whatever was left out; null where the sweep has one objective. */
  readonly front: FrontSummary | null;
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
  const ranking = rankingOf(reader, sweep);
  const { parameters, allotsRows } = sweep;
  const names = { parameters, metrics, fronts: ranking !== null, rows: allotsRows };
  const query: LeaderboardQuery = {
    ...(where === undefined ? {} : { filter: compileCondition(where, names) }),
    ...(sort === undefined ? {} : { order: compileSortKey(sort, names) }),
    ...(limit === undefined ? {} : { limit }),
    ...(ranking === null ? {} : { ranks: ranking.ranks }),
  };
  const columns = metrics.filter((name) => !isConfusionCell(name));
  const rows = comparedRows(reader, sweep, reader.leaderboard(sweep, query), ranking?.ranks);
  return Object.freeze({ sweep, rows, metrics: columns, front: ranking?.front ?? null });
}

/** One trial, ranked and compared as in its leaderboard. @throws Slip for a trial that there is not */
export function readTrial(
  reader: Reader,
  sweep: SweepSummary,
  number: number,
): FullTrial & Comparison {
  const trial = reader.trial(sweep, number);
  const ranks = rankingOf(reader, sweep)?.ranks;
  const ranked = { ...trial, ...ranks?.find((place) => place.trial === number) };
  return comparedRows(reader, sweep, [ranked], ranks)[0]!;
}

/** null: by its one objective, as the store has it. */
function rankingOf(
  reader: Reader,
  sweep: SweepSummary,
): { readonly ranks: readonly RankedTrial[]; readonly front: FrontSummary } | null {
  if (sweep.objectives.length < 2) return null;
  const goals = sweep.objectives.map(({ goal }) => goal);
  const values = reader.objectiveValues(sweep);
  return { ranks: paretoRanks(values, goals), front: frontSummary(values, goals) };
}
