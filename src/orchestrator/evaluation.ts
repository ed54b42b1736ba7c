// What a sweep decides. Journeys of trials begin as the scheduler says and the clock has slots for; their
// ends are taken note of in the order in which the clock hands them out, and that is all that decisions
// depend on. How a journey gets on its way, and what is trained for it, is legs.ts's affair.

import type { Settlement, Step } from '../schedulers/scheduler.js';
import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';
import { arrivalClock } from './arrival-clock.js';
import type { Clock } from './clock.js';
import { type Decision, decisionsAsBegun, decisionsAsMade } from './decision-log.js';
import { completedFate, failedFate, interruptedFate, stoppedFate } from './fates.js';
import { legsOf } from './legs.js';
import { logicalClock } from './logical-clock.js';
import type { SegmentsInFlight } from './segments-in-flight.js';
import type { SweepOutcome, SweepParts } from './sweep-parts.js';
import { TrialProgress } from './trial-progress.js';

type Start = Step & { readonly kind: 'start' };

type SettledState = Exclude<TrialFate['state'], 'paused'>;

export interface Evaluation {
  /** Takes note of every epoch and end whose turn has come, and lets journeys begin. */
  advance(): void;
  /** One leg sets out; false where none can. */
  setOut(): boolean;
  /** Takes in a segment that has ended; false where there is none. */
  land(): boolean;
  /** Settles what a pause has left on its way, and counts. Call when nothing is in flight. */
  conclude(): SweepOutcome;
}

