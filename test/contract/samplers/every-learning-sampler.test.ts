// The contract of samplers that learn, run over every one there is: a new one is one more line here.

import { cmaEsSampler } from '../../../src/samplers/cma-es/cma-es.js';
import { gpSampler } from '../../../src/samplers/gp/gp.js';
import { nsga2Sampler } from '../../../src/samplers/nsga2.js';
import { tpeSampler } from '../../../src/samplers/tpe/tpe.js';
import type { Space } from '../../../src/space/parameter.js';
import { searchSpace } from '../../../src/space/search-space.js';
import { networkSettings } from '../../../src/trainables/network/settings.js';
import { learningSamplerContract } from './learning-sampler-contract.js';

const mixed: Space = [
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.9 } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 8, max: 64 } },
  { name: 'weight_decay', domain: { kind: 'log_normal', mu: -7, sigma: 1 } },
  { name: 'dropout', domain: { kind: 'q_uniform', min: 0, max: 0.5, q: 0.05 } },
];
const listed: Space = [
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.03, 0.01], ordered: true } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam'] } },
  { name: 'momentum', domain: { kind: 'categorical', values: [0, 0.5, 0.9] } },
  { name: 'batch_size', domain: { kind: 'constant', value: 32 } },
];
const spaceOf = (parameters: Space) =>
  searchSpace({ parameters, settings: networkSettings, fixed: {} });
const names = (space: Space) => space.map(({ name }) => name);

learningSamplerContract('tpe', names(mixed), (goal) =>
  tpeSampler({ space: spaceOf(mixed), seed: 7, goal }),
);
learningSamplerContract('tpe over a list', names(listed), (goal) =>
  tpeSampler({ space: spaceOf(listed), seed: 7, goal }),
);
learningSamplerContract(
  'gp',
  names(mixed),
  (goal) => gpSampler({ space: spaceOf(mixed), seed: 7, goal }),
  6,
);
learningSamplerContract(
  'gp over a list',
  names(listed),
  (goal) => gpSampler({ space: spaceOf(listed), seed: 7, goal }),
  6,
);
learningSamplerContract('cma_es', names(mixed), (goal) =>
  cmaEsSampler({ space: spaceOf(mixed), seed: 7, goal }),
);
learningSamplerContract('cma_es over a list', names(listed), (goal) =>
  cmaEsSampler({ space: spaceOf(listed), seed: 7, goal }),
);
/** At the ends of their ranges. */
const first = [
  spaceOf(mixed).admit({
    lr: 0.1,
    optimizer: 'adam',
    batch_size: 64,
    weight_decay: 1,
    dropout: 0.5,
  })!,
  spaceOf(mixed).admit({
    lr: 1e-4,
    optimizer: 'sgd',
    momentum: 0,
    weight_decay: 1e-9,
    dropout: 0,
  })!,
];
learningSamplerContract('tpe after given ones', names(mixed), (goal) =>
  tpeSampler({ space: spaceOf(mixed), seed: 7, goal, first }),
);
learningSamplerContract('nsga2', names(mixed), (goal) =>
  nsga2Sampler({ space: spaceOf(mixed), seed: 7, goals: [goal] }),
);
