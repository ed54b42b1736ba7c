// The columns to learn from. Cells become numbers as rows arrive; what is no number is remembered,
// the first of each column with a count, so that all bad columns are told in one message.

import type { Complaint } from '../../vocabulary/errors.js';
import { shownCell, shownName } from '../shown.js';
import type { Columns } from './csv-header.js';
import { type CsvSource, complaintAt } from './csv-place.js';
import { GrowingNumbers } from './growing-numbers.js';
import { adviceForCell, numberIn } from './number-cell.js';

const LISTED = 12;

export interface FeatureColumns {
  /** @param cells trimmed and not empty */
  push(cells: readonly string[], offset: number): void;
  /** Numbers so far. */
  readonly size: number;
  /** One for each column in which a cell was not a finite number. */
  complaints(): readonly Complaint[];
  /** (rows, features), row-major; all finite if there are no complaints. */
  inputs(): Float64Array;
}

interface BadColumn {
  readonly cell: string;
  readonly offset: number;
  count: number;
}

export function featureColumns(source: CsvSource, columns: Columns): FeatureColumns {
  const numbers = new GrowingNumbers();
  const bad = new Map<number, BadColumn>();
  return {
    push(cells, offset) {
      for (const column of columns.features) {
        const value = numberIn(cells[column]!);
        if (!Number.isFinite(value)) note(bad, column, cells[column]!, offset);
        numbers.push(value);
      }
    },
    get size() {
      return numbers.length;
    },
    complaints: () => complaintsAbout(source, columns, bad),
    inputs: () => numbers.values(),
  };
}

function note(bad: Map<number, BadColumn>, column: number, cell: string, offset: number): void {
  const known = bad.get(column);
  if (known === undefined) bad.set(column, { cell, offset, count: 1 });
  else known.count++;
}

function complaintsAbout(
  source: CsvSource,
  columns: Columns,
  bad: ReadonlyMap<number, BadColumn>,
): Complaint[] {
  const byColumn = [...bad].sort(([a], [b]) => a - b);
  const told = byColumn.slice(0, LISTED).map(([column, { cell, offset, count }]) => {
    const name = columns.featureNames[columns.features.indexOf(column)]!;
    const found = `found ${shownCell(cell)}${count > 1 ? ` and ${count - 1} more` : ''}`;
    const expected = Number.isNaN(numberIn(cell)) ? 'a number' : 'a finite number';
    return complaintAt(
      source,
      offset,
      name,
      `expected ${expected} in ${shownName(name)}, ${found}: ${adviceForCell(cell, name)}`,
    );
  });
  const more = byColumn.length - LISTED;
  if (more > 0) told.push({ place: source.file, message: `and ${more} more such columns` });
  return told;
}
