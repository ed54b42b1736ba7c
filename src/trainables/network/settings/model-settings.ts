// The shape of the network: which family, its layers, and how they begin.

import { activations } from '../../../core/models/activation-registry.js';
import { models } from '../../../core/models/model-registry.js';
import type { Settings } from '../../../vocabulary/setting.js';

export const modelSettings: Settings = [
  {
    name: 'kind',
    group: 'model',
    kind: { type: 'choice', values: models.map(({ name }) => name) },
    default: 'mlp',
    about: 'The family of models: mlp is a multi-layer perceptron.',
  },
  {
    name: 'hidden',
    group: 'model',
    kind: { type: 'integers', min: 1, max: 65_536, maxLength: 32 },
    default: [64],
    about: 'Units of each hidden layer, from input to output.',
  },
  {
    name: 'activation',
    group: 'model',
    kind: { type: 'choice', values: activations.map(({ name }) => name) },
    default: 'relu',
    about: 'What follows each hidden layer.',
  },
];
