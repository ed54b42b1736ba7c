// A model family: it appends its layers to a graph. The same builder serves training and evaluation;
// parameters come in the same order, under the same names, in both.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Graph } from '../graph/graph.js';
import type { TensorRef } from '../graph/tensor.js';

export type Mode = 'train' | 'evaluate';

export interface ModelSpec {
  /** Columns of the input. */
  readonly inputs: number;
  /**
   * Levels of each category, whose indices stand in the last columns of the input, one each; index 0 is a
   * level that training does not see. Empty where all columns are numbers.
   */
  readonly categories: readonly number[];
  /** What the input is a picture of, channels last: height, width, channels; null for tables. */
  readonly image: readonly [number, number, number] | null;
  /** Columns of the result, as the loss wants them. */
  readonly outputs: number;
  readonly settings: Configuration;
}

export interface Model {
  readonly name: string;
  /** Appends the layers between x (rows, inputs) and the result (rows, outputs). */
  build(graph: Graph, x: TensorRef, spec: ModelSpec, mode: Mode): TensorRef;
}
