// Multi-layer perceptron: dense, norm, activation and dropout for each hidden layer, dense at the end. With
// `residual`, a hidden layer behind another one of as many units adds what it was given to what it gives.

import type { Configuration } from '../../vocabulary/configuration.js';
import { add } from '../graph/operations/add.js';
import { layers } from './layers.js';
import type { Model } from './model.js';
import { tableInputs } from './table-inputs.js';

/** Units of each hidden layer: as many equal ones as `layers` says, or the list `hidden` where that is 0. */
function hiddenUnits(settings: Configuration): readonly number[] {
  const count = Number(settings.layers ?? 0);
  if (count > 0) return new Array<number>(count).fill(Number(settings.width));
  return settings.hidden as readonly number[];
}

export const mlp: Model = {
  name: 'mlp',
  build(graph, x, spec, mode) {
    const { outputs, settings } = spec;
    const append = layers(graph, settings, mode);
    let value = tableInputs(graph, x, spec, append);
    hiddenUnits(settings).forEach((units, layer) => {
      const before = value;
      value = append.dense(value, units, 'activation');
      value = append.norm(value);
      value = append.activation(value);
      value = append.dropout(value, Number(settings.dropout));
      const skips = settings.residual === true && layer > 0 && before.shape[1] === units;
      if (skips) value = graph.apply(add, [value, before]);
    });
    return append.dense(value, outputs, 'nothing');
  },
};
