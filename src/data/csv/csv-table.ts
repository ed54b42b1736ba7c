// A CSV file becomes a table. Cells are trimmed; columns under data.ignore are never looked at; a row
// with an empty cell is an error, or left out where data.missing says drop.

import type { DataSpec } from '../../definition/sweep-definition.js';
import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { shownName } from '../shown.js';
import { MAX_NUMBERS, type Table } from '../table.js';
import { readCsvBytes } from './csv-file.js';
import { type Columns, columnsOf } from './csv-header.js';
import { type CsvSource, complaintAt, lineAt } from './csv-place.js';
import { eachCsvRow } from './csv-rows.js';
import { type FeatureColumns, featureColumns } from './feature-columns.js';
import { type TargetColumn, targetColumn } from './target-column.js';

export type FileSpec = Extract<DataSpec, { readonly kind: 'file' }>;

/** The first empty cell, and how many rows have one. */
interface Gaps {
  rows: number;
  first: { readonly column: string; readonly offset: number } | null;
}

interface Reading {
  readonly columns: Columns;
  readonly features: FeatureColumns;
  readonly target: TargetColumn;
  readonly gaps: Gaps;
  rows: number;
}

/** @throws Slip for whatever a person can mend in the file or in the definition's data section */
export async function readCsvTable(spec: FileSpec): Promise<Table> {
  const source: CsvSource = { file: spec.file, bytes: await readCsvBytes(spec.file) };
  let reading: Reading | null = null;
  await eachCsvRow(source, (cells, offset) => {
    if (reading === null) reading = begin(source, spec, cells, offset);
    else readRow(source, reading, cells, offset);
  });
  return finish(source, spec, reading);
}

function begin(source: CsvSource, spec: FileSpec, header: string[], offset: number): Reading {
  const columns = columnsOf(header, spec, `${spec.file}:${lineAt(source.bytes, offset)}`);
  return {
    columns,
    features: featureColumns(source, columns),
    target: targetColumn(source, spec.target, spec.task),
    gaps: { rows: 0, first: null },
    rows: 0,
  };
}

function readRow(source: CsvSource, reading: Reading, cells: string[], offset: number): void {
  const { columns, features, target, gaps } = reading;
  if (cells.length !== columns.count) {
    const message = `expected ${columns.count} cells as in the header, found ${cells.length}: quote cells that hold commas`;
    throw new Slip([complaintAt(source, offset, null, message)]);
  }
  if (features.size + columns.features.length > MAX_NUMBERS) {
    const message = `expected at most ${MAX_NUMBERS} numbers, found more: take a sample of the rows`;
    throw new Slip([complaintAt(source, offset, null, message)]);
  }
  const gap = trimUsed(columns, cells);
  if (gap !== null) {
    gaps.rows++;
    gaps.first ??= { column: gap, offset };
    return;
  }
  features.push(cells, offset);
  target.push(cells[columns.target]!, offset);
  reading.rows++;
}

/** Trims the cells that are looked at, in place; gives the name of the first that is empty. */
function trimUsed(columns: Columns, cells: string[]): string | null {
  let gap: string | null = null;
  const { features, featureNames, target } = columns;
  for (let i = 0; i < features.length; i++) {
    const cell = cells[features[i]!]!.trim();
    cells[features[i]!] = cell;
    if (cell === '') gap ??= featureNames[i]!;
  }
  const label = cells[target]!.trim();
  cells[target] = label;
  return gap ?? (label === '' ? columns.targetName : null);
}

function finish(source: CsvSource, spec: FileSpec, reading: Reading | null): Table {
  if (reading === null) throw new Slip([missingRows(source, 'found blank lines only')]);
  const { columns, features, target, gaps, rows } = reading;
  const complaints = [...features.complaints()];
  const gapsMatter = spec.missing === 'error' || rows === 0;
  if (gaps.first !== null && gapsMatter) complaints.push(gapComplaint(source, gaps, gaps.first));
  if (complaints.length > 0) throw new Slip(complaints);
  if (rows === 0) throw new Slip([missingRows(source, 'found a header only')]);
  return Object.freeze({
    origin: spec.file,
    features: Object.freeze(columns.featureNames),
    rows,
    inputs: features.inputs(),
    levels: new Map(),
    target: target.target(),
    groups: null,
    image: null,
  });
}

function gapComplaint(
  source: CsvSource,
  { rows }: Gaps,
  first: NonNullable<Gaps['first']>,
): Complaint {
  const { column, offset } = first;
  const have = rows === 1 ? '1 row has one' : `${rows} rows have one`;
  const message = `expected a value in ${shownName(column)}, found an empty cell (${have}): fill them in, write data.missing: drop to leave such rows out, or put a column that is often empty under data.ignore`;
  return complaintAt(source, offset, column, message);
}

function missingRows(source: CsvSource, found: string): Complaint {
  return { place: source.file, message: `expected a header and rows under it, ${found}` };
}
