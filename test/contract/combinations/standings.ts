// Who went on from the rungs of a sweep and who did not, read from its record, and how many were ahead of each:
// the rules of the schedules, written out a second time.

import type { PlannedRung, Scheduler } from '../../../src/schedulers/scheduler.js';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { decisions } from '../../orchestrator/scripted-sweep.js';
import { type RandomSweep, sweepOf } from './random-sweep.js';

/** A trial at the moment when it went on from a rung, or was left behind there. */
export interface Standing {
  /** What it is about, for messages. */
  readonly of: string;
  /** Healthy trials of the rung that are better; of one whose value is not finite without end. */
  readonly ahead: number;
  /** How many may go on. */
  readonly places: number;
  readonly goesOn: boolean;
}

interface Arrival {
  readonly trial: number;
  readonly value: number;
}

type Decisions = ReturnType<typeof decisions>;

/** @param plan of its scheduler, when it is over. @param events of a sweep that minimises */
export function standingsOf(
  drawn: RandomSweep,
  { plan, isPlanExact }: Scheduler,
  events: readonly SweepEvent[],
): Standing[] {
  const values = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'trial_epoch') continue;
    const { epoch, metrics } = event.epoch;
    values.set(`${event.trial}@${epoch}`, metrics.val_loss!);
  }
  const valueAt = (trial: number, epoch: number) => values.get(`${trial}@${epoch}`)!;
  const told = decisions(events);
  return isPlanExact ? atWholeRungs(drawn, plan, told, valueAt) : oneByOne(drawn, told, valueAt);
}

type ValueAt = (trial: number, epoch: number) => number;

/** Equals by trial number, unless they share a place. */
function aheadOf(one: Arrival, others: readonly Arrival[], equalsShare: boolean): number {
  if (!Number.isFinite(one.value)) return Number.POSITIVE_INFINITY;
  return others.filter(
    ({ trial, value }) =>
      Number.isFinite(value) &&
      (value < one.value || (!equalsShare && value === one.value && trial < one.trial)),
  ).length;
}

/** Rungs that are decided when all of them has arrived: a floor of 1 in eta, or as the plan has it. */
function atWholeRungs(
  drawn: RandomSweep,
  plan: readonly PlannedRung[],
  told: Decisions,
  valueAt: ValueAt,
): Standing[] {
  const bracketOf = bracketNumbers(drawn, told);
  const rungs = new Map<string, { arrivals: Arrival[]; next: Set<number>; places: number }>();
  const begun = told.filter(({ action }) => action === 'start');
  const ladder = ladderOf(drawn, plan);
  const rungAt = (trial: number, epoch: number) => {
    const bracket = bracketOf(trial);
    const key = `bracket ${bracket}, epoch ${epoch}`;
    const members = begun.filter((start) => bracketOf(start.trial) === bracket);
    const places = ladder(members.length, members[0]!.epoch, epoch);
    const rung = rungs.get(key) ?? { arrivals: [], next: new Set<number>(), places };
    rungs.set(key, rung);
    return rung;
  };
  const waits = new Map<number, number>();
  for (const { trial, action, epoch } of told) {
    if (action === 'wait') {
      waits.set(trial, epoch);
      rungAt(trial, epoch).arrivals.push({ trial, value: valueAt(trial, epoch) });
    }
    if (action === 'continue') rungAt(trial, waits.get(trial)!).next.add(trial);
  }
  return [...rungs].flatMap(([key, { arrivals, next, places }]) =>
    arrivals.map((arrival) => ({
      of: `trial ${arrival.trial} of ${key}`,
      ahead: aheadOf(arrival, arrivals, false),
      places,
      goesOn: next.has(arrival.trial),
    })),
  );
}

/** Counted on through repetitions; 0 where there is one ladder. */
function bracketNumbers(drawn: RandomSweep, told: Decisions): (trial: number) => number {
  const { bracketOf } = sweepOf(drawn).scheduler;
  const numbers: number[] = [];
  const trials = told.filter(({ action }) => action === 'start').length;
  let number = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (trial > 0 && bracketOf?.(trial) !== bracketOf?.(trial - 1)) number++;
    numbers.push(number);
  }
  return (trial) => numbers[trial]!;
}

/** @returns places at the rung after an epoch, of a ladder that so many begin at its first rung */
function ladderOf({ schedule, eta }: RandomSweep, plan: readonly PlannedRung[]) {
  return (members: number, first: number, epoch: number): number => {
    if (schedule !== 'hyperband') {
      const above = plan.findIndex((rung) => rung.epochs === epoch) + 1;
      return plan[above]?.configurations ?? 0;
    }
    let places = members;
    for (let reached = first; reached <= epoch; reached *= eta) {
      places = Math.max(1, Math.floor(places / eta));
    }
    return places;
  };
}

/** Whoever goes on does so by what has arrived until then; who is left at the end has not been among the best. */
function oneByOne({ schedule, eta }: RandomSweep, told: Decisions, valueAt: ValueAt): Standing[] {
  const isStopping = schedule.includes('stopping');
  const standings: Standing[] = [];
  const rungs = new Map<number, readonly Arrival[]>();
  const waits = new Map<number, number>();

  function arrive(trial: number, epoch: number): void {
    const rung = rungs.get(epoch) ?? [];
    rungs.set(epoch, [...rung, { trial, value: valueAt(trial, epoch) }]);
  }

  function stand(trial: number, epoch: number, goesOn: boolean): void {
    const arrivals = rungs.get(epoch)!;
    const healthy = arrivals.filter(({ value }) => Number.isFinite(value)).length;
    standings.push({
      of: `trial ${trial} at epoch ${epoch}, after ${arrivals.length}`,
      ahead: aheadOf({ trial, value: valueAt(trial, epoch) }, arrivals, isStopping),
      places: isStopping
        ? Math.max(1, Math.floor(healthy / eta))
        : Math.floor(arrivals.length / eta),
      goesOn,
    });
  }

  for (const { trial, action, epoch, reason } of told) {
    if (action === 'wait') {
      waits.set(trial, epoch);
      arrive(trial, epoch);
      if (isStopping) stand(trial, epoch, true);
    } else if (action === 'continue') {
      if (!isStopping) stand(trial, waits.get(trial)!, true);
      waits.delete(trial);
    } else if (action === 'stop' && reason?.rule === 'asha') {
      if (!waits.has(trial)) arrive(trial, epoch);
      stand(trial, epoch, false);
    }
  }
  return standings;
}
