// The contract of stopping rules, run over every one there is: a new rule is one more call here.

import { banditStopper } from '../../../src/stoppers/bandit.js';
import { bandsStopper } from '../../../src/stoppers/bands.js';
import { divergedStopper } from '../../../src/stoppers/diverged.js';
import { patienceStopper } from '../../../src/stoppers/patience.js';
import { medianStopper } from '../../../src/stoppers/percentile.js';
import { thresholdStopper } from '../../../src/stoppers/threshold.js';
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

const metric = { name: 'val_loss', goal: 'minimize' } as const;
const looks = { warmup: 1, interval: 2 };
stoppingRuleContract('threshold', () => thresholdStopper({ metric, value: 1, warmup: 1 }));
stoppingRuleContract('median', () => medianStopper({ metric, startupTrials: 1, ...looks }));
stoppingRuleContract('bandit', () =>
  banditStopper({ metric, slack: { kind: 'factor', value: 0.1 }, ...looks }),
);
stoppingRuleContract('hyperband', () =>
  bandsStopper({ metric, spec: { minIter: 2, eta: 3 }, epochs: 40 }),
);
