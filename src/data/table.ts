// A table as it was read or generated: values in their own units, in file order, before any split and
// before anything is fitted.

import type { DataSpec } from '../definition/sweep-definition.js';
import type { PictureShape } from './data-set.js';

/** classification: values are indices into classes. regression: values in the target's own unit. */
export type Target =
  | {
      readonly kind: 'classification';
      readonly classes: readonly string[];
      /** (rows) */
      readonly values: Float64Array;
    }
  | {
      readonly kind: 'regression';
      /** (rows) */
      readonly values: Float64Array;
    };

export interface Table {
  /** Where it came from, for messages: a file's path, a generator's name. */
  readonly origin: string;
  readonly features: readonly string[];
  readonly rows: number;
  /**
   * (rows, features), row-major: a number, the index of a categorical column's level, or NaN for an
   * empty cell, which only a table to be imputed has.
   */
  readonly inputs: Float64Array;
  /**
   * The levels of each categorical column by its place among the features, numbers in ascending order
   * before texts in order of their code units; no entry for a column of numbers.
   */
  readonly levels: ReadonlyMap<number, readonly string[]>;
  readonly target: Target;
  /** (rows): rows of the same number belong together (data.group); null where none was named. */
  readonly groups: Uint32Array | null;
  /** What every row's features are the pixels of, row-major, channels last; null for plain columns. */
  readonly image: PictureShape | null;
}

/** The data section of a file. */
export type FileSpec = Extract<DataSpec, { readonly kind: 'file' }>;

/** A table of more numbers than this (1 GiB of them) is refused. */
export const MAX_NUMBERS = 128 * 1024 * 1024;
