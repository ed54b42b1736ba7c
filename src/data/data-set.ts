// A data set: typed, split and content-hashed. Numbers lie in SharedArrayBuffers, so that one copy
// serves all the workers of a process; only the training part has decided scales and means.

export type Task =
  | {
      readonly kind: 'classification';
      readonly classes: readonly string[];
      /** Rows of each class in the training part. */
      readonly counts: readonly number[];
    }
  /** Targets are standardised for training; value = target * scale + mean is the original unit. */
  | { readonly kind: 'regression'; readonly mean: number; readonly scale: number };

export interface Part {
  readonly rows: number;
  /** (rows, features), row-major, encoded and scaled. */
  readonly inputs: Float32Array;
  /** (rows): the class's index for classification, the standardised target for regression. */
  readonly targets: Float32Array;
}

export interface Category {
  readonly name: string;
  /** With the unknown one. */
  readonly levels: number;
}

/** Height, width and channels. */
export type PictureShape = readonly [number, number, number];

/** In which order smaller training sets take rows, so that each is contained in every larger one. */
export interface Nesting {
  /** All rows of the training part by their place in it: a set of n rows has the first n. */
  readonly order: Uint32Array;
  /** Where a set may end, ascending: after whole groups of rows that belong together; null: anywhere. */
  readonly ends: Uint32Array | null;
}

export type PartName = 'train' | 'validation' | 'test';

export interface DataSet {
  /** Of the contents and the split: 64 hexadecimal digits; part of every training's key. */
  readonly hash: string;
  readonly task: Task;
  /** Names of the columns of inputs. */
  readonly features: readonly string[];
  /**
   * Columns that hold indices of levels instead of numbers: the last ones of inputs, in this order; index
   * 0 is a level that training did not see. Empty without data.categorical: embedding.
   */
  readonly categories: readonly Category[];
  /** (height, width, channels) of every row's picture, channels last; null for tables. */
  readonly image: PictureShape | null;
  readonly parts: Readonly<Record<PartName, Part>>;
  readonly nesting: Nesting;
}
