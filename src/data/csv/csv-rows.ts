// The door to csv-parse. It hands over one record at a time, so that a large file never stands in
// memory as text, and turns what the parser refuses into messages for people.

import type { CsvError } from 'csv-parse/sync';
import { Slip } from '../../vocabulary/errors.js';
import type { TextSource } from '../files/line-place.js';

/** Bytes; a quote that is opened and never closed would otherwise swallow the rest of the file. */
const MAX_RECORD = 16 * 1024 * 1024;

/** Between cells. */
export type Separator = ',' | '\t';

/** @param offset in bytes, of the record's start (or of blank lines before it) */
type RowListener = (cells: string[], offset: number) => void;

/**
 * Calls `onRow` for each record in file order, the header included; blank lines are left out. A byte
 * order mark, LF, CRLF and CR are understood. What `onRow` throws ends the reading and is rethrown.
 * @throws Slip for quotes that do not pair
 */
export async function eachCsvRow(
  source: TextSource,
  separator: Separator,
  onRow: RowListener,
): Promise<void> {
  const { parse } = await import('csv-parse/sync');
  let offset = 0;
  const options = {
    bom: true,
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true, // the columns are compared where the message can name them
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
    on_record: (cells: string[], { bytes }: { readonly bytes: number }): null => {
      if (cells.length > 1 || cells[0]!.trim() !== '') onRow(cells, offset);
      offset = bytes;
      return null;
    },
  };
  try {
    parse(source.bytes, options);
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw new Slip([source.complaint(offset, null, parserMessage(error, separator))]);
  }
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function parserMessage(error: CsvError, separator: Separator): string {
  const between = separator === ',' ? 'comma' : 'tab';
  switch (error.code as string) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return 'expected every quote to be closed, found one open to the end: close it, or write "" for a quote inside a cell';
    case 'CSV_INVALID_CLOSING_QUOTE':
      return `expected a ${between} or the end of the line after a closing quote: write "" for a quote inside a quoted cell`;
    case 'INVALID_OPENING_QUOTE':
      return 'found a quote in the middle of a cell: quote the whole cell and write "" for the quote';
    default:
      return `expected ${between}-separated values, found ${error.message}`;
  }
}
