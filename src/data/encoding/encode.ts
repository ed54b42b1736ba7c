// A table's columns become the columns that a model sees: gaps are filled, a categorical column becomes
// one 0/1 column per level or one column of level indices, and indicators say where a gap was. The order:
// numbers and one-hot columns as in the file, then indicators, then indices. What decides it all, levels
// included, is the training part alone.

import type { EncodingSpec } from '../../definition/sweep-definition.js';
import { Slip } from '../../vocabulary/errors.js';
import type { Category } from '../data-set.js';
import { shownName } from '../shown.js';
import { MAX_NUMBERS, type Table } from '../table.js';
import { fitImputation, type Imputation } from './imputation.js';
import type { Matrix } from './scaling.js';

export interface Encoded extends Matrix {
  /** Whether a column holds numbers to be scaled, not 0/1 or indices. */
  readonly isNumber: readonly boolean[];
  readonly categories: readonly Category[];
}

/** One column that a model sees, of one feature of the table. */
type Column =
  | { readonly kind: 'number' | 'indicator'; readonly feature: number; readonly name: string }
  | {
      readonly kind: 'level';
      readonly feature: number;
      readonly name: string;
      readonly level: number;
    }
  | {
      readonly kind: 'index';
      readonly feature: number;
      readonly name: string;
      /** The index of each of the table's levels; 0 for one that training did not see. */
      readonly indexOf: Uint32Array;
      readonly levels: number;
    };

/** @throws Slip where the columns cannot be made, or would be too many numbers */
export function encode(table: Table, train: Uint32Array, spec: EncodingSpec): Encoded {
  const imputation = fitImputation(table, train, spec.missing);
  const columns = columnsOf(table, train, imputation, spec);
  const encoded = {
    origin: table.origin,
    names: Object.freeze(columns.map(({ name }) => name)),
    isNumber: columns.map(({ kind }) => kind === 'number'),
    categories: Object.freeze(columns.flatMap(categoryOf)),
  };
  checkNames(table.origin, encoded.names);
  if (table.rows * columns.length > MAX_NUMBERS) {
    const message = `expected at most ${MAX_NUMBERS} numbers, found ${columns.length} columns with one-hot ones: write data.categorical: embedding, or take a sample of the rows`;
    throw new Slip([{ place: table.origin, message }]);
  }
  const asRead = imputation.fills.every(Number.isNaN) && columns.every(isNumber);
  return { ...encoded, values: asRead ? table.inputs : filled(table, columns, imputation) };
}

const isNumber = ({ kind }: Column) => kind === 'number';

function categoryOf(column: Column): Category[] {
  return column.kind === 'index'
    ? [Object.freeze({ name: column.name, levels: column.levels })]
    : [];
}

function columnsOf(
  table: Table,
  train: Uint32Array,
  { fills, hadGaps }: Imputation,
  { categorical, missingIndicator }: EncodingSpec,
): readonly Column[] {
  const places: Column[] = [];
  const indicators: Column[] = [];
  const indices: Column[] = [];
  for (const [feature, name] of table.features.entries()) {
    const levels = table.levels.get(feature);
    if (levels === undefined) places.push({ kind: 'number', feature, name });
    else {
      const seen = levelsSeen(table, feature, train, fills[feature]!);
      if (categorical === 'embedding') indices.push(indexColumn(feature, name, levels, seen));
      else {
        for (const level of seen) {
          places.push({ kind: 'level', feature, name: `${name}=${levels[level]!}`, level });
        }
      }
    }
    if (missingIndicator && hadGaps[feature] === 1) {
      indicators.push({ kind: 'indicator', feature, name: `${name}_missing` });
    }
  }
  return [...places, ...indicators, ...indices];
}

/** The levels of a column that the training part has, ascending. */
function levelsSeen(
  { inputs, features }: Table,
  feature: number,
  train: Uint32Array,
  fill: number,
): readonly number[] {
  const seen = new Set<number>();
  for (const row of train) {
    const level = inputs[row * features.length + feature]!;
    seen.add(Number.isNaN(level) ? fill : level);
  }
  return [...seen].sort((a, b) => a - b);
}

function indexColumn(
  feature: number,
  name: string,
  levels: readonly string[],
  seen: readonly number[],
): Column {
  const indexOf = new Uint32Array(levels.length);
  for (const [index, level] of seen.entries()) indexOf[level] = index + 1;
  return { kind: 'index', feature, name, indexOf, levels: seen.length + 1 };
}

/** (rows, columns), row-major */
function filled(table: Table, columns: readonly Column[], { fills }: Imputation): Float64Array {
  const { inputs, rows, features } = table;
  const values = new Float64Array(rows * columns.length);
  for (const [c, column] of columns.entries()) {
    const fill = fills[column.feature]!;
    let from = column.feature;
    for (let at = c; at < values.length; at += columns.length) {
      const read = inputs[from]!;
      const value = Number.isNaN(read) ? fill : read;
      if (column.kind === 'number') values[at] = value;
      else if (column.kind === 'level') values[at] = value === column.level ? 1 : 0;
      else if (column.kind === 'index') values[at] = column.indexOf[value]!;
      else values[at] = Number.isNaN(read) ? 1 : 0;
      from += features.length;
    }
  }
  return values;
}

function checkNames(origin: string, names: readonly string[]): void {
  const known = new Set<string>();
  for (const name of names) {
    if (known.has(name)) {
      const message = `expected different names of features, found ${shownName(name)} for a column and for what another one is encoded as: rename the column`;
      throw new Slip([{ place: origin, message }]);
    }
    known.add(name);
  }
}
