// A data set: typed, split and content-hashed. Numbers lie in SharedArrayBuffers, so that one copy
// serves all the workers of a process; only the training part has decided scales and means.

export type Task =
  | { readonly kind: 'classification'; readonly classes: readonly string[] }
  /** Targets are standardised for training; value = target * scale + mean is the original unit. */
  | { readonly kind: 'regression'; readonly mean: number; readonly scale: number };

export interface Part {
  readonly rows: number;
  /** (rows, features), row-major, standardised. */
  readonly inputs: Float32Array;
  /** (rows): the class's index for classification, the standardised target for regression. */
  readonly targets: Float32Array;
}

export type PartName = 'train' | 'validation' | 'test';

export interface DataSet {
  /** Of the contents and the split: 64 hexadecimal digits; part of every training's key. */
  readonly hash: string;
  readonly task: Task;
  readonly features: readonly string[];
  readonly parts: Readonly<Record<PartName, Part>>;
}
