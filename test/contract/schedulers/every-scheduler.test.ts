// The contract of schedulers, run over every one there is: a new scheduler is one more call here.

import { ashaScheduler } from '../../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../../src/schedulers/asha-stopping.js';
import { fullScheduler } from '../../../src/schedulers/full.js';
import { hyperbandScheduler } from '../../../src/schedulers/hyperband.js';
import { scikitLearnHalvingScheduler } from '../../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../../src/schedulers/successive-halving.js';
import { schedulerContract } from './scheduler-contract.js';

schedulerContract('full', (trials) => fullScheduler({ trials, epochs: 5 }));
schedulerContract('successive halving', (trials) =>
  successiveHalvingScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('successive halving of a ladder that is no power, maximizing', (trials) =>
  successiveHalvingScheduler({
    trials,
    minEpochs: 2,
    epochs: 25,
    eta: 2,
    objective: { name: 'val_accuracy', goal: 'maximize' },
  }),
);
schedulerContract('successive halving of one rung', (trials) =>
  successiveHalvingScheduler({
    trials,
    minEpochs: 9,
    epochs: 4,
    eta: 4,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('asha', (trials) =>
  ashaScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('hyperband', (trials) =>
  hyperbandScheduler({
    trials,
    minEpochs: 1,
    epochs: 9,
    eta: 3,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('asha that stops', (trials) =>
  ashaStoppingScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('successive halving by scikit-learn’s rule', (trials) =>
  scikitLearnHalvingScheduler({
    trials,
    candidates: 25,
    minEpochs: 'exhaust',
    epochs: 100,
    eta: 3,
    aggressive: false,
    objective: { name: 'val_loss', goal: 'minimize' },
  }),
);
schedulerContract('aggressive elimination, maximizing', (trials) =>
  scikitLearnHalvingScheduler({
    trials,
    candidates: 25,
    minEpochs: 5,
    epochs: 10,
    eta: 2,
    aggressive: true,
    objective: { name: 'val_accuracy', goal: 'maximize' },
  }),
);