export function sweepEvaluation(parts: SweepParts, flight: SegmentsInFlight): Evaluation {
  const { sampler, scheduler, listen, budget, pause, order } = parts;
  const objectives = parts.objectives ?? [parts.objective];
  const legs = legsOf(parts, flight, () => {
    advance();
    if (legs.waiting > 0) flight.rouse();
  });
  const clock = clockOf(parts, () => legs.waiting === 0 && flight.hasRoom());
  const log = order.kind === 'free' ? decisionsAsBegun(listen) : decisionsAsMade(clock, listen);
  /** Trials that are not settled for good. */
  const live = new Map<number, TrialProgress>();
  const underway = new Set<TrialProgress>();
  const counts = { completed: 0, stopped: 0, failed: 0 };

  function advance(): void {
    for (;;) {
      while (!pause.aborted && clock.hasSlot() && begin(scheduler.next())) {}
      // After a pause no journey begins any more; what would have followed from it cannot be decided.
      if (pause.aborted && order.kind === 'logical') return;
      const next = clock.next();
      if (next === null) return;
      const progress = liveTrial(next.trial);
      if (progress.hasNext) legs.count(progress);
      else takeNote(progress);
    }
  }

  /** @returns whether anything has begun */
  function begin(step: Step): boolean {
    switch (step.kind) {
      case 'start':
        startTrial(step);
        return true;
      case 'continue':
        sendTrial(liveTrial(step.trial), step.to, 'continue', step.reason ?? null);
        return true;
      case 'wait':
      case 'done':
        return false;
    }
  }

  function startTrial({ trial, to, candidate, reason: why }: Start): void {
    const before = candidate?.before ?? null;
    const assignment =
      before === null
        ? sampler.suggest(candidate?.number ?? trial)
        : liveTrial(before).origin.assignment;
    if (assignment === null) {
      const reason = sampler.exhaustion?.() ?? null;
      log.exhaust({ trial, action: 'exhaust', epoch: 0, reason });
      settleAll(scheduler.exhausted());
      return;
    }
    if (before !== null) leaveBehind(liveTrial(before));
    const rows = candidate?.rows;
    const identity = parts.identify(assignment, rows);
    const origin = { assignment, candidate: candidate ?? null };
    const progress = new TrialProgress(trial, identity, parts.objective, parts.rules, origin);
    live.set(trial, progress);
    const { parameters, configuration, replicates } = identity;
    const onRows = rows === undefined ? {} : { rows };
    listen({ kind: 'trial_started', trial, parameters, configuration, replicates, ...onRows });
    sendTrial(progress, to, 'start', why ?? null);
  }

  /** Its candidate goes on, on more rows: what became of this trial is known, and its candidate is not over. */
  function leaveBehind(progress: TrialProgress): void {
    const { stopped } = progress;
    const fate = stopped === null ? completedFate : stoppedFate(stopped);
    log.conclude(decisionOf(progress, fate));
    tellFate(progress, fate);
    close(progress, fate.state);
  }

  function sendTrial(
    progress: TrialProgress,
    to: number,
    action: 'start' | 'continue',
    reason: Reason | null,
  ): void {
    underway.add(progress);
    legs.send(progress, to, clock.now);
    log.begin(progress, { trial: progress.trial, action, epoch: to, reason });
    clock.begin(progress);
  }

  function takeNote(progress: TrialProgress): void {
    underway.delete(progress);
    if (progress.stopped !== null) {
      if (scheduler.allots === 'rows' && progress.hadEnough) reach(progress, progress.stopped);
      else giveUp(progress, stoppedFate(progress.stopped));
    } else if (progress.failed === null) reach(progress);
    // A pause may end in the executor being closed: no trial is to blame for that, and one that
    // fails by itself will fail again when the sweep is resumed.
    else if (pause.aborted) settle(progress, interruptedFate(progress.epochs, budget));
    else giveUp(progress, failedFate(progress.failed, progress.replicates.length > 1));
  }

  /** @param early why it has ended before; null: it has not */
  function reach(progress: TrialProgress, early: Reason | null = null): void {
    const { trial, epochs, to } = progress;
    if (epochs !== to && early === null) {
      throw new Error(`trial ${trial} ended at epoch ${to}, but told of ${epochs} epochs only`);
    }
    // Trainings on other rows are compared by what speaks for each, as the leaderboard does.
    const { value } = scheduler.allots === 'rows' ? (progress.best ?? progress) : progress;
    const settlements = scheduler.report({ trial, outcome: 'reached', epoch: to, value });
    const [own] = settlements;
    // The first one is what the trial's own report has decided; others follow from all reports so far.
    if (own?.trial !== trial) throw new Error(`expected trial ${trial} to be settled first`);
    const isLast = own.fate.state === 'completed' && early !== null;
    const fate = isLast ? stoppedFate(early) : own.fate;
    log.end(progress, decisionOf(progress, fate));
    settle(progress, fate);
    settleAll(settlements.slice(1));
  }

  function giveUp(progress: TrialProgress, fate: TrialFate): void {
    log.end(progress, decisionOf(progress, fate));
    settle(progress, fate);
    settleAll(scheduler.report({ trial: progress.trial, outcome: 'ended' }));
  }

  function settleAll(settlements: readonly Settlement[]): void {
    for (const { trial, fate } of settlements) {
      const progress = liveTrial(trial);
      log.conclude(decisionOf(progress, fate));
      settle(progress, fate);
    }
  }

  function settle(progress: TrialProgress, fate: TrialFate): void {
    const { trial, epochs, origin } = progress;
    tellFate(progress, fate);
    // Of candidates it hears as of trials whose epochs are rows.
    sampler.observe?.({
      trial: origin.candidate?.number ?? trial,
      state: fate.state,
      epochs: origin.candidate?.rows ?? epochs,
      values: objectives.map((objective) => progress.atBest(objective)),
    });
    if (fate.state !== 'paused') close(progress, fate.state);
  }

  function tellFate({ trial, epochs, best }: TrialProgress, fate: TrialFate): void {
    listen({ kind: 'trial_settled', trial, fate, epochs, best });
  }

  function close(progress: TrialProgress, state: SettledState): void {
    const { trial } = progress;
    progress.settle(state);
    if (state !== 'failed') legs.keepStates(progress, state === 'completed');
    live.delete(trial);
    counts[state]++;
  }

  function liveTrial(trial: number): TrialProgress {
    const progress = live.get(trial);
    if (progress === undefined) throw new Error(`trial ${trial} is not there, or settled for good`);
    return progress;
  }

  function land(): boolean {
    const ended = flight.takeEnded();
    if (ended === null) return false;
    legs.land(ended, ended.end);
    return true;
  }

  function conclude(): SweepOutcome {
    for (const progress of underway) settle(progress, interruptedFate(progress.epochs, budget));
    // Those that fetch states are under way for no trial.
    const isIdle = underway.size === 0 && legs.waiting === 0 && flight.waiting === 0;
    const isOver = isIdle && scheduler.next().kind === 'done';
    if (!isOver && !pause.aborted) {
      throw new Error('the scheduler waits for a report, but nothing is in flight');
    }
    const trials = Object.freeze({ ...counts, paused: live.size });
    const { trained, memo } = legs.epochs;
    const kind = isOver ? 'finished' : 'paused';
    return { kind, trials, epochsTrained: trained, epochsRemembered: memo };
  }

  return { advance, setOut: legs.setOut, land, conclude };
}

function clockOf({ order }: SweepParts, hasRoom: () => boolean): Clock {
  switch (order.kind) {
    case 'logical':
      return logicalClock(order.slots);
    case 'free':
    case 'arrival':
      return arrivalClock(hasRoom);
  }
}

const actions = { completed: 'complete', paused: 'wait', stopped: 'stop', failed: 'fail' } as const;

function decisionOf({ trial, epochs }: TrialProgress, fate: TrialFate): Decision {
  const reason = fate.state === 'completed' ? null : fate.reason;
  return { trial, action: actions[fate.state], epoch: epochs, reason };
}
