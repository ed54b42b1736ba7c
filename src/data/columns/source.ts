// Where cells come from, as the checks of columns see it: something that turns the place of a record
// (an offset in bytes, or a row's number) into a complaint with a place for people.

import type { Complaint } from '../../vocabulary/errors.js';
import { plain } from '../shown.js';

export interface Source {
  readonly file: string;
  /** A complaint about the record at a place, and about one of its columns where that is known. */
  complaint(at: number, column: string | null, message: string): Complaint;
}

/** A source whose places are rows from 1, for formats without lines; 0 is the file as a whole. */
export function rowSource(file: string): Source {
  return {
    file,
    complaint: (row, column, message) => ({
      place: `${file}${row === 0 ? '' : `:row ${row}`}${column === null ? '' : `:${plain(column)}`}`,
      message,
    }),
  };
}
