// A column's pages, looked through before the parser reads them: the parser believes what a page says
// of its values and runs, and a few bytes that claim two thousand million of them would take all memory.
// https://parquet.apache.org/docs/file-format/data-pages/encodings/

import type { CompressionCodec } from 'hyparquet';
import { CompactReader, type CompactStruct } from './compact-struct.js';
import { decompressors } from './decompressors.js';

export interface ColumnChunk {
  /** From its first page. */
  readonly bytes: Uint8Array;
  readonly codec: CompressionCodec;
  readonly rows: number;
  readonly isNullable: boolean;
  readonly isBoolean: boolean;
}

/** How many bytes may still be unpacked, of all columns together. */
export interface Budget {
  bytes: number;
}

const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const DATA_PAGE_V2 = 3;

/** Encodings whose values are runs: PLAIN_DICTIONARY, RLE, RLE_DICTIONARY. */
const RUNS = [2, 3, 8];
const RLE = 3;

/** @throws RangeError where a page claims what cannot be, or an end comes too early */
export function checkPages(chunk: ColumnChunk, budget: Budget): void {
  const { bytes, rows } = chunk;
  let seen = 0;
  for (let at = 0; at < bytes.length && seen < rows; ) {
    const reader = new CompactReader(bytes, at);
    const header = reader.struct();
    const type = numberOf(header, 1);
    const unpacked = numberOf(header, 2);
    const packed = numberOf(header, 3);
    const start = reader.at;
    reader.skip(packed);
    at = reader.at;
    budget.bytes -= unpacked;
    if (budget.bytes < 0) throw new RangeError('more than 1 GiB unpacked');
    const page = bytes.subarray(start, at);
    if (type === DICTIONARY_PAGE) checkDictionary(header, unpacked);
    else if (type === DATA_PAGE) {
      const content = unpackedPage(page, chunk.codec, unpacked);
      seen += checkData(chunk, structOf(header, 5), content, rows - seen);
    } else if (type === DATA_PAGE_V2) {
      seen += checkDataV2(chunk, structOf(header, 8), page, unpacked, rows - seen);
    } else throw new RangeError(`a page of type ${type}`);
  }
  if (seen < rows) throw new RangeError(`${seen} values for ${rows} rows`);
}

function checkDictionary(header: CompactStruct, unpacked: number): void {
  // A value takes a bit at least.
  const values = numberOf(structOf(header, 7), 1);
  if (values > 8 * unpacked) throw new RangeError(`a dictionary of ${values} values`);
}

/** @returns the page's values */
function checkData(
  chunk: ColumnChunk,
  header: CompactStruct,
  page: Uint8Array,
  left: number,
): number {
  const values = claimedValues(header, left);
  const reader = new CompactReader(page, 0);
  const present = chunk.isNullable ? sizedRuns(reader, page, values) : values;
  checkValues(chunk, numberOf(header, 2), page, reader.at, present);
  return values;
}

function checkDataV2(
  chunk: ColumnChunk,
  header: CompactStruct,
  page: Uint8Array,
  unpacked: number,
  left: number,
): number {
  const values = claimedValues(header, left);
  const nulls = numberOf(header, 2);
  const repetitions = numberOf(header, 6);
  const levels = repetitions + numberOf(header, 5);
  if (nulls > values || levels > page.length || levels > unpacked) {
    throw new RangeError(`${nulls} empty cells in ${levels} bytes`);
  }
  if (chunk.isNullable) checkRuns(new CompactReader(page, repetitions), page, 1, values);
  const isPacked = header.get(7) !== 0;
  const rest = page.subarray(levels);
  const content = isPacked ? unpackedPage(rest, chunk.codec, unpacked - levels) : rest;
  checkValues(chunk, numberOf(header, 4), content, 0, values - nulls);
  return values;
}

function claimedValues(header: CompactStruct, left: number): number {
  const values = numberOf(header, 1);
  if (values > left) throw new RangeError(`${values} values where ${left} are left`);
  return values;
}

/** The runs of a page's values: indices into the dictionary, or booleans. */
function checkValues(
  { isBoolean }: ColumnChunk,
  encoding: number,
  page: Uint8Array,
  at: number,
  values: number,
): void {
  if (!RUNS.includes(encoding)) return;
  const reader = new CompactReader(page, at);
  if (isBoolean && encoding === RLE) {
    sizedRuns(reader, page, values);
    return;
  }
  reader.skip(1);
  const width = page[at]!;
  if (width > 32) throw new RangeError(`indices of ${width} bits`);
  if (width > 0) checkRuns(reader, page, width, values);
}

/** Runs of one bit behind their length in bytes. @returns how many of the values are 1 */
function sizedRuns(reader: CompactReader, page: Uint8Array, values: number): number {
  const start = reader.at;
  reader.skip(4);
  const length = new DataView(page.buffer, page.byteOffset + start).getUint32(0, true);
  const ones = checkRuns(new CompactReader(page, reader.at), page, 1, values);
  reader.skip(length);
  return ones;
}

/**
 * Runs of the RLE and bit-packing hybrid, until there are enough values.
 * @returns how many of them are 1, where they have one bit
 */
function checkRuns(reader: CompactReader, page: Uint8Array, width: number, values: number): number {
  let ones = 0;
  for (let seen = 0; seen < values; ) {
    const head = reader.varint();
    const start = reader.at;
    if (head % 2 === 0) {
      const count = head / 2;
      if (count > values - seen) throw new RangeError(`a run of ${count} values`);
      reader.skip((width + 7) >> 3);
      if (page[start] === 1) ones += count;
      seen += count;
    } else {
      // Whole groups of eight, of which the last may be cut off.
      const count = Math.min((head - 1) * 4, values - seen);
      reader.skip(Math.ceil((count * width) / 8));
      for (let i = 0; width === 1 && i < count; i++)
        ones += (page[start + (i >> 3)]! >> (i & 7)) & 1;
      const groups = Math.min(((head - 1) / 2) * width, page.length - start);
      reader.skip(Math.max(start + groups - reader.at, 0));
      seen += (head - 1) * 4;
    }
  }
  return ones;
}

function unpackedPage(page: Uint8Array, codec: CompressionCodec, length: number): Uint8Array {
  if (codec === 'UNCOMPRESSED') return page;
  const decompress = decompressors[codec];
  if (decompress === undefined) throw new RangeError(`the codec ${codec}`);
  return decompress(page, length);
}

/** A count, which must be there and is never below 0. */
function numberOf(struct: CompactStruct, field: number): number {
  const value = struct.get(field);
  if (typeof value === 'number' && value >= 0) return value;
  throw new RangeError(`a page header without field ${field}`);
}

function structOf(struct: CompactStruct, field: number): CompactStruct {
  const value = struct.get(field);
  if (value instanceof Map) return value;
  throw new RangeError('a page without its header');
}
