// The grammar of conditions and formulas, by recursive descent:
//
//   condition  = all { "or" all }
//   all        = one { "and" one }
//   one        = "not" one | formula [ test ]
//   test       = ("<" | "<=" | ">" | ">=" | "=" | "!=" | "<>") formula
//              | ["not"] "in" "(" formula { "," formula } ")"
//              | "is" ["not"] "null"
//   formula    = product { ("+" | "-") product }
//   product    = factor { ("*" | "/") factor }
//   factor     = "-" factor | "(" condition ")" | name "(" formula { "," formula } ")"
//              | name | `name` | number | 'text' | "text" | true | false
//
// A parenthesis may hold either kind; which one it has to be is seen from what stands around it.

import { nearestName } from '../nearest-name.js';
import type { Dialect } from './dialect.js';
import {
  type ArithmeticOperator,
  type Comparison,
  type Condition,
  type FunctionName,
  functionArity,
  type Operand,
} from './expression.js';
import { slipAt, type Token, tokenise } from './tokens.js';

/** Parentheses, nots and minuses within each other. */
const MAX_DEPTH = 50;

/** SQLite refuses expressions that are 1,000 deep, and a list becomes a chain. */
const MAX_LIST = 200;

/** Likewise of sums and products. */
const MAX_OPERATORS = 200;

const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '!=']);

/** @throws Slip that says at which character what was expected */
export function parseCondition(source: string, dialect: Dialect): Condition {
  const cursor = new Cursor(tokenise(source, dialect), dialect);
  const condition = needCondition(cursor, parseAny(cursor, 0));
  if (cursor.token.kind !== 'end') {
    throw cursor.slip('`and`, `or` or the end', 'join conditions with `and` or `or`');
  }
  return condition;
}

/** @throws Slip that says at which character what was expected */
export function parseFormula(source: string, dialect: Dialect): Operand {
  const cursor = new Cursor(tokenise(source, dialect), dialect);
  const operand = needOperand(cursor, parseSum(cursor, 0));
  if (cursor.token.kind !== 'end') {
    throw cursor.slip('`+`, `-`, `*`, `/` or the end', 'join numbers with one of them');
  }
  return operand;
}

/** Where the parser is in the tokens; it stays at the end when it gets there. */
class Cursor {
  readonly dialect: Dialect;
  readonly #tokens: readonly Token[];
  #next = 0;
  #operators = 0;

  constructor(tokens: readonly Token[], dialect: Dialect) {
    this.#tokens = tokens;
    this.dialect = dialect;
  }

  get token(): Token {
    return this.#tokens[this.#next]!;
  }

  advance(): void {
    if (this.token.kind !== 'end') this.#next++;
  }

  /** Whether this word or sign stands here. */
  stands(text: string): boolean {
    const { token } = this;
    return (token.kind === 'word' || token.kind === 'sign') && token.text === text;
  }

  /** Steps over this word or sign if it stands here. */
  take(text: string): boolean {
    const here = this.stands(text);
    if (here) this.advance();
    return here;
  }

  /** Steps over one of these operators, of which there may be so many in all. */
  takeOperator<Operator extends ArithmeticOperator>(...operators: Operator[]): Operator | null {
    const taken = operators.find((operator) => this.take(operator));
    if (taken !== undefined && ++this.#operators > MAX_OPERATORS) {
      throw this.slip(`at most ${MAX_OPERATORS} operators`, 'use a shorter formula');
    }
    return taken ?? null;
  }

  need(text: string, remedy: string): void {
    if (!this.take(text)) throw this.slip(`\`${text}\``, remedy);
  }

  deeper(depth: number): number {
    if (depth < MAX_DEPTH) return depth + 1;
    throw this.slip(`at most ${MAX_DEPTH} levels`, 'use fewer parentheses and nots');
  }

