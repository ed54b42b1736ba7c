// From a definition's data section to a data set: read or generate, split, standardise, hash. The
// same contents and split give the same bits and the same hash, wherever the file lies.

import type { DataSpec } from '../definition/sweep-definition.js';
import { canonicalJson, contentHash } from '../vocabulary/hash.js';
import { readCsvTable } from './csv/csv-table.js';
import type { DataSet, Part, PartName, Task } from './data-set.js';
import { foldSplits } from './folds.js';
import { generateTable } from './generators/generate-table.js';
import { type Split, splitTable } from './split.js';
import { fitScaling, type Matrix, type Scaling, standardise } from './standardise.js';
import type { Table } from './table.js';

/**
 * Loads a data set into SharedArrayBuffers: one for each fold of cross-validation, or a single one.
 * @throws Slip for whatever a person can mend in the file or in the definition's data section
 */
export async function loadDataSets(
  spec: DataSpec,
  folds: number | null,
): Promise<readonly DataSet[]> {
  const table = spec.kind === 'file' ? await readCsvTable(spec) : generateTable(spec);
  const splits = folds === null ? [splitTable(table, spec)] : foldSplits(table, spec, folds);
  return splits.map((split) => dataSetOf(table, split));
}

/** Without folds. */
export async function loadDataSet(spec: DataSpec): Promise<DataSet> {
  const [data] = await loadDataSets(spec, null);
  return data!;
}

/** A table and its split as standardised, hashed parts. */
function dataSetOf(table: Table, split: Split): DataSet {
  const inputs: Matrix = { origin: table.origin, names: table.features, values: table.inputs };
  const scaling = fitScaling(inputs, split.train);
  const target = targetOf(table, split.train);
  const partOf = (name: PartName): Part => {
    const rows = split[name];
    const part = {
      rows: rows.length,
      inputs: sharedFloats(rows.length * table.features.length),
      targets: sharedFloats(rows.length),
    };
    standardise(inputs, scaling, rows, part.inputs);
    standardise(target.column, target.scaling, rows, part.targets);
    return Object.freeze(part);
  };
  const parts = Object.freeze({
    train: partOf('train'),
    validation: partOf('validation'),
    test: partOf('test'),
  });
  const { features } = table;
  const hash = hashOf(table, split, { task: target.task, features, parts });
  return Object.freeze({ hash, task: target.task, features, parts });
}

/** Class indices stay as they are: mean 0 and scale 1. */
function targetOf(
  { origin, target }: Table,
  train: Uint32Array,
): { readonly column: Matrix; readonly scaling: Scaling; readonly task: Task } {
  const column: Matrix = { origin, names: ['target'], values: target.values };
  if (target.kind === 'classification') {
    const scaling = { means: Float64Array.of(0), scales: Float64Array.of(1) };
    const { kind, classes } = target;
    return { column, scaling, task: Object.freeze({ kind, classes }) };
  }
  const scaling = fitScaling(column, train);
  const [mean, scale] = [scaling.means[0]!, scaling.scales[0]!];
  return { column, scaling, task: Object.freeze({ kind: target.kind, mean, scale }) };
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/**
 * Over what was read and over what was made of it: a cell that changes by less than a float32 shows
 * still gives another hash, and so does another way of standardising the same cells.
 */
function hashOf(table: Table, split: Split, made: Omit<DataSet, 'hash'>): string {
  const { task, features, parts } = made;
  const arrays = [
    table.inputs,
    table.target.values,
    ...[split.train, split.validation, split.test],
    ...[parts.train, parts.validation, parts.test].flatMap((p) => [p.inputs, p.targets]),
  ];
  return contentHash(
    canonicalJson({ task, features }),
    ...arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
  );
}
