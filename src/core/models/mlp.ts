// Multi-layer perceptron: hidden layers, then dense at the end.

import { hiddenLayers } from './hidden-layers.js';
import { layers } from './layers.js';
import type { Model } from './model.js';
import { tableInputs } from './table-inputs.js';

export const mlp: Model = {
  name: 'mlp',
  build(graph, x, spec, mode) {
    const append = layers(graph, spec.settings, mode);
    const inputs = tableInputs(graph, x, spec, append);
    const value = hiddenLayers(graph, inputs, spec.settings, append);
    return append.dense(value, spec.outputs, 'nothing');
  },
};
