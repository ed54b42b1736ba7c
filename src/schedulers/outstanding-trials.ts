// The trials that a scheduler has handed out and not heard of: each is reported once, as it was asked
// for. A report that was not asked for would corrupt a rung without anybody noticing.

import type { Report } from './scheduler.js';

export interface OutstandingTrials {
  readonly count: number;
  add(trial: number, to: number): void;
  /** Takes back what was handed out but does not exist (the sampler was exhausted). */
  remove(trial: number): void;
  /** @throws {Error} where nothing of the kind was asked for */
  settle(report: Report): void;
}

export function outstandingTrials(): OutstandingTrials {
  const epochOf = new Map<number, number>();
  return {
    get count() {
      return epochOf.size;
    },
    add: (trial, to) => void epochOf.set(trial, to),
    remove: (trial) => void epochOf.delete(trial),
    settle(report) {
      const asked = epochOf.get(report.trial);
      if (asked === undefined) {
        throw new Error(`a report of trial ${report.trial}, which the scheduler does not wait for`);
      }
      if (report.outcome === 'reached' && report.epoch !== asked) {
        throw new Error(
          `expected trial ${report.trial} to be reported at epoch ${asked}, found epoch ${report.epoch}`,
        );
      }
      epochOf.delete(report.trial);
    },
  };
}
