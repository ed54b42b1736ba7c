// What training makes small. Each loss is one file here: the task it is for, the columns that a network
// needs for it, what they mean, and the operation that it appends. Values are PyTorch's, as means.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { TaskKind } from '../../vocabulary/measure.js';
import type { Graph } from '../graph/graph.js';
import type { TensorRef } from '../graph/tensor.js';

export interface LossSpec {
  /** A canonical configuration. */
  readonly settings: Configuration;
  /** One per class, in the order of the classes, all above 0; null: every row counts the same. */
  readonly classWeights: readonly number[] | null;
}

export interface Loss {
  readonly name: string;
  readonly task: TaskKind;
  /** Columns of the network's result. @param classes 1 for regression */
  columns(classes: number): number;
  /** What weighted rows are divided by: their number, or the sum of their weights. */
  readonly meanOver: 'rows' | 'weights';
  /** How its outputs become probabilities of classes; null: they are values. */
  readonly scoring: 'softmax' | 'sigmoid' | null;
  /**
   * Appends the loss (1) of outputs (rows, columns) against targets: labels (rows) of classes, or values
   * (rows, columns).
   */
  append(graph: Graph, outputs: TensorRef, targets: TensorRef, spec: LossSpec): TensorRef;
}

/** The weights of classes as a tensor (classes); 1 for each where there are none. */
export function weightsTensor(
  graph: Graph,
  columns: number,
  { classWeights }: LossSpec,
): TensorRef {
  // One column of logits is that of the second of two classes.
  const ones = () => new Array<number>(Math.max(columns, 2)).fill(1);
  return graph.constant('class_weights', classWeights ?? ones());
}
