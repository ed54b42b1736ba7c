// What a condition or an order over the leaderboard can speak of, as SQL over the view `leaderboard`
// (alias l). Names that people type are bound as values and never become part of the text.

import { isConfusionCell } from '../vocabulary/confusion-cell.js';

/** SQL text without a word of the user's, and the values for its question marks, in order. */
export interface SqlFragment {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/**
 * The columns that can be asked for, and the type of each; front only of sweeps with several objectives, rows of
 * those whose schedule allots them.
 */
export const fixedColumns = Object.freeze({
  rank: 'number',
  front: 'number',
  trial: 'number',
  state: 'text',
  epochs: 'number',
  epoch: 'number',
  rows: 'number',
  value: 'number',
  se: 'number',
  seed: 'number',
  rule: 'text',
} as const);

export type FixedColumn = keyof typeof fixedColumns;

export type LeaderboardColumn =
  | { readonly kind: 'fixed'; readonly name: FixedColumn }
  | { readonly kind: 'parameter'; readonly name: string }
  /** At the trial's best epoch, the mean over its replicates (of a confusion matrix's cell the sum). */
  | { readonly kind: 'metric'; readonly name: string };

/** The column's value; NULL where it is missing or NaN. A list is its JSON text, a boolean 1 or 0. */
export function columnSql(column: LeaderboardColumn): SqlFragment {
  switch (column.kind) {
    case 'fixed':
      return { sql: fixedSql[column.name], values: [] };
    case 'parameter':
      return {
        sql: '(SELECT j.value FROM json_each(l.parameters) j WHERE j.key = ?)',
        values: [column.name],
      };
    case 'metric':
      return {
        sql: `(SELECT CASE WHEN count(*) = 1 THEN max(e.value)
            WHEN count(*) = count(e.value) THEN ${isConfusionCell(column.name) ? 'sum' : 'avg'}(e.value) END
          FROM replicate r JOIN epoch e ON e.training = r.training AND e.epoch = l.epoch
            AND e.metric = (SELECT m.row FROM metric m WHERE m.name = ?)
          WHERE r.sweep = l.sweep_row AND r.trial = l.trial)`,
        values: [column.name],
      };
  }
}

const fixedSql: Readonly<Record<FixedColumn, string>> = {
  rank: 'l.rank',
  front: 'l.front',
  trial: 'l.trial',
  state: 'l.state',
  epochs: 'l.epochs',
  epoch: 'l.epoch',
  rows: 'l.rows',
  value: 'l.value',
  se: 'l.se',
  seed: 'l.seed',
  rule: 'l.rule',
};
