// Any ladder with rows of the training part in place of epochs, as scikit-learn's halving searches have them
// (`resource: n_samples`). The ladder within speaks of candidates and calls rows epochs. Another training set
// is another training: a candidate that goes on begins anew, as a trial of its own with a curve of its own,
// and its trial on fewer rows, which waited for the rung, is completed.

import type { TrialFate } from '../vocabulary/trial.js';
import { reasonInRows } from './rung-reason.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';

export interface RowsResourceOptions {
  /** Whose epochs are rows. */
  readonly ladder: Scheduler;
  /** That every trial is trained for. */
  readonly epochs: number;
}

interface LatestTrial {
  readonly trial: number;
  readonly rows: number;
}

export function rowsResourceScheduler({ ladder, epochs }: RowsResourceOptions): Scheduler {
  /** Of each candidate that is not settled, its trial on the most rows. */
  const latest = new Map<number, LatestTrial>();
  /** By those trials. */
  const candidates = new Map<number, number>();
  let started = 0;

  function begin(candidate: number, rows: number, before: number | null): Step & { kind: 'start' } {
    const trial = started++;
    latest.set(candidate, { trial, rows });
    candidates.set(trial, candidate);
    return { kind: 'start', trial, to: epochs, candidate: { number: candidate, rows, before } };
  }

  function stepOf(step: Step): Step {
    switch (step.kind) {
      case 'start':
        return begin(step.trial, step.to, null);
      case 'continue': {
        const before = latest.get(step.trial)!.trial;
        candidates.delete(before);
        const reason = step.reason === undefined ? {} : { reason: reasonInRows(step.reason) };
        return { ...begin(step.trial, step.to, before), ...reason };
      }
      case 'wait':
      case 'done':
        return step;
    }
  }

  function forget(candidate: number): void {
    candidates.delete(latest.get(candidate)!.trial);
    latest.delete(candidate);
  }

  function told(settled: readonly Settlement[]): readonly Settlement[] {
    return settled.map(({ trial: candidate, fate }) => {
      const { trial } = latest.get(candidate)!;
      if (fate.state !== 'paused') forget(candidate);
      return { trial, fate: fateInRows(fate) };
    });
  }

  function candidateOf({ trial }: Report): number {
    const candidate = candidates.get(trial);
    if (candidate === undefined) {
      throw new Error(`a report of trial ${trial}, which the scheduler does not wait for`);
    }
    return candidate;
  }

  return {
    isAdaptive: ladder.isAdaptive,
    isPlanExact: ladder.isPlanExact,
    allots: 'rows',
    ...(ladder.bracketOf === undefined ? {} : { bracketOf: ladder.bracketOf }),
    get plan(): readonly PlannedRung[] {
      return ladder.plan.map((rung) => ({ ...rung, epochs, rows: rung.epochs }));
    },
    next: () => stepOf(ladder.next()),
    report(report: Report): readonly Settlement[] {
      const candidate = candidateOf(report);
      if (report.outcome === 'ended') {
        const settled = ladder.report({ trial: candidate, outcome: 'ended' });
        forget(candidate);
        return told(settled);
      }
      const { epoch, value } = report;
      if (epoch !== epochs) {
        throw new Error(
          `expected trial ${report.trial} to be reported at epoch ${epochs}, found epoch ${epoch}`,
        );
      }
      const { rows } = latest.get(candidate)!;
      return told(ladder.report({ trial: candidate, outcome: 'reached', epoch: rows, value }));
    },
    exhausted(): readonly Settlement[] {
      started--;
      forget(candidates.get(started)!);
      return told(ladder.exhausted());
    },
  };
}

function fateInRows(fate: TrialFate): TrialFate {
  if (fate.state === 'completed') return fate;
  return Object.freeze({ ...fate, reason: reasonInRows(fate.reason) });
}
