// Synchronous successive halving (Jamieson and Talwalkar 2016): every trial is trained to the first
// rung; when the whole rung has arrived, the best of it go on to the next, and so on to the top. A rung
// is decided once, from all of its values, so the order in which they arrive decides nothing.

import type { Objective } from '../vocabulary/metric.js';
import { type LadderOptions, requireLadder, rungEpochs, rungSizes } from './halving-ladder.js';
import { outstandingTrials } from './outstanding-trials.js';
import { type RungResult, rankRung, waitsForRung } from './rung-ranking.js';
import type { PlannedRung, Report, Scheduler, Settlement, Step } from './scheduler.js';

export interface HalvingOptions {
  /** At the first rung; null: as many as the sampler has. */
  readonly trials: number | null;
  /** Epochs trained in all at each rung, ascending. */
  readonly ladder: readonly number[];
  /** Trials at each rung, by how many there are at the first. */
  readonly sizes: (trials: number) => readonly number[];
  readonly objective: Objective;
}

/** @throws {Slip} where eta is not a whole number of at least 2, or min_epochs not one of at least 1 */
export function successiveHalvingScheduler(options: LadderOptions): Scheduler {
  requireLadder(options);
  const { trials, eta, minEpochs, epochs, objective } = options;
  const ladder = rungEpochs(minEpochs, epochs, eta);
  const sizes = (count: number) => rungSizes(count, ladder.length, eta);
  return halvingScheduler({ trials, ladder, sizes, objective });
}

/** On any ladder. */
export function halvingScheduler(options: HalvingOptions): Scheduler {
  const { ladder, objective } = options;
  const outstanding = outstandingTrials();
  let count = options.trials ?? Number.POSITIVE_INFINITY;
  let started = 0;
  let rung = 0;
  let arrived: RungResult[] = [];
  let promoted: readonly number[] = [];
  let handedOut = 0;

  /** Decides the rung if all of it has arrived; the top rung has nothing to decide. */
  function closeRung(): readonly Settlement[] {
    const complete = started === count && handedOut === promoted.length && outstanding.count === 0;
    if (!complete || rung === ladder.length - 1) return [];
    const places = options.sizes(count)[rung + 1]!;
    const ranking = rankRung(arrived, { epoch: ladder[rung]!, places, objective });
    rung++;
    arrived = [];
    promoted = ranking.promoted;
    handedOut = 0;
    return ranking.settlements;
  }

  function startNext(): Step {
    const trial = started++;
    outstanding.add(trial, ladder[0]!);
    return { kind: 'start', trial, to: ladder[0]! };
  }

  function continueNext(): Step {
    const trial = promoted[handedOut++]!;
    const [from, to] = [ladder[rung - 1]!, ladder[rung]!];
    outstanding.add(trial, to);
    return { kind: 'continue', trial, from, to };
  }

  return {
    isAdaptive: false,
    isPlanExact: true,
    get plan(): readonly PlannedRung[] {
      const sizes = options.sizes(count);
      return ladder.map((epochs, index) => ({ configurations: sizes[index]!, epochs }));
    },
    next(): Step {
      if (started < count) return startNext();
      if (handedOut < promoted.length) return continueNext();
      return outstanding.count > 0 ? { kind: 'wait' } : { kind: 'done' };
    },
    report(report: Report): readonly Settlement[] {
      outstanding.settle(report);
      if (report.outcome === 'ended') return closeRung();
      const { trial, value } = report;
      if (rung === ladder.length - 1) return [{ trial, fate: { state: 'completed' } }];
      arrived.push({ trial, value });
      // Paused even where it is the last to arrive: a trial's story must not tell who was late.
      const waits = { trial, fate: waitsForRung(rung, ladder.length, report.epoch) };
      return [waits, ...closeRung()];
    },
    exhausted(): readonly Settlement[] {
      count = --started;
      outstanding.remove(count);
      return closeRung();
    },
  };
}
