// Trains every trial to the whole budget. What becomes of one trial never touches another, so neither
// decisions nor memory depend on how many there are.

import { outstandingTrials } from './outstanding-trials.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';

export interface FullOptions {
  /** null: as many as the sampler has. */
  readonly trials: number | null;
  readonly epochs: number;
}

const completed = Object.freeze({ state: 'completed' });

export function fullScheduler({ trials, epochs }: FullOptions): Scheduler {
  const outstanding = outstandingTrials();
  let count = trials ?? Number.POSITIVE_INFINITY;
  let started = 0;

  return {
    isAdaptive: false,
    isPlanExact: true,
    get plan(): readonly PlannedRung[] {
      return [{ configurations: count, epochs }];
    },
    next(): Step {
      if (started === count) return outstanding.count > 0 ? { kind: 'wait' } : { kind: 'done' };
      const trial = started++;
      outstanding.add(trial, epochs);
      return { kind: 'start', trial, to: epochs };
    },
    report(report: Report): readonly Settlement[] {
      outstanding.settle(report);
      return report.outcome === 'reached' ? [{ trial: report.trial, fate: completed }] : [];
    },
    exhausted(): readonly Settlement[] {
      count = --started;
      outstanding.remove(count);
      return [];
    },
  };
}
