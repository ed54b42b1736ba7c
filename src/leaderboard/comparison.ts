// Whether a trial can be told from the first. Trials share their replicates, so what is tested is the
// mean of the differences, replicate by replicate: what a seed or a fold does to both cancels out.

import type { SweepSummary } from '../store/read-sweeps.js';
import type { LeaderboardQuery, LeaderboardRow } from '../store/read-trials.js';
import type { Reader } from '../store/reader.js';
import { mean, sampleDeviation } from '../vocabulary/replicate.js';
import { twoSidedP } from './student-t.js';

/** Marks are of this level. */
const LEVEL = 0.05;

export interface Comparison {
  /** Of no difference from the first; null: the first itself, or nothing to test. */
  readonly pValue: number | null;
  /** Whether it cannot be told from the first at the 5 % level; null where nothing was tested. */
  readonly tied: boolean | null;
}

export type ComparedRow = LeaderboardRow & Comparison;

/** Whether each configuration of a sweep is trained more than once. */
export function isReplicated({ seeds, folds }: Pick<SweepSummary, 'folds' | 'seeds'>): boolean {
  return seeds > 1 || folds !== null;
}

const untested: Comparison = Object.freeze({ pValue: null, tied: null });

/**
 * Rows of a sweep, each compared with the trial at rank 1, whether that is among them or not.
 * @param ranks by which the rows are ranked, where that is not by the first objective
 */
export function comparedRows<Row extends LeaderboardRow>(
  reader: Reader,
  sweep: SweepSummary,
  rows: readonly Row[],
  ranks?: LeaderboardQuery['ranks'],
): readonly (Row & Comparison)[] {
  const first = isReplicated(sweep)
    ? (rows.find(({ rank }) => rank === 1) ?? firstOf(reader, sweep, ranks))
    : undefined;
  return rows.map((row) =>
    Object.freeze({
      ...row,
      ...(first === undefined || row.rank === 1 ? untested : compared(first, row, sweep.folds)),
    }),
  );
}

function firstOf(reader: Reader, sweep: SweepSummary, ranks: LeaderboardQuery['ranks']) {
  return reader.leaderboard(sweep, { limit: 1, ...(ranks === undefined ? {} : { ranks }) })[0];
}

function compared(first: LeaderboardRow, row: LeaderboardRow, folds: number | null): Comparison {
  const pValue = pairedP(valuesOf(first), valuesOf(row), folds);
  return { pValue, tied: pValue === null ? null : pValue >= LEVEL };
}

function valuesOf({ replicates }: LeaderboardRow): readonly number[] {
  return replicates.map(({ value }) => value ?? Number.NaN);
}

/**
 * The two-sided p-value that the values of two trials, paired by replicate, have one mean. Without folds
 * a paired t-test. With folds the corrected resampled t-test (Nadeau and Bengio 2003): trainings of
 * different folds share rows, which the plain test would take for independent evidence; its variance
 * is s² (1/n + rows to validate / rows to train) for n replicates, with n - 1 degrees of freedom.
 * @returns null for fewer than two pairs, and where a value is not finite
 */
export function pairedP(
  a: readonly number[],
  b: readonly number[],
  folds: number | null,
): number | null {
  const differences = a.map((value, i) => value - b[i]!);
  const n = differences.length;
  if (n < 2 || n !== b.length || !differences.every(Number.isFinite)) return null;
  const centre = mean(differences);
  if (centre === 0) return 1;
  const share = folds === null ? 1 / n : 1 / n + 1 / (folds - 1);
  return twoSidedP(centre / (sampleDeviation(differences) * Math.sqrt(share)), n - 1);
}

/** What the marks come from, in words. */
export function testNamed({ folds }: Pick<SweepSummary, 'folds'>): string {
  if (folds === null) return 'paired t-test';
  return 'corrected resampled t-test (Nadeau & Bengio 2003)';
}
