// A CSV or TSV file becomes a table: a header, then rows of as many cells.

import { Slip } from '../../vocabulary/errors.js';
import { columnsOf } from '../columns/header.js';
import { numberIn } from '../columns/number-cell.js';
import { type TableBuilder, tableBuilder } from '../columns/table-builder.js';
import { readTextFile } from '../files/data-file.js';
import { lineAt, textSource } from '../files/line-place.js';
import { shownCell } from '../shown.js';
import type { FileSpec, Table } from '../table.js';
import { eachCsvRow, type Separator } from './csv-rows.js';

/** @throws Slip for whatever a person can mend in the file or in the definition's data section */
export function readCsvTable(spec: FileSpec): Promise<Table> {
  return readSeparated(spec, ',');
}

/** @throws Slip as readCsvTable */
export function readTsvTable(spec: FileSpec): Promise<Table> {
  return readSeparated(spec, '\t');
}

async function readSeparated(spec: FileSpec, separator: Separator): Promise<Table> {
  const { file } = spec;
  const source = textSource(file, await readTextFile(file, separator === ',' ? 'CSV' : 'TSV'));
  const wishes = { ...spec, target: spec.target ?? '' };
  let count = 0;
  let builder: TableBuilder | null = null;
  await eachCsvRow(source, separator, (cells, offset) => {
    if (builder === null) {
      const place = `${file}:${lineAt(source.bytes, offset)}`;
      const columns = columnsOf(cells, wishes, place, (names) => headerHint(names, separator));
      builder = tableBuilder(source, columns, spec);
      count = columns.count;
      return;
    }
    if (cells.length !== count) {
      const between = separator === ',' ? 'commas' : 'tabs';
      const message = `expected ${count} cells as in the header, found ${cells.length}: quote cells that hold ${between}`;
      throw new Slip([source.complaint(offset, null, message)]);
    }
    builder.push(cells, offset);
  });
  // The listener has set it, which the type checker cannot see.
  const built = builder as TableBuilder | null;
  if (built !== null) return built.table('found a header only');
  const message = 'expected a header and rows under it, found blank lines only';
  throw new Slip([{ place: file, message }]);
}

/** What a header looks like that is none, or that another character separates. */
function headerHint(names: readonly string[], separator: Separator): string | null {
  const other = separator === ',' ? /[;\t|]/ : /[;,|]/;
  if (names.length === 1 && other.test(names[0]!)) {
    return separator === ','
      ? 'the header has no comma; save the file with commas between its columns'
      : 'the header has no tab; save the file with tabs between its columns, or name it .csv';
  }
  if (names.every((cell) => Number.isFinite(numberIn(cell)))) {
    const sample = shownCell(names.slice(0, 4).join(separator));
    return `the first line (${sample}) has numbers; put the column names there`;
  }
  return null;
}
