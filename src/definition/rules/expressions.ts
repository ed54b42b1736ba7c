// Conditions and formulas of a definition: text becomes a tree whose names are settings, and whose parts go
// together. A choice is compared with one of its words, lists are only counted and summed, numbers are
// calculated with. Places are those of the text; within it characters are counted.

import { Slip } from '../../vocabulary/errors.js';
import { settingDialect } from '../../vocabulary/expression/dialect.js';
import {
  type Condition,
  namesIn,
  type Operand,
  operandsOf,
} from '../../vocabulary/expression/expression.js';
import { parseCondition, parseFormula } from '../../vocabulary/expression/parser.js';
import { slipAt } from '../../vocabulary/expression/tokens.js';
import { nearestName, suggestion } from '../../vocabulary/nearest-name.js';
import { type Setting, type Settings, settingNamed } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { found, type SourceNode, type Spot } from '../source/source-node.js';

export interface ReadExpression {
  readonly text: string;
  readonly spot: Spot;
  /** Settings that it looks at. */
  readonly names: readonly string[];
}

/** @returns null where it is no condition: the book then says why */
export function readCondition(
  node: SourceNode,
  settings: Settings,
  book: ComplaintBook,
): ReadExpression | null {
  return readText(node, "optimizer = 'sgd'", book, (text) => {
    const condition = parseCondition(text, settingDialect);
    checkCondition(condition, settings);
    return operandsOf(condition);
  });
}

/** A formula, with or without the `=` of the short form. @returns null where the book says why */
export function readFormula(
  node: SourceNode,
  settings: Settings,
  book: ComplaintBook,
): ReadExpression | null {
  return readText(node, 'width / 2', book, (text) => {
    const formula = parseFormula(text.replace(/^\s*=/, ''), settingDialect);
    typeOf(formula, settings);
    return [formula];
  });
}

function readText(
  node: SourceNode,
  example: string,
  book: ComplaintBook,
  operands: (text: string) => readonly Operand[],
): ReadExpression | null {
  if (node.kind !== 'scalar' || node.value === null || node.value === '') {
    book.error(node.spot, `expected text, found ${found(node)}: write for example "${example}"`);
    return null;
  }
  const text = String(node.value);
  try {
    const names = [...new Set(operands(text).flatMap(namesIn))];
    if (names.length > 0) {
      return { text: text.replace(/^\s*=\s*/, '').trim(), spot: node.spot, names };
    }
    book.error(
      node.spot,
      'expected an expression that looks at a setting, found none: name one, or write a value',
    );
  } catch (slip) {
    if (!(slip instanceof Slip)) throw slip;
    for (const { message } of slip.complaints) book.error(node.spot, message);
  }
  return null;
}

type Type = 'number' | 'text' | 'boolean' | 'list' | 'any';

const typeOfKind: Readonly<Record<Setting['kind']['type'], Type>> = {
  number: 'number',
  integer: 'number',
  choice: 'text',
  boolean: 'boolean',
  integers: 'list',
  numbers: 'any',
};

const shown: Readonly<Record<Type, string>> = {
  number: 'a number',
  text: 'text',
  boolean: 'true or false',
  list: 'a list',
  any: 'a list or a word',
};

function settingAt(name: string, at: number, settings: Settings): Setting {
  const setting = settingNamed(settings, name);
  if (setting !== undefined) return setting;
  const names = settings.map((candidate) => candidate.name);
  const near = nearestName(name, names);
  const guess = near === null ? 'docs/training.md has all' : `did you mean \`${near}\`?`;
  throw slipAt(at, 'the name of a setting', `\`${name}\``, `${guess} (text goes in quotes)`);
}

/** @throws Slip for an unknown setting, and for what cannot be calculated with */
function typeOf(operand: Operand, settings: Settings): Type {
  switch (operand.kind) {
    case 'name':
      return typeOfKind[settingAt(operand.name, operand.at, settings).kind.type];
    case 'number':
    case 'text':
    case 'boolean':
      return operand.kind;
    case 'negative':
      return needNumber(operand.operand, settings);
    case 'arithmetic':
      needNumber(operand.left, settings);
      return needNumber(operand.right, settings);
    case 'call':
      for (const inner of operand.operands) checkArgument(operand.name, inner, settings);
      return 'number';
  }
}

function needNumber(operand: Operand, settings: Settings): Type {
  const type = typeOf(operand, settings);
  if (type === 'number') return type;
  const remedy =
    type === 'list' ? 'use length(…), sum(…) or max(…) of it' : 'numbers stand without quotes';
  throw slipAt(operand.at, 'a number to calculate with', shown[type], remedy);
}

function checkArgument(name: string, operand: Operand, settings: Settings): void {
  const type = typeOf(operand, settings);
  if (name === 'length') {
    if (type === 'list') return;
    throw slipAt(operand.at, `a list in ${name}`, shown[type], 'name a setting that is a list');
  }
  const takesList = name === 'min' || name === 'max' || name === 'sum';
  const isWords =
    operand.kind === 'name' && hasWords(settingAt(operand.name, operand.at, settings));
  if (type === 'number' || (type === 'list' && takesList && !isWords)) return;
  const found = isWords ? 'a list with words' : shown[type];
  throw slipAt(operand.at, `a number in ${name}`, found, 'name a setting that is a number');
}

function hasWords({ kind }: Setting): boolean {
  return kind.type === 'integers' && kind.words !== undefined;
}

function checkCondition(condition: Condition, settings: Settings): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const term of condition.terms) checkCondition(term, settings);
      return;
    case 'not':
      checkCondition(condition.term, settings);
      return;
    case 'compare': {
      const { comparison, left, right } = condition;
      checkPair(left, right, comparison !== '=' && comparison !== '!=', settings);
      return;
    }
    case 'in':
      for (const value of condition.values) checkPair(condition.left, value, false, settings);
      return;
    case 'null':
      typeOf(condition.operand, settings);
  }
}

function checkPair(left: Operand, right: Operand, ordered: boolean, settings: Settings): void {
  const [one, other] = [typeOf(left, settings), typeOf(right, settings)];
  for (const [operand, type] of [
    [left, one],
    [right, other],
  ] as const) {
    if (type !== 'list') continue;
    const remedy = 'use length(…), sum(…), min(…) or max(…) of it';
    throw slipAt(operand.at, 'a value to compare', 'a list', remedy);
  }
  if (one !== other && one !== 'any' && other !== 'any') {
    const remedy = 'numbers stand without quotes, and words with them';
    throw slipAt(right.at, `${shown[one]} to compare with`, shown[other], remedy);
  }
  if (ordered && one !== 'number') {
    throw slipAt(left.at, 'a number to order by', shown[one], 'compare it with `=` or `!=`');
  }
  checkWord(left, right, settings);
  checkWord(right, left, settings);
}

/** A choice that is compared with a word it does not have. */
function checkWord(one: Operand, other: Operand, settings: Settings): void {
  if (one.kind !== 'name' || other.kind !== 'text') return;
  const { kind } = settingAt(one.name, one.at, settings);
  if (kind.type !== 'choice' || kind.values.includes(other.value)) return;
  const remedy = suggestion(other.value, kind.values);
  throw slipAt(other.at, `a choice of \`${one.name}\``, `'${other.value.slice(0, 40)}'`, remedy);
}
