// The readers by format. Each is loaded when its first file is: a sweep over CSV pays for no other.

import { dataFormatOf } from '../vocabulary/data-format.js';
import type { FileSpec, Table } from './table.js';

/** @throws Slip for whatever a person can mend in the file or in the definition's data section */
export async function readFileTable(spec: FileSpec): Promise<Table> {
  const format = dataFormatOf(spec.file);
  switch (format) {
    case 'csv':
      return (await import('./csv/csv-table.js')).readCsvTable(spec);
    case 'tsv':
      return (await import('./csv/csv-table.js')).readTsvTable(spec);
    case 'jsonl':
      return (await import('./jsonl/jsonl-table.js')).readJsonlTable(spec);
    case 'parquet':
      return (await import('./parquet/parquet-table.js')).readParquetTable(spec);
    case 'npy':
    case 'npz':
    case 'idx':
      return (await import('./arrays/array-table.js')).readArrayTable(spec, format);
  }
}
