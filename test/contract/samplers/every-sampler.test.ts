// The contract of samplers, run over every one there is: a new sampler is one more line here.

import { gridSampler } from '../../../src/samplers/grid.js';
import { randomSampler } from '../../../src/samplers/random.js';
import type { Space } from '../../../src/space/parameter.js';
import { networkSettings } from '../../../src/trainables/network/settings.js';
import { samplerContract } from './sampler-contract.js';

const discrete: Space = [
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.01, 0.001] } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 16, max: 19 } },
];
const conditional: Space = [
  { name: 'momentum', domain: { kind: 'categorical', values: [0, 0.5, 0.9] } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['adam', 'sgd'] } },
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.01] } },
];
const mixed: Space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } },
  { name: 'epochs', domain: { kind: 'constant', value: 27 } },
  { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } },
];

const grid = (space: Space) => gridSampler({ space, settings: networkSettings, fixed: {} });
const names = (space: Space) => space.map(({ name }) => name);

samplerContract('grid', names(discrete), () => grid(discrete));
samplerContract('grid with conditions', names(conditional), () => grid(conditional));
samplerContract('random', names(mixed), () => randomSampler({ space: mixed, seed: 7 }));
