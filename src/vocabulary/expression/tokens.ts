// The words of an expression: `lr < 0.01 and optimizer = 'adam'`. Every token knows where it stands, so that
// an error can say "at character 12".

import { Slip } from '../errors.js';
import type { Dialect } from './dialect.js';

export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  /** and or not in is null true false, asc desc in a sort key; in lower case */
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  /** < <= > >= = != ( ) , + - * / */
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const MAX_LENGTH = 2000;

const words = new Set(['and', 'or', 'not', 'in', 'is', 'null', 'true', 'false', 'asc', 'desc']);

/** Sticky; a name may hold dots, and in some dialects dashes, inside (block.width, l2-penalty). */
const space = /\s+/y;
const name = /[\p{L}_](?:[\p{L}\p{N}_]|[.](?=[\p{L}\p{N}_]))*/uy;
const dashedName = /[\p{L}_](?:[\p{L}\p{N}_]|[.-](?=[\p{L}\p{N}_]))*/uy;
const signedNumber = /[+-](?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy;
const text = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"/y;
const quotedName = /`([^`]+)`/y;
const sign = /<=|>=|<>|!=|[<>=(),+*/-]/y;

/** What people write from other languages, and what it is here. */
const elsewhere: Readonly<Record<string, string>> = {
  '==': '=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
};

/** A slip at a character of what was typed, counted from 1. */
export function slipAt(at: number, expected: string, found: string, remedy: string): Slip {
  return new Slip(`expected ${expected}, found ${found} at character ${at + 1}: ${remedy}`);
}

/** @throws Slip at the first character that belongs to no token */
export function tokenise(source: string, dialect: Dialect): readonly Token[] {
  if (source.length > MAX_LENGTH) {
    throw new Slip(
      `expected ${dialect.what} of at most ${MAX_LENGTH} characters, found ${source.length}: ${dialect.shorten}`,
    );
  }
  const tokens: Token[] = [];
  for (let at = skipped(source, 0); at < source.length; ) {
    const { token, end } = tokenAt(source, at, followsOperand(tokens.at(-1)), dialect);
    tokens.push(token);
    at = skipped(source, end);
  }
  tokens.push({ kind: 'end', at: source.length });
  return tokens;
}

function skipped(source: string, at: number): number {
  return at + (match(space, source, at)?.[0].length ?? 0);
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

/** Whether a sign behind it is arithmetic, and not a part of a number. */
function followsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.kind === 'sign' ? token.text === ')' : token.kind !== 'word';
}

function tokenAt(
  source: string,
  at: number,
  isBehindOperand: boolean,
  { dashedNames }: Dialect,
): { token: Token; end: number } {
  const written = Object.keys(elsewhere).find((other) => source.startsWith(other, at));
  if (written !== undefined && !source.startsWith('!=', at)) {
    throw slipAt(at, 'a condition', `\`${written}\``, `write \`${elsewhere[written]}\``);
  }
  // A comment of SQL is no minus before a minus.
  if (source.startsWith('--', at)) throw unreadable(source, at);
  const numeral =
    match(number, source, at) ?? (isBehindOperand ? null : match(signedNumber, source, at));
  if (numeral !== null) return { token: numberToken(numeral[0], at), end: at + numeral[0].length };
  const word = match(dashedNames ? dashedName : name, source, at);
  if (word !== null) return { token: wordToken(word[0], at), end: at + word[0].length };
  const quoted = match(text, source, at);
  if (quoted !== null) {
    const value = quoted[1]?.replaceAll("''", "'") ?? quoted[2]?.replaceAll('""', '"') ?? '';
    return { token: { kind: 'text', value, at }, end: at + quoted[0].length };
  }
  const ticked = match(quotedName, source, at);
  if (ticked !== null) {
    return { token: { kind: 'name', text: ticked[1]!, at }, end: at + ticked[0].length };
  }
  const mark = match(sign, source, at);
  if (mark !== null) {
    const shown = mark[0] === '<>' ? '!=' : mark[0];
    return { token: { kind: 'sign', text: shown, at }, end: at + mark[0].length };
  }
  throw unreadable(source, at);
}

function wordToken(word: string, at: number): Token {
  const lower = word.toLowerCase();
  return words.has(lower) ? { kind: 'word', text: lower, at } : { kind: 'name', text: word, at };
}

function numberToken(numeral: string, at: number): Token {
  const value = Number(numeral);
  if (!Number.isFinite(value)) {
    throw slipAt(at, 'a number below 1.8e308', numeral, 'use a smaller one');
  }
  return { kind: 'number', value, at };
}

function unreadable(source: string, at: number): Slip {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  if (`'"\``.includes(character)) {
    return slipAt(
      at,
      `the quote ${character} to be closed`,
      'the end',
      'add it at the end of the text',
    );
  }
  if (/[\d.+-]/.test(character)) {
    const numeral = source.slice(at).match(/^\S{1,40}/)?.[0] ?? character;
    return slipAt(at, 'a number', `\`${numeral}\``, 'write it like 12, 0.5 or 1e-3');
  }
  return slipAt(
    at,
    'a name, number, text or comparison',
    `\`${character}\``,
    'remove it, or put text in quotes',
  );
}
