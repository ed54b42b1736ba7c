// JSON text becomes a source tree. JSON.parse says neither where a slip stands nor that a key stands
// twice, so this reads the grammar of RFC 8259 itself, one function for each kind of value.

import type { ComplaintBook } from '../complaint-book.js';
import {
  admitKey,
  invisibleCharacter,
  MAX_DEPTH,
  MAX_VALUES,
  tooDeep,
  tooManyValues,
} from './limits.js';
import { type MapEntry, quoted, type SourceNode, type Spot } from './source-node.js';

/** Thrown at the first error of grammar, caught in readJson: what follows it would be echoes. */
class GrammarError extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

interface Reader {
  readonly text: string;
  readonly spotOf: (offset: number) => Spot;
  readonly book: ComplaintBook;
  at: number;
  values: number;
}

const BLANK = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /[A-Za-z_][\w.-]*/y;
const WORDS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function match(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at;
  const text = pattern.exec(reader.text)?.[0] ?? null;
  if (text !== null) reader.at += text.length;
  return text;
}

function fail(reader: Reader, expected: string, remedy: string): never {
  const next = reader.text[reader.at];
  const what = next === undefined ? 'the end of the file' : quoted(next);
  throw new GrammarError(reader.at, `expected ${expected}, found ${what}: ${remedy}`);
}

function readText(reader: Reader, expected: string): string {
  const start = reader.at;
  const written = match(reader, STRING);
  if (written === null) {
    const remedy =
      reader.text[reader.at] === '"'
        ? 'close the quote, and write line breaks and backslashes as \\n and \\\\'
        : 'JSON puts names and text in double quotes';
    fail(reader, expected, remedy);
  }
  const text = JSON.parse(written) as string;
  const invisible = invisibleCharacter(text);
  if (invisible !== null) {
    reader.book.error(
      reader.spotOf(start),
      `expected text that can be seen, found the character ${invisible.name}: remove it`,
    );
  }
  return text;
}

/** After an item: true to go on with another, false at the closing bracket. */
function another(reader: Reader, closing: string): boolean {
  match(reader, BLANK);
  const mark = reader.text[reader.at];
  if (mark !== ',' && mark !== closing) {
    fail(reader, `\`,\` or \`${closing}\``, 'is a comma or a bracket missing before it?');
  }
  reader.at++;
  if (mark === closing) return false;
  match(reader, BLANK);
  if (reader.text[reader.at] === closing)
    fail(reader, 'another item', 'remove the comma before it');
  return true;
}

function readMap(reader: Reader, spot: Spot, depth: number): SourceNode {
  const entries: MapEntry[] = [];
  const seen = new Map<string, Spot>();
  reader.at++;
  match(reader, BLANK);
  let more = reader.text[reader.at] !== '}';
  if (!more) reader.at++;
  while (more) {
    const keySpot = reader.spotOf(reader.at);
    const key = readText(reader, 'a key in double quotes');
    match(reader, BLANK);
    if (reader.text[reader.at] !== ':') fail(reader, '`:` after a key', 'write "key": value');
    reader.at++;
    const value = readValue(reader, depth + 1);
    if (admitKey(key, keySpot, seen, reader.book)) entries.push({ key, keySpot, value });
    more = another(reader, '}');
  }
  return { kind: 'map', spot, entries };
}

function readList(reader: Reader, spot: Spot, depth: number): SourceNode {
  const items: SourceNode[] = [];
  reader.at++;
  match(reader, BLANK);
  let more = reader.text[reader.at] !== ']';
  if (!more) reader.at++;
  while (more) {
    items.push(readValue(reader, depth + 1));
    more = another(reader, ']');
  }
  return { kind: 'list', spot, items };
}

function readScalar(reader: Reader, spot: Spot): SourceNode {
  const scalar = (value: string | number | boolean | null, text: string, isQuoted: boolean) =>
    ({ kind: 'scalar', spot, value, text, quoted: isQuoted }) as const;
  if (reader.text[reader.at] === '"') {
    const text = readText(reader, 'text');
    return scalar(text, text, true);
  }
  const number = match(reader, NUMBER);
  if (number !== null) return scalar(Number(number), number, false);
  const start = reader.at;
  const word = match(reader, WORD);
  const value = word === null ? undefined : WORDS.get(word);
  if (word === null || value === undefined) {
    reader.at = start;
    return fail(
      reader,
      'a value',
      'JSON knows numbers, true, false, null and text in double quotes',
    );
  }
  return scalar(value, word, false);
}

function readValue(reader: Reader, depth: number): SourceNode {
  match(reader, BLANK);
  const spot = reader.spotOf(reader.at);
  if (depth > MAX_DEPTH) throw new GrammarError(reader.at, tooDeep);
  if (++reader.values > MAX_VALUES) throw new GrammarError(reader.at, tooManyValues);
  const mark = reader.text[reader.at];
  if (mark === '{') return readMap(reader, spot, depth);
  if (mark === '[') return readList(reader, spot, depth);
  return readScalar(reader, spot);
}

/** @returns null after an error of grammar, which is in the book */
export function readJson(
  text: string,
  spotOf: (offset: number) => Spot,
  book: ComplaintBook,
): SourceNode | null {
  const reader: Reader = { text, spotOf, book, at: 0, values: 0 };
  try {
    const root = readValue(reader, 1);
    match(reader, BLANK);
    if (reader.at < text.length) fail(reader, 'the end of the definition', 'remove what follows');
    return root;
  } catch (thrown) {
    if (!(thrown instanceof GrammarError)) throw thrown;
    book.error(spotOf(thrown.offset), thrown.message);
    return null;
  }
}
