// A table and its split become a data set: standardised, hashed, in shared memory. Whatever is fitted
// is fitted on the training part alone.

import type { DataSpec } from '../definition/sweep-definition.js';
import { canonicalJson, contentHash } from '../vocabulary/hash.js';
import type { DataSet, Part, PartName, Task } from './data-set.js';
import type { Split } from './split.js';
import { fitScaling, type Matrix, type Scaling, standardise } from './standardise.js';
import type { Table } from './table.js';

/** A table and its split as standardised, hashed parts. */
export function dataSetOf(table: Table, split: Split, _spec: DataSpec): DataSet {
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
  const { features, image } = table;
  const made = { task: target.task, features, categories: Object.freeze([]), image, parts };
  return Object.freeze({ hash: hashOf(table, split, made), ...made });
}

/** Class indices stay as they are: mean 0 and scale 1. */
function targetOf(
  { origin, target }: Table,
  train: Uint32Array,
): { readonly column: Matrix; readonly scaling: Scaling; readonly task: Task } {
  const column: Matrix = { origin, names: ['target'], values: target.values };
  if (target.kind === 'classification') {
    const scaling = { means: Float64Array.of(0), scales: Float64Array.of(1) };
    const { kind, classes, values } = target;
    const counts = classes.map(() => 0);
    for (const row of train) counts[values[row]!]!++;
    const task = Object.freeze({ kind, classes, counts: Object.freeze(counts) });
    return { column, scaling, task };
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
  const { features, image, parts } = made;
  const { counts: _follow, ...task } = { counts: null, ...made.task };
  const shape = image === null ? {} : { image };
  const arrays = [
    table.inputs,
    table.target.values,
    ...[split.train, split.validation, split.test],
    ...[parts.train, parts.validation, parts.test].flatMap((p) => [p.inputs, p.targets]),
  ];
  return contentHash(
    canonicalJson({ task, features, ...shape }),
    ...arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
  );
}
