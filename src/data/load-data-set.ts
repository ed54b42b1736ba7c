// From a definition's data section to a data set: read or generate, split, build. The same contents and
// split give the same bits and the same hash, wherever the file lies and whatever its format.

import type { DataSpec } from '../definition/sweep-definition.js';
import { dataSetOf } from './build-data-set.js';
import type { DataSet } from './data-set.js';
import { foldSplits } from './folds.js';
import { generateTable } from './generators/generate-table.js';
import { withPictures } from './picture-shape.js';
import { readFileTable } from './read-file-table.js';
import { splitTable } from './split.js';
import type { Table } from './table.js';

/**
 * Loads a data set into SharedArrayBuffers: one for each fold of cross-validation, or a single one.
 * @throws Slip for whatever a person can mend in the file or in the definition's data section
 */
export async function loadDataSets(
  spec: DataSpec,
  folds: number | null,
): Promise<readonly DataSet[]> {
  const table = await readTable(spec);
  const splits = folds === null ? [splitTable(table, spec)] : foldSplits(table, spec, folds);
  return splits.map((split) => dataSetOf(table, split, spec));
}

/** Without folds. */
export async function loadDataSet(spec: DataSpec): Promise<DataSet> {
  const [data] = await loadDataSets(spec, null);
  return data!;
}

/**
 * The table that a data section names, before any split.
 * @throws Slip for whatever a person can mend in the file or in the definition's data section
 */
export async function readTable(spec: DataSpec): Promise<Table> {
  if (spec.kind === 'generator') return generateTable(spec);
  return withPictures(await readFileTable(spec), spec);
}
