// A condition as SQL with bound values. It has two truth values, not SQL's three: a comparison with
// what is missing or NaN, or of text with a number, is false, and `!=` and `not` are its opposite. So
// `val_loss < 1` leaves diverged trials out and `not val_loss < 1` has them; `is null` finds them.

import { columnSql, type SqlFragment } from '../store/leaderboard-columns.js';
import { leaderboardDialect } from '../vocabulary/expression/dialect.js';
import {
  type Comparison,
  type Condition,
  namesIn,
  type Operand,
} from '../vocabulary/expression/expression.js';
import { parseCondition } from '../vocabulary/expression/parser.js';
import { slipAt } from '../vocabulary/expression/tokens.js';
import type { TrialState } from '../vocabulary/trial.js';
import { type ColumnNames, columnNamed, columnType } from './columns.js';

type OperandType = 'number' | 'text' | 'boolean' | 'any';

interface Compiled extends SqlFragment {
  readonly type: OperandType;
  readonly operand: Operand;
}

const states: readonly TrialState[] = ['running', 'paused', 'completed', 'stopped', 'failed'];

/** @throws Slip for a condition that is not in the grammar, or an unknown column */
export function compileCondition(source: string, names: ColumnNames): SqlFragment {
  return conditionSql(parseCondition(source, leaderboardDialect), names);
}

function conditionSql(condition: Condition, names: ColumnNames): SqlFragment {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const terms = condition.terms.map((term) => conditionSql(term, names));
      return joined(terms, condition.kind === 'and' ? ' AND ' : ' OR ');
    }
    case 'not': {
      const term = conditionSql(condition.term, names);
      return { sql: `(NOT ${term.sql})`, values: term.values };
    }
    case 'compare':
      return comparisonSql(
        condition.comparison,
        compiled(condition.left, names),
        compiled(condition.right, names),
      );
    case 'in': {
      const left = compiled(condition.left, names);
      const equals = condition.values.map((v) => comparisonSql('=', left, compiled(v, names)));
      return joined(equals, ' OR ');
    }
    case 'null': {
      const { sql, values } = compiled(condition.operand, names);
      return { sql: `(${sql} IS NULL)`, values };
    }
  }
}

function joined(fragments: readonly SqlFragment[], by: string): SqlFragment {
  return {
    sql: `(${fragments.map(({ sql }) => sql).join(by)})`,
    values: fragments.flatMap(({ values }) => values),
  };
}

function compiled(operand: Operand, names: ColumnNames): Compiled {
  switch (operand.kind) {
    case 'name': {
      const column = columnNamed(operand.name, operand.at, names);
      return { ...columnSql(column), type: columnType(column), operand };
    }
    case 'number':
    case 'text':
      return { sql: '?', values: [operand.value], type: operand.kind, operand };
    case 'boolean':
      return { sql: '?', values: [Number(operand.value)], type: 'boolean', operand };
    case 'negative': {
      const { sql, values } = numberSql(compiled(operand.operand, names));
      return { sql: `(- ${sql})`, values, type: 'number', operand };
    }
    case 'arithmetic': {
      const left = numberSql(compiled(operand.left, names));
      const right = numberSql(compiled(operand.right, names));
      // 7 / 2 is 3.5 here, of whole numbers too.
      const whole = operand.operator === '/' ? '1.0 * ' : '';
      const sql = `(${whole}${left.sql} ${operand.operator} ${right.sql})`;
      return { sql, values: [...left.values, ...right.values], type: 'number', operand };
    }
    case 'call':
      throw slipAt(operand.at, 'a column', `\`${operand.name}(…)\``, 'there are no functions here');
  }
}

/** What is calculated with is a number; text of a parameter that may be either comes to nothing. */
function numberSql(side: Compiled): SqlFragment {
  const { sql, values, type } = side;
  if (type === 'number') return side;
  if (type === 'any') {
    const number = `(CASE WHEN typeof(${sql}) IN ('integer', 'real') THEN ${sql} END)`;
    return { sql: number, values: [...values, ...values] };
  }
  throw slipAt(
    side.operand.at,
    'a number to calculate with',
    named(side),
    'numbers stand without quotes',
  );
}

function comparisonSql(comparison: Comparison, left: Compiled, right: Compiled): SqlFragment {
  refuseSenseless(comparison, left, right);
  if (comparison === '!=') {
    const equal = comparisonSql('=', left, right);
    return { sql: `(NOT ${equal.sql})`, values: equal.values };
  }
  const test = {
    sql: `${left.sql} ${comparison} ${right.sql}`,
    values: [...left.values, ...right.values],
  };
  const { sql, values } = joined([...typeGuard(left, right), test], ' AND ');
  return { sql: `ifnull(${sql}, 0)`, values };
}

/** SQLite calls every number less than every text; where a parameter may be either, ask first. */
function typeGuard(left: Compiled, right: Compiled): SqlFragment[] {
  if (left.type !== 'any' && right.type !== 'any') return [];
  const isText = (side: Compiled): SqlFragment =>
    side.type === 'any'
      ? { sql: `(typeof(${side.sql}) = 'text')`, values: side.values }
      : { sql: side.type === 'text' ? '1' : '0', values: [] };
  return [joined([isText(left), isText(right)], ' = ')];
}

function refuseSenseless(comparison: Comparison, left: Compiled, right: Compiled): void {
  const { operand } = right;
  if (namesIn(left.operand).length === 0 && namesIn(operand).length === 0) {
    throw slipAt(left.operand.at, 'a column on one side', 'two values', 'name a column to compare');
  }
  const ordering = comparison !== '=' && comparison !== '!=';
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (ordering && one.type === 'boolean') {
      throw slipAt(
        one.operand.at,
        `a number or text after \`${comparison}\``,
        'true or false',
        'compare it with `=` or `!=`',
      );
    }
    if (one.type === 'number' && (other.type === 'text' || other.type === 'boolean')) {
      throw slipAt(
        other.operand.at,
        `a number to compare with ${named(one)}`,
        named(other),
        'numbers stand without quotes',
      );
    }
    if (one.type === 'text' && other.type === 'boolean') {
      throw slipAt(
        other.operand.at,
        `text to compare with ${named(one)}`,
        named(other),
        'put it in quotes',
      );
    }
    refuseUnknownState(one, other);
  }
}

function refuseUnknownState(one: Compiled, { operand }: Compiled): void {
  if (one.operand.kind !== 'name' || one.operand.name !== 'state') return;
  if (operand.kind === 'text' && !(states as readonly string[]).includes(operand.value)) {
    throw slipAt(
      operand.at,
      `a state (${states.join(', ')})`,
      `'${operand.value}'`,
      'use one of these',
    );
  }
}

function named({ operand }: Compiled): string {
  switch (operand.kind) {
    case 'name':
      return `\`${operand.name}\``;
    case 'text':
      return `the text '${operand.value}'`;
    case 'number':
    case 'boolean':
      return String(operand.value);
    case 'arithmetic':
    case 'negative':
    case 'call':
      return 'a formula';
  }
}
