// Asynchronous successive halving, stopping form (as in Optuna's SuccessiveHalvingPruner and Determined):
// a trial goes on from each rung unless it is worse than the first 1 in eta of those that have arrived
// there so far. Nothing ever waits, and the first to arrive always go on.

import { compareValues } from '../vocabulary/metric.js';
import type { TrialFate } from '../vocabulary/trial.js';
import { type LadderOptions, requireLadder, rungEpochs } from './halving-ladder.js';
import { outstandingTrials } from './outstanding-trials.js';
import { placeIn } from './ranked-results.js';
import type { RungResult } from './rung-ranking.js';
import { divergedReason, standingReason } from './rung-reason.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';
import { typicalPlan } from './typical-plan.js';

interface Rung {
  readonly epoch: number;
  /** Everything that arrived and is a number, best first, equals by trial number. */
  readonly ranked: RungResult[];
}

/**
 * The first max(1, floor(n / eta)) of the n that have arrived at a rung, the trial itself among them, go
 * on, and every value that equals the last of these: six equal trials all go on. Syne Tune and Ray take a
 * quantile of the values instead, which lets a few more go on. A diverged trial stops, and does not count.
 *
 * @throws {Slip} where eta is not a whole number of at least 2, or min_epochs not one of at least 1
 */
export function ashaStoppingScheduler(options: LadderOptions): Scheduler {
  requireLadder(options);
  const { eta, objective } = options;
  const rungs = rungEpochs(options.minEpochs, options.epochs, eta).map(
    (epoch): Rung => ({ epoch, ranked: [] }),
  );
  const top = rungs.length - 1;
  const rungOf = new Map(rungs.map((rung, index) => [rung.epoch, index]));
  const outstanding = outstandingTrials();
  /** Those that go on, in the order in which they arrived. */
  const goingOn: (Step & { readonly kind: 'continue' })[] = [];
  let count = options.trials ?? Number.POSITIVE_INFINITY;
  let started = 0;

  function arrive({ trial, epoch, value }: Report & { outcome: 'reached' }): TrialFate {
    const index = rungOf.get(epoch)!;
    if (index === top) return { state: 'completed' };
    if (!Number.isFinite(value)) {
      return { state: 'stopped', reason: divergedReason('asha', { objective, epoch, value }) };
    }
    const { ranked } = rungs[index]!;
    const result = { trial, value };
    ranked.splice(placeIn(ranked, result, objective), 0, result);
    const places = Math.max(1, Math.floor(ranked.length / eta));
    const bar = ranked[places - 1]!.value;
    const reason = standing(epoch, value, ranked, places);
    if (compareValues(value, bar, objective.goal) > 0) return { state: 'stopped', reason };
    goingOn.push({ kind: 'continue', trial, from: epoch, to: rungs[index + 1]!.epoch, reason });
    return { state: 'paused', reason };
  }

  /** Equals share the place of the first of them. */
  function standing(epoch: number, value: number, ranked: readonly RungResult[], places: number) {
    const rank = placeIn(ranked, { trial: -1, value }, objective) + 1;
    const arrival = { objective, epoch, value };
    return standingReason('asha', arrival, { rank, of: ranked.length, places }, ' so far');
  }

  return {
    isAdaptive: true,
    isPlanExact: false,
    get plan(): readonly PlannedRung[] {
      const ladder = rungs.map(({ epoch }) => epoch);
      return typicalPlan((trials) => ashaStoppingScheduler({ ...options, trials }), ladder, count);
    },
    next(): Step {
      const step = goingOn.shift();
      if (step !== undefined) {
        outstanding.add(step.trial, step.to);
        return step;
      }
      if (started < count) {
        const trial = started++;
        outstanding.add(trial, rungs[0]!.epoch);
        return { kind: 'start', trial, to: rungs[0]!.epoch };
      }
      return { kind: outstanding.count > 0 ? 'wait' : 'done' };
    },
    report(report: Report): readonly Settlement[] {
      outstanding.settle(report);
      if (report.outcome === 'ended') return [];
      return [{ trial: report.trial, fate: arrive(report) }];
    },
    exhausted(): readonly Settlement[] {
      count = --started;
      outstanding.remove(count);
      return [];
    },
  };
}
