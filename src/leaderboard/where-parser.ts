// The grammar of --where, by recursive descent:
//
//   condition  = all { "or" all }
//   all        = one { "and" one }
//   one        = "not" one | "(" condition ")" | operand test
//   test       = ("<" | "<=" | ">" | ">=" | "=" | "!=" | "<>") operand
//              | ["not"] "in" "(" operand { "," operand } ")"
//              | "is" ["not"] "null"
//   operand    = name | `name` | number | 'text' | "text" | true | false

import type { Comparison, Condition, Operand } from './condition.js';
import { slipAt, type Token, tokenise } from './where-tokens.js';

/** Parentheses and nots within each other. */
const MAX_DEPTH = 50;

/** SQLite refuses expressions that are 1,000 deep, and a list becomes a chain. */
const MAX_LIST = 200;

const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '!=']);

/** @throws Slip that says at which character what was expected */
export function parseCondition(source: string): Condition {
  const cursor = new Cursor(tokenise(source));
  const condition = parseAny(cursor, 0);
  if (cursor.token.kind !== 'end') {
    throw cursor.slip('`and`, `or` or the end', 'join conditions with `and` or `or`');
  }
  return condition;
}

/** Where the parser is in the tokens; it stays at the end when it gets there. */
class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  advance(): void {
    if (this.token.kind !== 'end') this.#next++;
  }

  /** Steps over this word or sign if it stands here. */
  take(text: string): boolean {
    const { token } = this;
    const here = (token.kind === 'word' || token.kind === 'sign') && token.text === text;
    if (here) this.advance();
    return here;
  }

  need(text: string, remedy: string): void {
    if (!this.take(text)) throw this.slip(`\`${text}\``, remedy);
  }

  slip(expected: string, remedy: string) {
    return slipAt(this.token.at, expected, shown(this.token), remedy);
  }
}

function shown(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'number':
      return `the number ${token.value}`;
    case 'text':
      return `the text '${token.value.slice(0, 40)}'`;
    case 'name':
    case 'word':
    case 'sign':
      return `\`${token.text}\``;
  }
}

function parseAny(cursor: Cursor, depth: number): Condition {
  return parseJoined(cursor, 'or', () => parseJoined(cursor, 'and', () => parseOne(cursor, depth)));
}

function parseJoined(cursor: Cursor, kind: 'and' | 'or', parse: () => Condition): Condition {
  const terms = [parse()];
  while (cursor.take(kind)) terms.push(parse());
  return terms.length === 1 ? terms[0]! : { kind, terms };
}

function parseOne(cursor: Cursor, depth: number): Condition {
  if (depth > MAX_DEPTH) {
    throw cursor.slip(`at most ${MAX_DEPTH} levels`, 'use fewer parentheses and nots');
  }
  if (cursor.take('not')) return { kind: 'not', term: parseOne(cursor, depth + 1) };
  if (cursor.take('(')) {
    const condition = parseAny(cursor, depth + 1);
    cursor.need(')', 'close the parenthesis');
    return condition;
  }
  return parseTest(cursor, parseOperand(cursor));
}

function parseTest(cursor: Cursor, left: Operand): Condition {
  const { token } = cursor;
  if (token.kind === 'sign' && comparisons.has(token.text)) {
    cursor.advance();
    const comparison = token.text as Comparison;
    return { kind: 'compare', comparison, left, right: parseOperand(cursor) };
  }
  if (cursor.take('is')) {
    const not = cursor.take('not');
    cursor.need('null', 'write `is null` or `is not null`');
    return negated(not, { kind: 'null', operand: left });
  }
  const not = cursor.take('not');
  if (cursor.take('in')) return negated(not, { kind: 'in', left, values: parseList(cursor) });
  throw cursor.slip(
    'a comparison (< <= > >= = !=), `in` or `is null`',
    'write for example `lr < 0.01`',
  );
}

function negated(not: boolean, condition: Condition): Condition {
  return not ? { kind: 'not', term: condition } : condition;
}

function parseList(cursor: Cursor): readonly Operand[] {
  cursor.need('(', "write a list, such as `in ('adam', 'sgd')`");
  const values = [parseOperand(cursor)];
  while (cursor.take(',')) values.push(parseOperand(cursor));
  if (values.length > MAX_LIST) {
    throw cursor.slip(`at most ${MAX_LIST} values in a list`, 'use a shorter list');
  }
  cursor.need(')', 'separate values with commas and close the list');
  return values;
}

function parseOperand(cursor: Cursor): Operand {
  const { token } = cursor;
  const operand = operandOf(token);
  if (operand === null) {
    throw cursor.slip('a column, number or text', 'write for example `val_accuracy >= 0.9`');
  }
  cursor.advance();
  return operand;
}

function operandOf(token: Token): Operand | null {
  const { at } = token;
  if (token.kind === 'name') return { kind: 'column', name: token.text, at };
  if (token.kind === 'number') return { kind: 'number', value: token.value, at };
  if (token.kind === 'text') return { kind: 'text', value: token.value, at };
  const truth = token.kind === 'word' && (token.text === 'true' || token.text === 'false');
  return truth ? { kind: 'boolean', value: token.text === 'true', at } : null;
}
