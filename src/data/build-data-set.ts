// A table and its split become a data set: encoded, scaled, hashed, in shared memory. Whatever is fitted
// is fitted on the training part alone.

import type { DataSpec, EncodingSpec } from '../definition/sweep-definition.js';
import { canonicalJson, contentHash } from '../vocabulary/hash.js';
import type { DataSet, Part, PartName, Task } from './data-set.js';
import { type Encoded, encode } from './encoding/encode.js';
import { quantileScaled } from './encoding/quantile.js';
import {
  fitMinMax,
  fitStandard,
  type Matrix,
  noScaling,
  onlyFor,
  type Scaling,
  writeScaled,
} from './encoding/scaling.js';
import type { Split } from './split.js';
import type { Table } from './table.js';
import { nestingOf } from './training-rows.js';

/** Generators make numbers without gaps. */
const NUMBERS_ONLY: EncodingSpec = Object.freeze({
  categorical: 'one_hot',
  missing: 'error',
  missingIndicator: false,
});

/**
 * A table and its split as encoded, scaled, hashed parts.
 * @throws Slip where the columns cannot be encoded or scaled
 */
export function dataSetOf(table: Table, split: Split, spec: DataSpec): DataSet {
  const { train } = split;
  const encoded = encode(table, train, spec.kind === 'file' ? spec : NUMBERS_ONLY);
  const inputs = scaledInputs(encoded, table.image, train, spec.scaling);
  const target = targetOf(table, train, spec.targetScaling);
  const partOf = (name: PartName): Part => {
    const rows = split[name];
    const part = {
      rows: rows.length,
      inputs: sharedFloats(rows.length * encoded.names.length),
      targets: sharedFloats(rows.length),
    };
    writeScaled(inputs.matrix, inputs.scaling, rows, part.inputs);
    writeScaled(target.column, target.scaling, rows, part.targets);
    return Object.freeze(part);
  };
  const parts = Object.freeze({
    train: partOf('train'),
    validation: partOf('validation'),
    test: partOf('test'),
  });
  const { names: features, categories } = encoded;
  const made = { task: target.task, features, categories, image: table.image, parts };
  const nesting = nestingOf(table, train, spec.splitSeed);
  return Object.freeze({ hash: hashOf(table, split, made), ...made, nesting });
}

/** Pixels are scaled by channel: a corner that is nearly always empty is no finer than the middle. */
function scaledInputs(
  encoded: Encoded,
  image: DataSet['image'],
  train: Uint32Array,
  scaling: DataSpec['scaling'],
): { readonly matrix: Matrix; readonly scaling: Scaling } {
  const { names, isNumber } = encoded;
  const channels = image === null ? names.length : image[2];
  switch (scaling) {
    case 'standard':
      return { matrix: encoded, scaling: onlyFor(isNumber, fitStandard(encoded, train, channels)) };
    case 'minmax':
      return { matrix: encoded, scaling: onlyFor(isNumber, fitMinMax(encoded, train, channels)) };
    case 'quantile':
      return {
        matrix: quantileScaled(encoded, train, isNumber),
        scaling: noScaling(names.length),
      };
    case 'none':
      return { matrix: encoded, scaling: noScaling(names.length) };
  }
}

/** Class indices stay as they are. */
function targetOf(
  { origin, target }: Table,
  train: Uint32Array,
  wanted: DataSpec['targetScaling'],
): { readonly column: Matrix; readonly scaling: Scaling; readonly task: Task } {
  const column: Matrix = { origin, names: ['target'], values: target.values };
  if (target.kind === 'classification') {
    const { kind, classes, values } = target;
    const counts = classes.map(() => 0);
    for (const row of train) counts[values[row]!]!++;
    const task = Object.freeze({ kind, classes, counts: Object.freeze(counts) });
    return { column, scaling: noScaling(1), task };
  }
  const scaling = wanted === 'standard' ? fitStandard(column, train) : noScaling(1);
  const [mean, scale] = [scaling.shifts[0]!, scaling.scales[0]!];
  return { column, scaling, task: Object.freeze({ kind: target.kind, mean, scale }) };
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

/**
 * Over what was read and over what was made of it: a cell that changes by less than a float32 shows
 * still gives another hash, and so does another way of scaling the same cells. Counts, the nesting and what a
 * plain table has none of (levels, gaps, pictures) are left out: they follow, or there is nothing to say.
 */
function hashOf(table: Table, split: Split, made: Omit<DataSet, 'hash' | 'nesting'>): string {
  const { features, categories, image, parts } = made;
  const { counts: _follow, ...task } = { counts: null, ...made.task };
  const said = {
    task,
    features,
    levels: table.levels.size === 0 ? undefined : [...table.levels],
    categories: categories.length === 0 ? undefined : categories,
    image: image ?? undefined,
  };
  const arrays = [
    ...withoutGaps(table.inputs),
    table.target.values,
    ...[split.train, split.validation, split.test],
    ...[parts.train, parts.validation, parts.test].flatMap((p) => [p.inputs, p.targets]),
  ];
  return contentHash(
    canonicalJson(said),
    ...arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
  );
}

/** Numbers and, where there are any, the places of gaps: the bits of a NaN are nobody's promise. */
function withoutGaps(inputs: Float64Array): readonly (Float64Array | Uint32Array)[] {
  if (!inputs.includes(Number.NaN)) return [inputs];
  const numbers = inputs.map((value) => (Number.isNaN(value) ? 0 : value));
  const gaps: number[] = [];
  for (const [at, value] of inputs.entries()) if (Number.isNaN(value)) gaps.push(at);
  return [numbers, Uint32Array.from(gaps)];
}
