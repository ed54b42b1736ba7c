// The shape of the network: which family, its layers, and how they begin.

import { activations } from '../../../core/models/activation-registry.js';
import { initialisers } from '../../../core/models/initialiser-registry.js';
import { models } from '../../../core/models/model-registry.js';
import { norms } from '../../../core/models/norm-registry.js';
import type { Settings } from '../../../vocabulary/setting.js';
import { hasMatchingLayers, hasNormalisedLayers } from './layer-effects.js';
import { where } from './setting-forms.js';

export const modelSettings: Settings = [
  {
    name: 'kind',
    group: 'model',
    kind: { type: 'choice', values: models.map(({ name }) => name) },
    default: 'mlp',
    about:
      'The family of models: mlp is a multi-layer perceptron; cnn is a convolutional network, for data that are pictures.',
  },
  {
    name: 'hidden',
    group: 'model',
    kind: { type: 'integers', min: 1, max: 65_536, maxLength: 32 },
    default: [64],
    appliesWhen: [where('layers', 0)],
    about: 'Units of each hidden layer, from input to output.',
  },
  {
    name: 'layers',
    group: 'model',
    kind: { type: 'integer', min: 0, max: 32 },
    default: 0,
    about:
      'The number of hidden layers, all of `width` units; 0 takes the list `hidden` instead. With `width` it makes the shape of a network two numbers that can be searched as ranges.',
  },
  {
    name: 'width',
    group: 'model',
    kind: { type: 'integer', min: 1, max: 65_536 },
    default: 64,
    appliesWhen: [{ setting: 'layers', above: 0 }],
    about: 'Units of each hidden layer where `layers` says how many there are.',
  },
  {
    name: 'activation',
    group: 'model',
    kind: { type: 'choice', values: activations.map(({ name }) => name) },
    default: 'relu',
    about: 'What follows each hidden layer and each convolution (behind its norm, if it has one).',
  },
  {
    name: 'negative_slope',
    group: 'model',
    kind: { type: 'number', min: 0, max: 1 },
    default: 0.01,
    appliesWhen: [where('activation', 'leaky_relu')],
    about: 'Slope of leaky_relu below 0.',
  },
  {
    name: 'elu_alpha',
    group: 'model',
    kind: { type: 'number', min: 0, max: 100 },
    default: 1,
    appliesWhen: [where('activation', 'elu')],
    about: 'What elu comes down to far below 0, as -elu_alpha.',
  },
  {
    name: 'norm',
    group: 'model',
    kind: { type: 'choice', values: ['none', ...norms.map(({ name }) => name)] },
    default: 'none',
    matters: hasNormalisedLayers,
    about:
      'What each hidden layer is normalised by, before its activation: batch_norm by the mean and deviation of each unit over the batch (running ones in evaluation; momentum 0.1), layer_norm by those of each row. Behind convolutions units are channels, and every position of a picture is a row. eps is 1e-5.',
  },
  {
    name: 'residual',
    group: 'model',
    kind: { type: 'boolean' },
    default: false,
    matters: hasMatchingLayers,
    about:
      'Adds to what a hidden layer gives (behind its dropout) what it was given, wherever it has as many units as the hidden layer before it. The first hidden layer and the output have no such connection.',
  },
  {
    name: 'init',
    group: 'model',
    kind: { type: 'choice', values: initialisers.map(({ name }) => name) },
    default: 'default',
    about:
      "How weights begin: default is PyTorch's own (uniform within 1 / sqrt(inputs), biases too); the others are torch.nn.init's, times the gain of the activation that follows (1 for the output layer), with biases at 0.",
  },
  {
    name: 'embedding_dim',
    group: 'model',
    kind: { type: 'integer', min: 0, max: 1024 },
    default: 0,
    appliesWhen: [where('kind', 'mlp')],
    about:
      'Numbers that are learned for each level of a category (data.categorical: embedding); 0 takes half the levels (the unseen one counted), rounded up, and at most 50. Without such columns it has no effect.',
  },
];
