// Where an expression stands: what its names are, and what its errors show as examples. The grammar is one.

export interface Dialect {
  /** What it is as a whole. */
  readonly what: string;
  /** What to do about one that is too long. */
  readonly shorten: string;
  /** What names are. */
  readonly name: string;
  /** Examples of a comparison and of something with a value. */
  readonly comparison: string;
  readonly operand: string;
  /** Names may have dashes inside, so that a minus needs a space before it. */
  readonly dashedNames: boolean;
  readonly functions: boolean;
}

/** Over the trials of a leaderboard. */
export const leaderboardDialect: Dialect = Object.freeze({
  what: 'a condition',
  shorten: 'shorten it, or filter an export',
  name: 'a column',
  comparison: '`lr < 0.01`',
  operand: '`val_accuracy >= 0.9`',
  dashedNames: true,
  functions: false,
});

/** Over the settings of a configuration. */
export const settingDialect: Dialect = Object.freeze({
  what: 'an expression',
  shorten: 'make several of it',
  name: 'a setting',
  comparison: '`batch_size * layers <= 2048`',
  operand: '`beta1 < beta2`',
  dashedNames: false,
  functions: true,
});
