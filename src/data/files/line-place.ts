// Places in text files, as file:line:column-name. Lines are counted only when there is something to
// complain about: from the record's offset in bytes, which also holds behind quoted cells that span
// lines.

import type { Source } from '../columns/source.js';
import { plain } from '../shown.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A text file that is being read; bytes are kept for counting lines. */
export interface TextSource extends Source {
  readonly bytes: Buffer;
}

/** The places that `complaint` takes are offsets in bytes. */
export function textSource(file: string, bytes: Buffer): TextSource {
  return {
    file,
    bytes,
    complaint: (offset, column, message) => ({
      place: `${file}:${lineAt(bytes, offset)}${column === null ? '' : `:${plain(column)}`}`,
      message,
    }),
  };
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
