// A Parquet file becomes a table: flat columns of numbers, text and booleans; null and NaN are empty
// cells. The door to hyparquet. What the file claims is checked before anything is unpacked, row group by
// row group, and only columns that are used are read.

import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { type Complaint, messageOf, Slip } from '../../vocabulary/errors.js';
import { type Columns, columnsOf } from '../columns/header.js';
import type { Cell } from '../columns/number-cell.js';
import { rowSource } from '../columns/source.js';
import { tableBuilder } from '../columns/table-builder.js';
import { MAX_BYTES, readDataFile, slip } from '../files/data-file.js';
import { shownName } from '../shown.js';
import { type FileSpec, MAX_NUMBERS, type Table } from '../table.js';
import { decompressors } from './decompressors.js';
import { type Budget, checkPages } from './page-check.js';

/** @throws Slip for whatever a person can mend in the file or in the definition's data section */
export async function readParquetTable(spec: FileSpec): Promise<Table> {
  const bytes = await readDataFile(spec.file, 'Parquet');
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
  const { metadata, names, used, columns, rows } = await attempt(spec, () => openFile(spec, file));
  const builder = tableBuilder(rowSource(spec.file), columns, spec, rows);
  const budget: Budget = { bytes: MAX_BYTES };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const groupRows = Number(group.num_rows);
    await attempt(spec, () => checkGroup(bytes, group, used, budget));
    const read = await attempt(spec, () =>
      columnsIn(file, metadata, used, rowStart, rowStart + groupRows),
    );
    for (let row = 0; row < groupRows; row++) {
      const cells = names.map((name) => cellOf(read.get(name)?.[row]));
      builder.push(cells, rowStart + row + 1);
    }
    rowStart += groupRows;
  }
  return builder.table('found no rows');
}

interface OpenFile {
  readonly metadata: FileMetaData;
  /** Of all columns. */
  readonly names: readonly string[];
  /** The columns that are read. */
  readonly used: readonly SchemaTree[];
  readonly columns: Columns;
  readonly rows: number;
}

async function openFile(spec: FileSpec, file: AsyncBuffer): Promise<OpenFile> {
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const fields = parquetSchema(metadata).children;
  const names = fields.map(({ element }) => element.name);
  const columns = columnsOf(names, { ...spec, target: spec.target ?? '' }, spec.file);
  const ignored = new Set(spec.ignore);
  const used = fields.filter(({ element }) => !ignored.has(element.name));
  checkKinds(spec, used);
  return { metadata, names, used, columns, rows: checkRows(spec, metadata, used.length) };
}

/** What goes wrong in a file that is damaged, or no Parquet at all, is said in one line. */
async function attempt<Result>(
  { file }: FileSpec,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Slip) throw error;
    return slip(
      file,
      `expected a Parquet file, found none or a damaged one (${messageOf(error)}): write it again`,
    );
  }
}

function checkKinds({ file }: FileSpec, fields: readonly SchemaTree[]): void {
  const complaints = fields.flatMap(({ element, children }): Complaint[] => {
    const { type, converted_type: converted, logical_type: logical, repetition_type } = element;
    const name = shownName(element.name);
    const complain = (found: string, remedy: string) => [
      { place: file, message: `expected one value per row in ${name}, found ${found}: ${remedy}` },
    ];
    if (children.length > 0 || repetition_type === 'REPEATED' || type === undefined) {
      return complain('nested values', 'put it under data.ignore, or write flat columns');
    }
    const kind = logical?.type ?? converted ?? '';
    const isPlain = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE', 'BYTE_ARRAY'].includes(type);
    const isTime = /DATE|TIME|INTERVAL/.test(kind);
    const isOther = /JSON|BSON|UUID|VARIANT|GEO/.test(kind);
    const isNumber = kind === 'DECIMAL' || kind === 'FLOAT16';
    if (isNumber || (isPlain && !isTime && !isOther)) return [];
    const found = isTime ? 'points in time' : `values of type ${kind === '' ? type : kind}`;
    return complain(found, 'put it under data.ignore, or write it as a number or text');
  });
  if (complaints.length > 0) throw new Slip(complaints);
}

/** @returns how many rows the file claims, which is a number that a table can have */
function checkRows({ file }: FileSpec, metadata: FileMetaData, columns: number): number {
  let rows = 0;
  for (const group of metadata.row_groups) {
    const claimed = Number(group.num_rows);
    rows += claimed;
    if (Number.isSafeInteger(claimed) && claimed >= 0 && rows * columns <= MAX_NUMBERS) continue;
    slip(file, `expected at most ${MAX_NUMBERS} numbers, found more: take a sample of the rows`);
  }
  return rows;
}

/** @throws RangeError where a column's pages are not what the row group says */
function checkGroup(
  bytes: Buffer,
  group: RowGroup,
  fields: readonly SchemaTree[],
  budget: Budget,
): void {
  for (const { element } of fields) {
    const chunks = group.columns.filter(
      ({ meta_data: meta }) => meta?.path_in_schema[0] === element.name,
    );
    const meta = chunks[0]?.meta_data;
    if (chunks.length !== 1 || meta === undefined || meta.type !== element.type) {
      throw new RangeError(`not one ${element.type} column ${element.name}`);
    }
    const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
    const length = Number(meta.total_compressed_size);
    const isInside = start >= 0 && length >= 0 && start + length <= bytes.length;
    if (!isInside) {
      throw new RangeError(`a column at ${start} to ${start + length} of ${bytes.length} bytes`);
    }
    const rows = Number(group.num_rows);
    if (Number(meta.num_values) !== rows) throw new RangeError(`${meta.num_values} values`);
    const isNullable = element.repetition_type !== 'REQUIRED';
    const isBoolean = element.type === 'BOOLEAN';
    const pages = bytes.subarray(start, start + length);
    checkPages({ bytes: pages, codec: meta.codec, rows, isNullable, isBoolean }, budget);
  }
}

/** The values of some rows by column, checked to be as many as there are rows. */
async function columnsIn(
  file: AsyncBuffer,
  metadata: FileMetaData,
  fields: readonly SchemaTree[],
  rowStart: number,
  rowEnd: number,
): Promise<ReadonlyMap<string, DecodedArray>> {
  const names = fields.map(({ element }) => element.name);
  const chunks = new Map<string, DecodedArray[]>(names.map((name) => [name, []]));
  await parquetRead({
    file,
    metadata,
    columns: names,
    rowStart,
    rowEnd,
    compressors: decompressors,
    onChunk: ({ columnName, columnData }) => chunks.get(columnName)?.push(columnData),
  });
  const columns = new Map<string, DecodedArray>();
  for (const [name, parts] of chunks) {
    const values = parts.length === 1 ? parts[0]! : parts.flatMap((part) => [...part]);
    if (values.length < rowEnd - rowStart) throw new RangeError(`too few values in ${name}`);
    columns.set(name, values);
  }
  return columns;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return Number(value);
  return String(value);
}
