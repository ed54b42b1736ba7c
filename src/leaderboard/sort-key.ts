// --sort KEY: one or more columns, `lr desc, epochs`. What is missing or NaN comes last in both
// directions, and rank decides between equals.

import { columnSql, type SqlFragment } from '../store/leaderboard-columns.js';
import { Slip } from '../vocabulary/errors.js';
import { leaderboardDialect } from '../vocabulary/expression/dialect.js';
import { slipAt, type Token, tokenise } from '../vocabulary/expression/tokens.js';
import { type ColumnNames, columnNamed } from './columns.js';

const MAX_KEYS = 8;

/** @throws Slip for anything but names with `asc` or `desc`, or an unknown column */
export function compileSortKey(source: string, names: ColumnNames): SqlFragment {
  const terms: string[] = [];
  const values: (string | number)[] = [];
  for (const key of keysOf(tokenise(source, leaderboardDialect))) {
    const column = columnSql(columnNamed(key.name, key.at, names));
    terms.push(`${column.sql} IS NULL`, `${column.sql}${key.descending ? ' DESC' : ''}`);
    values.push(...column.values, ...column.values);
  }
  if (terms.length > 2 * MAX_KEYS) {
    throw new Slip(
      `expected at most ${MAX_KEYS} columns to sort by, found ${terms.length / 2}: name fewer`,
    );
  }
  return { sql: terms.join(', '), values };
}

interface Key {
  readonly name: string;
  readonly at: number;
  readonly descending: boolean;
}

function keysOf(tokens: readonly Token[]): readonly Key[] {
  const keys: Key[] = [];
  let next = 0;
  do {
    const token = tokens[next++]!;
    if (token.kind !== 'name') {
      throw slipAt(
        token.at,
        'a column to sort by',
        shown(token),
        'write for example `lr` or `lr desc`',
      );
    }
    const direction = tokens[next]!;
    const word = direction.kind === 'word' ? direction.text : '';
    const directed = word === 'asc' || word === 'desc';
    if (directed) next++;
    keys.push({ name: token.text, at: token.at, descending: word === 'desc' });
  } while (isComma(tokens[next]!) && ++next);
  const rest = tokens[next]!;
  if (rest.kind !== 'end') {
    throw slipAt(
      rest.at,
      '`asc`, `desc`, a comma or the end',
      shown(rest),
      'separate columns with commas',
    );
  }
  return keys;
}

function isComma(token: Token): boolean {
  return token.kind === 'sign' && token.text === ',';
}

function shown(token: Token): string {
  if (token.kind === 'end') return 'the end';
  return `\`${token.kind === 'number' || token.kind === 'text' ? token.value : token.text}\``;
}
