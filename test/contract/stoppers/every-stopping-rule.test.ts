// The contract of stopping rules, run over every one there is: a new rule is one more call here.

import { divergedStopper } from '../../../src/stoppers/diverged.js';
import { patienceStopper } from '../../../src/stoppers/patience.js';
import { stoppingRuleContract } from './stopping-rule-contract.js';

stoppingRuleContract('diverged', () => divergedStopper({ objective: 'val_accuracy', bound: null }));
stoppingRuleContract('diverged with a bound', () =>
  divergedStopper({ objective: 'val_accuracy', bound: 1.5 }),
);
stoppingRuleContract('patience, minimizing', () =>
  patienceStopper({
    metric: { name: 'val_loss', goal: 'minimize' },
    patience: 3,
    minDelta: 0.01,
    startAfter: 2,
  }),
);
stoppingRuleContract('patience, maximizing', () =>
  patienceStopper({
    metric: { name: 'val_accuracy', goal: 'maximize' },
    patience: 1,
    minDelta: 0,
    startAfter: 0,
  }),
);
