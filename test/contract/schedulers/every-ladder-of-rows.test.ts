// The contract of schedulers over every ladder that allots rows: told in candidates and rows, one decides as
// the ladder within decides in trials and epochs.

import { ashaScheduler } from '../../../src/schedulers/asha.js';
import { ashaStoppingScheduler } from '../../../src/schedulers/asha-stopping.js';
import { hyperbandScheduler } from '../../../src/schedulers/hyperband.js';
import { rowsResourceScheduler } from '../../../src/schedulers/rows-resource.js';
import type { Scheduler, Settlement, Step } from '../../../src/schedulers/scheduler.js';
import { scikitLearnHalvingScheduler } from '../../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../../src/schedulers/successive-halving.js';
import type { Objective } from '../../../src/vocabulary/metric.js';
import { schedulerContract } from './scheduler-contract.js';

const EPOCHS = 5;

/** A candidate for each trial, rows for epochs: what a trial begins anew is there going on. */
function inCandidates(scheduler: Scheduler): Scheduler {
  const latest: { trial: number; rows: number }[] = [];
  const candidates: number[] = [];
  const told = (settled: readonly Settlement[]) =>
    settled.map(({ trial, fate }) => ({ trial: candidates[trial]!, fate }));

  function stepOf(step: Step): Step {
    if (step.kind !== 'start') return step;
    const { number: trial, rows: to, before } = step.candidate!;
    const from = latest[trial]?.rows ?? 0;
    latest[trial] = { trial: step.trial, rows: to };
    candidates[step.trial] = trial;
    return before === null ? { kind: 'start', trial, to } : { kind: 'continue', trial, from, to };
  }

  return {
    isAdaptive: scheduler.isAdaptive,
    isPlanExact: scheduler.isPlanExact,
    get plan() {
      return scheduler.plan.map(({ rows, ...rung }) => ({ ...rung, epochs: rows! }));
    },
    next: () => stepOf(scheduler.next()),
    report(report) {
      const { trial, rows } = latest[report.trial] ?? { trial: report.trial, rows: 0 };
      if (report.outcome === 'ended') return told(scheduler.report({ trial, outcome: 'ended' }));
      const epoch = report.epoch === rows ? EPOCHS : report.epoch;
      return told(scheduler.report({ ...report, trial, epoch }));
    },
    exhausted: () => told(scheduler.exhausted()),
  };
}

const ladder = { minEpochs: 10, epochs: 270, eta: 3 } as const;
type Ladder = (trials: number | null, objective: Objective) => Scheduler;
const ladders: Readonly<Record<string, Ladder>> = {
  'successive halving': (trials, objective) =>
    successiveHalvingScheduler({ ...ladder, trials, objective }),
  'scikit-learn’s halving': (trials, objective) =>
    scikitLearnHalvingScheduler({
      ...ladder,
      ...{ trials, objective, candidates: 25, minEpochs: 'exhaust', least: 20, aggressive: true },
    }),
  hyperband: (trials, objective) => hyperbandScheduler({ ...ladder, trials, objective }),
  asha: (trials, objective) => ashaScheduler({ ...ladder, trials, objective }),
  'asha that stops': (trials, objective) => ashaStoppingScheduler({ ...ladder, trials, objective }),
};

for (const [name, make] of Object.entries(ladders)) {
  schedulerContract(`${name} in rows`, (trials, isMirrored = false) => {
    const goal = isMirrored ? 'maximize' : 'minimize';
    const within = make(trials, { name: 'val_loss', goal });
    return inCandidates(rowsResourceScheduler({ ladder: within, epochs: EPOCHS }));
  });
}
