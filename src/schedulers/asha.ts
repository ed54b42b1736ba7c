// Asynchronous successive halving, promotion form (Li et al. 2020, "A System for Massively Parallel
// Hyperparameter Tuning", Algorithm 2): whenever there is room, the best trial of the highest rung that has
// one among its first 1 in eta goes on; where there is none, a new one starts. Nobody waits for a whole
// rung. A trial that was promoted early and would not be now is not called back.

import type { Objective } from '../vocabulary/metric.js';
import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';
import { type LadderOptions, requireLadder, rungEpochs } from './halving-ladder.js';
import { outstandingTrials } from './outstanding-trials.js';
import { placeIn } from './ranked-results.js';
import type { RungResult } from './rung-ranking.js';
import { divergedReason, standingReason } from './rung-reason.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';
import { typicalPlan } from './typical-plan.js';

interface Rung {
  readonly epoch: number;
  /** Everything that arrived, best first, equals by trial number. */
  readonly ranked: RungResult[];
  /** Those that could still go on, in the same order. */
  readonly waiting: RungResult[];
}

interface Candidate {
  readonly result: RungResult;
  readonly reason: Reason;
}

/** @throws {Slip} where eta is not a whole number of at least 2, or min_epochs not one of at least 1 */
export function ashaScheduler(options: LadderOptions): Scheduler {
  requireLadder(options);
  const { eta, objective } = options;
  const rungs = rungEpochs(options.minEpochs, options.epochs, eta).map(
    (epoch): Rung => ({ epoch, ranked: [], waiting: [] }),
  );
  const top = rungs.length - 1;
  const rungOf = new Map(rungs.map((rung, index) => [rung.epoch, index]));
  const outstanding = outstandingTrials();
  let count = options.trials ?? Number.POSITIVE_INFINITY;
  let started = 0;

  function candidateOf(rung: Rung): Candidate | null {
    const [result] = rung.waiting;
    if (result === undefined) return null;
    const places = Math.floor(rung.ranked.length / eta);
    const rank = placeIn(rung.ranked, result, objective);
    if (rank >= places) return null;
    return { result, reason: standing(rung, result, rank, places, objective) };
  }

  function promote(): Step | null {
    for (let index = top - 1; index >= 0; index--) {
      const candidate = candidateOf(rungs[index]!);
      if (candidate === null) continue;
      const { result, reason } = candidate;
      rungs[index]!.waiting.shift();
      const [from, to] = [rungs[index]!.epoch, rungs[index + 1]!.epoch];
      outstanding.add(result.trial, to);
      return { kind: 'continue', trial: result.trial, from, to, reason };
    }
    return null;
  }

  /** What still waits when nothing can be promoted, started or reported any more stays where it is. */
  function leaveTheRest(): readonly Settlement[] {
    const isOver = started === count && outstanding.count === 0;
    if (!isOver || rungs.some((rung) => candidateOf(rung) !== null)) return [];
    return rungs
      .flatMap((rung) => {
        const places = Math.floor(rung.ranked.length / eta);
        return rung.waiting.splice(0).map((result) => {
          const rank = placeIn(rung.ranked, result, objective);
          const reason = standing(rung, result, rank, places, objective);
          return { trial: result.trial, fate: { state: 'stopped', reason } as const };
        });
      })
      .sort((a, b) => a.trial - b.trial);
  }

  function arrive({ trial, epoch, value }: Report & { outcome: 'reached' }): TrialFate {
    const index = rungOf.get(epoch)!;
    if (index === top) return { state: 'completed' };
    const rung = rungs[index]!;
    // As NaN, behind all others: minus infinity would take the place of the best.
    const result = { trial, value: Number.isFinite(value) ? value : Number.NaN };
    const rank = placeIn(rung.ranked, result, objective);
    rung.ranked.splice(rank, 0, result);
    if (!Number.isFinite(value)) {
      return { state: 'stopped', reason: divergedReason('asha', { objective, epoch, value }) };
    }
    rung.waiting.splice(placeIn(rung.waiting, result, objective), 0, result);
    const places = Math.floor(rung.ranked.length / eta);
    return { state: 'paused', reason: standing(rung, result, rank, places, objective) };
  }

  return {
    isAdaptive: true,
    isPlanExact: false,
    get plan(): readonly PlannedRung[] {
      const ladder = rungs.map(({ epoch }) => epoch);
      return typicalPlan((trials) => ashaScheduler({ ...options, trials }), ladder, count);
    },
    next(): Step {
      const promotion = promote();
      if (promotion !== null) return promotion;
      if (started < count) {
        const trial = started++;
        outstanding.add(trial, rungs[0]!.epoch);
        return { kind: 'start', trial, to: rungs[0]!.epoch };
      }
      return outstanding.count > 0 ? { kind: 'wait' } : { kind: 'done' };
    },
    report(report: Report): readonly Settlement[] {
      outstanding.settle(report);
      if (report.outcome === 'ended') return leaveTheRest();
      const own = { trial: report.trial, fate: arrive(report) };
      return [own, ...leaveTheRest()];
    },
    exhausted(): readonly Settlement[] {
      count = --started;
      outstanding.remove(count);
      return leaveTheRest();
    },
  };
}

/** @param rank from 0 */
function standing(
  { epoch, ranked }: Rung,
  { value }: RungResult,
  rank: number,
  places: number,
  objective: Objective,
): Reason {
  const standing = { rank: rank + 1, of: ranked.length, places };
  return standingReason('asha', { objective, epoch, value }, standing);
}
