// A JSON Lines file becomes a table: one object per line, whose keys are columns in order of first sight.
// A key that a line leaves out, and null, are empty cells. Text that reads as a number is that number, as
// in CSV. (JavaScript sorts keys that are whole numbers before others; a column's place then differs
// from that in another format.)

import { messageOf, Slip } from '../../vocabulary/errors.js';
import { columnsOf } from '../columns/header.js';
import type { Cell } from '../columns/number-cell.js';
import { tableBuilder } from '../columns/table-builder.js';
import { readTextFile } from '../files/data-file.js';
import { type TextSource, textSource } from '../files/line-place.js';
import { shownCell } from '../shown.js';
import type { FileSpec, Table } from '../table.js';

const LINE_FEED = 10;
const MAX_LINE = 16 * 1024 * 1024;

type Row = Readonly<Record<string, unknown>>;

/** @throws Slip for whatever a person can mend in the file or in the definition's data section */
export async function readJsonlTable(spec: FileSpec): Promise<Table> {
  const source = textSource(spec.file, await readTextFile(spec.file, 'JSONL'));
  const names = namesIn(source);
  const columns = columnsOf(names, { ...spec, target: spec.target ?? '' }, spec.file);
  const builder = tableBuilder(source, columns, spec);
  const ignored = new Set(spec.ignore);
  eachRow(source, (row, offset) => {
    const cells = names.map((name) => {
      if (ignored.has(name) || !Object.hasOwn(row, name)) return '';
      return cellOf(row[name], (message) => source.complaint(offset, name, message));
    });
    builder.push(cells, offset);
  });
  return builder.table('found blank lines only');
}

/** Keys in order of first sight. The lines are read twice, so that none stands in memory as an object. */
function namesIn(source: TextSource): readonly string[] {
  const names = new Set<string>();
  eachRow(source, (row) => {
    for (const name of Object.keys(row)) names.add(name);
  });
  if (names.size > 0) return [...names];
  const message = 'expected one object per line, as in {"x": 1.5, "y": 0}, found none';
  throw new Slip([{ place: source.file, message }]);
}

function eachRow(source: TextSource, onRow: (row: Row, offset: number) => void): void {
  const { bytes } = source;
  for (let start = hasMark(bytes) ? 3 : 0; start < bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found;
    const row = rowOf(source, start, end);
    if (row !== null) onRow(row, start);
    start = end + 1;
  }
}

/** Whether a byte order mark comes first. */
function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** The object of a line; null for a blank one. */
function rowOf(source: TextSource, start: number, end: number): Row | null {
  const refuse = (message: string): never => {
    throw new Slip([source.complaint(start, null, message)]);
  };
  if (end - start > MAX_LINE) refuse('expected lines of at most 16 MiB, found a longer one');
  const text = source.bytes.toString('utf8', start, end);
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const remedy = 'write one object per line, as in {"x": 1.5, "y": 0}';
    return refuse(`expected JSON, found ${shownCell(messageOf(error))}: ${remedy}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Row;
  return refuse(
    `expected an object, found ${shownCell(text.trim())}: write one object per line, as in {"x": 1.5, "y": 0}`,
  );
}

function cellOf(
  value: unknown,
  complain: (message: string) => ReturnType<TextSource['complaint']>,
): Cell {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return String(value);
  const found = Array.isArray(value) ? 'a list' : 'an object';
  const message = `expected a number, text, true, false or null, found ${found}: give each of its values a key of its own, or put it under data.ignore`;
  throw new Slip([complain(message)]);
}
