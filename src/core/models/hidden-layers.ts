// The hidden layers of a perceptron: dense, norm, activation and dropout, each. With `residual`, a hidden
// layer behind another one of as many units adds what it was given to what it gives.

import type { Configuration } from '../../vocabulary/configuration.js';
import type { Graph } from '../graph/graph.js';
import { add } from '../graph/operations/add.js';
import type { TensorRef } from '../graph/tensor.js';
import type { Layers } from './layers.js';

/** Units of each hidden layer: as many equal ones as `layers` says, or the list `hidden` where that is 0. */
export function hiddenUnits(settings: Configuration): readonly number[] {
  const count = Number(settings.layers ?? 0);
  if (count > 0) return new Array<number>(count).fill(Number(settings.width));
  return settings.hidden as readonly number[];
}

/** x: (rows, inputs) -> (rows, units of the last hidden layer) */
export function hiddenLayers(
  graph: Graph,
  x: TensorRef,
  settings: Configuration,
  append: Layers,
): TensorRef {
  let value = x;
  hiddenUnits(settings).forEach((units, layer) => {
    const before = value;
    value = append.dense(value, units, 'activation');
    value = append.norm(value);
    value = append.activation(value);
    value = append.dropout(value, Number(settings.dropout));
    const skips = settings.residual === true && layer > 0 && before.shape[1] === units;
    if (skips) value = graph.apply(add, [value, before]);
  });
  return value;
}
