// The contract of samplers, run over every one there is: a new sampler is one more line here.

import { cmaEsSampler } from '../../../src/samplers/cma-es/cma-es.js';
import { givenProposals } from '../../../src/samplers/given-proposals.js';
import { gpSampler } from '../../../src/samplers/gp/gp.js';
import { gridSampler } from '../../../src/samplers/grid.js';
import { listSampler } from '../../../src/samplers/list.js';
import { nsga2Sampler } from '../../../src/samplers/nsga2.js';
import { randomSampler } from '../../../src/samplers/random.js';
import { sobolSampler } from '../../../src/samplers/sobol.js';
import type { Space } from '../../../src/space/parameter.js';
import { type SearchSpace, searchSpace } from '../../../src/space/search-space.js';
import { networkSettings } from '../../../src/trainables/network/settings.js';
import { samplerContract } from './sampler-contract.js';

const spaceOf = (parameters: Space) =>
  searchSpace({ parameters, settings: networkSettings, fixed: {} });

const discrete = spaceOf([
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.01, 0.001] } },
  { name: 'batch_size', domain: { kind: 'int_uniform', min: 16, max: 19 } },
]);
const conditional = spaceOf([
  { name: 'momentum', domain: { kind: 'categorical', values: [0, 0.5, 0.9] } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['adam', 'sgd'] } },
  { name: 'lr', domain: { kind: 'categorical', values: [0.1, 0.01] } },
]);
const mixed = spaceOf([
  { name: 'lr', domain: { kind: 'log_uniform_values', min: 1e-4, max: 0.1 } },
  { name: 'optimizer', domain: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } },
  { name: 'epochs', domain: { kind: 'constant', value: 27 } },
  { name: 'dropout', domain: { kind: 'uniform', min: 0, max: 0.5 } },
]);
/** Under adam there are three configurations, under sgd no end of them. */
const partlyContinuous = spaceOf([
  { name: 'optimizer', domain: { kind: 'categorical', values: ['adam', 'sgd'] } },
  { name: 'batch_size', domain: { kind: 'q_uniform', min: 16, max: 48, q: 16 } },
  { name: 'momentum', domain: { kind: 'uniform', min: 0, max: 0.9 } },
]);
/** Two thirds of what can be drawn are forbidden. */
const constrained: SearchSpace = {
  ...discrete,
  gridCount: null,
  admit: (drawn) => (Number(drawn.batch_size) % 3 === 0 ? discrete.admit(drawn) : null),
};
const constrainedMixed: SearchSpace = {
  ...mixed,
  admit: (drawn) => (Number(drawn.dropout) < 0.1 ? mixed.admit(drawn) : null),
};
const spaces = { discrete, conditional, mixed, partlyContinuous, constrained, constrainedMixed };
const seed = 7;

for (const [name, space] of Object.entries(spaces)) {
  if (!/mixed|continuous/i.test(name)) {
    samplerContract(`grid (${name})`, space, () => gridSampler({ space }));
  }
  const first = [space.admit({ lr: 0.01, batch_size: 18, optimizer: 'adam', dropout: 0.05 })!];
  if (!/mixed|continuous/i.test(name)) {
    samplerContract(`grid after a given one (${name})`, space, () => gridSampler({ space, first }));
  }
  const given = [0, 1, 2].map((trial) => randomSampler({ space, seed }).suggest(trial)!);
  samplerContract(`list (${name})`, space, () =>
    listSampler(givenProposals({ space, given, others: () => ({}), key: 'configurations' })),
  );
  samplerContract(`random (${name})`, space, () => randomSampler({ space, seed }));
  samplerContract(`random after a given one (${name})`, space, () =>
    randomSampler({ space, seed, first }),
  );
  samplerContract(`sobol (${name})`, space, () => sobolSampler({ space, seed }));
  samplerContract(`sobol after a given one (${name})`, space, () =>
    sobolSampler({ space, seed, first }),
  );
  const cmaEs = { space, seed, goal: 'minimize' } as const;
  samplerContract(`cma_es (${name})`, space, () => cmaEsSampler(cmaEs));
  samplerContract(`cma_es after a given one (${name})`, space, () =>
    cmaEsSampler({ ...cmaEs, first }),
  );
  const gp = { space, seed, goal: 'minimize' } as const;
  samplerContract(`gp (${name})`, space, () => gpSampler(gp));
  samplerContract(`gp after a given one (${name})`, space, () => gpSampler({ ...gp, first }));
  const nsga2 = { space, seed, goals: ['minimize', 'maximize'], population: 6 } as const;
  samplerContract(`nsga2 (${name})`, space, () => nsga2Sampler(nsga2));
  samplerContract(`nsga2 after a given one (${name})`, space, () =>
    nsga2Sampler({ ...nsga2, first }),
  );
}
