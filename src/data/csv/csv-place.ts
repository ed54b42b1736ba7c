// Where in a file something stands, as file:line:column-name. Lines are counted only when there is
// something to complain about: from the record's offset in bytes, which also holds behind quoted
// cells that span lines.

import type { Complaint } from '../../vocabulary/errors.js';
import { plain } from '../shown.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A file that is being read; bytes are kept for counting lines. */
export interface CsvSource {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** The line, from 1, of the first character that is no line break at or after an offset. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let start = offset;
  while (bytes[start] === LINE_FEED || bytes[start] === CARRIAGE_RETURN) start++;
  let line = 1;
  for (let i = 0; i < start; i++) {
    if (bytes[i] === LINE_FEED) line++;
    else if (bytes[i] === CARRIAGE_RETURN && bytes[i + 1] !== LINE_FEED) line++;
  }
  return line;
}

/** A complaint about the record at an offset, and about one of its columns where that is known. */
export function complaintAt(
  source: CsvSource,
  offset: number,
  column: string | null,
  message: string,
): Complaint {
  const line = lineAt(source.bytes, offset);
  return { place: `${source.file}:${line}${column === null ? '' : `:${plain(column)}`}`, message };
}
