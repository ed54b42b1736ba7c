// The contract of schedulers, run over every one there is: a new scheduler is one more call here.

import { ashaScheduler } from '../../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../../src/schedulers/asha-stopping.js';
import { fullScheduler } from '../../../src/schedulers/full.js';
import { hyperbandScheduler } from '../../../src/schedulers/hyperband.js';
import { scikitLearnHalvingScheduler } from '../../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../../src/schedulers/successive-halving.js';
import { schedulerContract } from './scheduler-contract.js';

const least = { name: 'val_loss', goal: 'minimize' } as const;
const greatest = { name: 'val_accuracy', goal: 'maximize' } as const;

schedulerContract('full', (trials) => fullScheduler({ trials, epochs: 5 }));
schedulerContract('successive halving', (trials, isMirrored) =>
  successiveHalvingScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract(
  'successive halving of a ladder that is no power, maximizing',
  (trials, isMirrored) =>
    successiveHalvingScheduler({
      trials,
      minEpochs: 2,
      epochs: 25,
      eta: 2,
      objective: isMirrored ? least : greatest,
    }),
);
schedulerContract('successive halving of one rung', (trials, isMirrored) =>
  successiveHalvingScheduler({
    trials,
    minEpochs: 9,
    epochs: 4,
    eta: 4,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract('asha', (trials, isMirrored) =>
  ashaScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract('hyperband', (trials, isMirrored) =>
  hyperbandScheduler({
    trials,
    minEpochs: 1,
    epochs: 9,
    eta: 3,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract('asha that stops', (trials, isMirrored) =>
  ashaStoppingScheduler({
    trials,
    minEpochs: 1,
    epochs: 27,
    eta: 3,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract('successive halving by scikit-learn’s rule', (trials, isMirrored) =>
  scikitLearnHalvingScheduler({
    trials,
    candidates: 25,
    minEpochs: 'exhaust',
    epochs: 100,
    eta: 3,
    aggressive: false,
    objective: isMirrored ? greatest : least,
  }),
);
schedulerContract('aggressive elimination, maximizing', (trials, isMirrored) =>
  scikitLearnHalvingScheduler({
    trials,
    candidates: 25,
    minEpochs: 5,
    epochs: 10,
    eta: 2,
    aggressive: true,
    objective: isMirrored ? least : greatest,
  }),
);
