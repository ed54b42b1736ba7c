// Multi-layer perceptron: dense, activation and dropout for each hidden layer, dense at the end.

import { layers } from './layers.js';
import type { Model } from './model.js';

export const mlp: Model = {
  name: 'mlp',
  build(graph, x, { outputs, settings }, mode) {
    const hidden = settings.hidden as readonly number[];
    const append = layers(graph, settings, mode);
    let value = x;
    for (const units of hidden) {
      value = append.dense(value, units, 'activation');
      value = append.activation(value);
      value = append.dropout(value, Number(settings.dropout));
    }
    return append.dense(value, outputs, 'nothing');
  },
};