  /** Whether a parenthesis follows. */
  get isCall(): boolean {
    const next = this.#tokens[this.#next + 1];
    return next?.kind === 'sign' && next.text === '(';
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

type Part = Condition | Operand;

/** `at` is where an operand begins: conditions have none. */
function isOperand(part: Part): part is Operand {
  return 'at' in part;
}

function needCondition(cursor: Cursor, part: Part): Condition {
  if (!isOperand(part)) return part;
  throw cursor.slip(
    'a comparison (< <= > >= = !=), `in` or `is null`',
    `write for example ${cursor.dialect.comparison}`,
  );
}

function needOperand(cursor: Cursor, part: Part): Operand {
  if (isOperand(part)) return part;
  throw cursor.slip('`and`, `or` or the end', 'a condition has no value to go on with');
}

function parseAny(cursor: Cursor, depth: number): Part {
  return parseJoined(cursor, 'or', () => parseJoined(cursor, 'and', () => parseOne(cursor, depth)));
}

function parseJoined(cursor: Cursor, kind: 'and' | 'or', parse: () => Part): Part {
  const first = parse();
  // Before the word is stepped over, which is where a comparison is missing.
  if (cursor.stands(kind)) needCondition(cursor, first);
  if (!cursor.take(kind)) return first;
  const terms = [needCondition(cursor, first)];
  do terms.push(needCondition(cursor, parse()));
  while (cursor.take(kind));
  return { kind, terms };
}

function parseOne(cursor: Cursor, depth: number): Part {
  if (!cursor.take('not')) return parseTest(cursor, parseSum(cursor, depth), depth);
  const term = parseOne(cursor, cursor.deeper(depth));
  return { kind: 'not', term: needCondition(cursor, term) };
}

function parseTest(cursor: Cursor, part: Part, depth: number): Part {
  const { token } = cursor;
  if (!isOperand(part)) return part;
  if (token.kind === 'sign' && comparisons.has(token.text)) {
    cursor.advance();
    const comparison = token.text as Comparison;
    const right = needOperand(cursor, parseSum(cursor, depth));
    return { kind: 'compare', comparison, left: part, right };
  }
  if (cursor.take('is')) {
    const not = cursor.take('not');
    cursor.need('null', 'write `is null` or `is not null`');
    return negated(not, { kind: 'null', operand: part });
  }
  const not = cursor.take('not');
  if (cursor.take('in')) {
    cursor.need('(', "write a list, such as `in ('adam', 'sgd')`");
    return negated(not, { kind: 'in', left: part, values: parseList(cursor, depth) });
  }
  if (not) needCondition(cursor, part);
  return part;
}

function negated(not: boolean, condition: Condition): Condition {
  return not ? { kind: 'not', term: condition } : condition;
}

/** Behind the parenthesis that opens it. */
function parseList(cursor: Cursor, depth: number): readonly Operand[] {
  const values = [needOperand(cursor, parseSum(cursor, depth))];
  while (cursor.take(',')) values.push(needOperand(cursor, parseSum(cursor, depth)));
  if (values.length > MAX_LIST) {
    throw cursor.slip(`at most ${MAX_LIST} values in a list`, 'use a shorter list');
  }
  cursor.need(')', 'separate values with commas and close the list');
  return values;
}

function parseSum(cursor: Cursor, depth: number): Part {
  let sum = parseProduct(cursor, depth);
  for (;;) {
    const operator = isOperand(sum) ? cursor.takeOperator('+', '-') : null;
    if (operator === null) return sum;
    sum = arithmetic(cursor, operator, sum, parseProduct(cursor, depth));
  }
}

function parseProduct(cursor: Cursor, depth: number): Part {
  let product = parseFactor(cursor, depth);
  for (;;) {
    const operator = isOperand(product) ? cursor.takeOperator('*', '/') : null;
    if (operator === null) return product;
    product = arithmetic(cursor, operator, product, parseFactor(cursor, depth));
  }
}

function arithmetic(cursor: Cursor, operator: ArithmeticOperator, one: Part, other: Part): Operand {
  const [left, right] = [needOperand(cursor, one), needOperand(cursor, other)];
  return { kind: 'arithmetic', operator, left, right, at: left.at };
}

function parseFactor(cursor: Cursor, depth: number): Part {
  const { token } = cursor;
  const { at } = token;
  if (cursor.take('-')) {
    const operand = needOperand(cursor, parseFactor(cursor, cursor.deeper(depth)));
    return { kind: 'negative', operand, at };
  }
  if (cursor.take('(')) {
    const inner = parseAny(cursor, cursor.deeper(depth));
    cursor.need(')', 'close the parenthesis');
    return inner;
  }
  if (token.kind === 'name' && cursor.dialect.functions && cursor.isCall) {
    return parseCall(cursor, token, depth);
  }
  const operand = operandOf(token);
  if (operand === null) {
    const { name, operand: example } = cursor.dialect;
    throw cursor.slip(`${name}, number or text`, `write for example ${example}`);
  }
  cursor.advance();
  return operand;
}

function parseCall(
  cursor: Cursor,
  { text, at }: Extract<Token, { kind: 'name' }>,
  depth: number,
): Operand {
  const names = Object.keys(functionArity);
  const lower = text.toLowerCase();
  if (!Object.hasOwn(functionArity, lower)) {
    const near = nearestName(lower, names);
    const list = names.map((name) => `\`${name}\``).join(', ');
    throw cursor.slip(
      'a function',
      near === null ? `there are ${list}` : `did you mean \`${near}\`?`,
    );
  }
  cursor.advance();
  cursor.advance();
  const operands = parseList(cursor, cursor.deeper(depth));
  const name = lower as FunctionName;
  const [fewest, most] = functionArity[name];
  if (operands.length >= fewest && operands.length <= most) {
    return { kind: 'call', name, operands, at };
  }
  const range = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
  throw slipAt(
    at,
    `${range} operands of ${name}`,
    `${operands.length}`,
    'separate them with commas',
  );
}

function operandOf(token: Token): Operand | null {
  const { at } = token;
  if (token.kind === 'name') return { kind: 'name', name: token.text, at };
  if (token.kind === 'number') return { kind: 'number', value: token.value, at };
  if (token.kind === 'text') return { kind: 'text', value: token.value, at };
  const truth = token.kind === 'word' && (token.text === 'true' || token.text === 'false');
  return truth ? { kind: 'boolean', value: token.text === 'true', at } : null;
}
