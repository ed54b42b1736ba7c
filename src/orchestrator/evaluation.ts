// The state of a sweep being evaluated: it dispatches legs of trials, a leg for each replicate, and
// consumes what came of them. A trial is decided when all of its replicates have ended their legs.
// Every decision follows from the sequence of calls to `consume`, the one place where an end meets the
// scheduler: in which order ends are handed to it decides in which order the sweep decides.

import type { Settlement } from '../schedulers/scheduler.js';
import type { Remembered } from '../store/memo.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import type { CheckpointKind, SegmentEnd, TrainingState } from '../vocabulary/segment.js';
import type { TrialFate } from '../vocabulary/trial.js';
import { failedFate, interruptedFate, stoppedFate, unaskedInterruption } from './fates.js';
import { answers, newestState } from './known-states.js';
import type { ReplicateProgress } from './replicate-progress.js';
import type { Leg, SegmentsInFlight } from './segments-in-flight.js';
import type { SweepOutcome, SweepParts } from './sweep-parts.js';
import { TrialProgress } from './trial-progress.js';

/** How a leg ended: trained or not, or known from the memo. */
export type LegEnd = SegmentEnd | { readonly kind: 'remembered' };

type Source = 'trained' | 'memo';

export interface Evaluation {
  /** Takes one step; false where nothing can be dispatched until an end is consumed. */
  dispatch(): boolean;
  consume(ended: Leg & { readonly end: LegEnd }): void;
  /** Settles what a pause has left on its way, and counts. Call when nothing is in flight. */
  conclude(): SweepOutcome;
}

export function sweepEvaluation(parts: SweepParts, flight: SegmentsInFlight): Evaluation {
  const { scheduler, listen, memo, budget, pause } = parts;
  /** Trials that are not settled for good. */
  const live = new Map<number, TrialProgress>();
  const underway = new Set<TrialProgress>();
  /** Replicates of the trial that set out last, which wait for room. */
  const departing: Leg[] = [];
  const counts = { completed: 0, stopped: 0, failed: 0 };
  const epochs = { trained: 0, memo: 0 };

  function dispatch(): boolean {
    // Before asking for room: what waited takes no more of it than what it waited for.
    const ready = flight.nextReady();
    if (ready !== null) {
      setOut(ready);
      return true;
    }
    if (!flight.hasRoom()) return false;
    const next = departing.shift();
    if (next !== undefined) {
      setOut(next);
      return true;
    }
    const step = scheduler.next();
    switch (step.kind) {
      case 'start':
        startTrial(step.trial, step.to);
        return true;
      case 'continue':
        sendTrial(liveTrial(step.trial), step.to);
        return true;
      case 'wait':
      case 'done':
        return false;
    }
  }

  function startTrial(trial: number, to: number): void {
    const assignment = parts.sampler.suggest(trial);
    if (assignment === null) {
      settleAll(scheduler.exhausted());
      return;
    }
    const identity = parts.identify(assignment);
    const progress = new TrialProgress(trial, identity, parts.objective, parts.rules);
    live.set(trial, progress);
    listen({ kind: 'trial_started', trial, ...identity });
    sendTrial(progress, to);
  }

  /** Sends all replicates of a trial on their legs: one now, the others as there is room. */
  function sendTrial(progress: TrialProgress, to: number): void {
    underway.add(progress);
    progress.depart();
    const legs = progress.replicates.map((replicate) => ({ progress, replicate, to }));
    // All that is known is taken in before anything is trained: it may be enough to stop the trial.
    if (legs.length > 1) legs.forEach(takeInKnown);
    departing.push(...legs);
    setOut(departing.shift()!);
  }

  /** Answers a leg from the memo as far as that goes, and trains the rest. */
  function setOut(leg: Leg): void {
    const { progress, replicate, to } = leg;
    const { training } = replicate.replicate;
    const remembered = takeInKnown(leg);
    if (!progress.needs(replicate) || answers(remembered, to, replicate.best)) {
      consume({ ...leg, end: { kind: 'remembered' } });
    } else if (flight.isTraining(training)) {
      flight.await(leg);
    } else {
      train(leg, newestState(memo, training, remembered, to, replicate.best));
    }
  }

  function takeInKnown(leg: Leg): Remembered {
    const { replicate, to } = leg;
    const remembered = memo.recall(replicate.replicate.training);
    for (let known = replicate.epochs; known < Math.min(to, remembered.curve.length); known++) {
      takeIn(leg, remembered.curve[known]!, 'memo');
    }
    return remembered;
  }

  function train(leg: Leg, state: TrainingState | null): void {
    const { progress, replicate, to } = leg;
    const { trial, identity } = progress;
    const from = state?.epoch ?? 0;
    listen({ kind: 'segment_started', trial, replicate: replicate.number, from, to });
    if (pause.aborted) return; // by a listener, just now: nobody would stop this segment any more
    const { configuration } = identity;
    const { objective } = parts;
    const segment = { trial, ...replicate.replicate, configuration, from, to, budget, objective };
    flight.start(leg, segment, state, {
      onEpoch(epoch) {
        takeIn(leg, epoch, 'trained');
        if (!progress.needs(replicate)) flight.stopUnneeded();
      },
      onState(known, kind) {
        keepOnTheWay(replicate, known, kind);
        return parts.backlog?.() ?? null;
      },
    });
  }

  /** Not beyond what was taken in: of epochs past a stop nobody hears. */
  function keepOnTheWay(
    { replicate, epochs: known, best }: ReplicateProgress,
    state: TrainingState,
    kind: CheckpointKind,
  ): void {
    if (state.epoch > known) return;
    const { training } = replicate;
    if (kind === 'interim') listen({ kind: 'state', training, state, interim: true });
    else if (state.epoch === best?.epoch) listen({ kind: 'state', training, state });
  }

  function takeIn({ progress, replicate }: Leg, epoch: EpochMetrics, source: Source): void {
    if (!progress.needs(replicate)) return;
    if (!replicate.awaits(epoch.epoch)) {
      if (source === 'trained') countAgain(replicate, epoch.epoch);
      return;
    }
    const { trial } = progress;
    listen({ kind: 'epoch', trial, training: replicate.replicate.training, epoch, source });
    epochs[source]++;
    replicate.take(epoch, source);
    for (let next = progress.advance(); next !== null; next = progress.advance()) {
      listen({ kind: 'trial_epoch', trial, ...next });
    }
  }

  /** An epoch that was known, but not its state: it had to be trained after all. */
  function countAgain(replicate: ReplicateProgress, epoch: number): void {
    epochs.trained++;
    if (replicate.forgetRemembered(epoch)) epochs.memo--;
  }

  function consume({ progress, replicate, to, end }: Leg & { readonly end: LegEnd }): void {
    keepStates(replicate, end);
    if (end.kind === 'failed') progress.fail(replicate, end.failure);
    else if (end.kind === 'interrupted' && progress.needs(replicate)) {
      progress.fail(replicate, unaskedInterruption);
    }
    if (!progress.arrive()) {
      flight.stopUnneeded();
      return;
    }
    underway.delete(progress);
    if (progress.stopped !== null) giveUp(progress, stoppedFate(progress.stopped));
    else if (progress.failed === null) reach(progress, to);
    // A pause may end in the executor being closed: no trial is to blame for that, and one that
    // fails by itself will fail again when the sweep is resumed.
    else if (pause.aborted) settle(progress, interruptedFate(progress.epochs, budget));
    else giveUp(progress, failedFate(progress.failed, progress.replicates.length > 1));
  }

  /**
   * The last state, and the one of the replicate's best epoch: its model. A state beyond the epoch at
   * which a rule stopped belongs to epochs that nobody has heard of.
   */
  function keepStates(replicate: ReplicateProgress, end: LegEnd): void {
    if (end.kind === 'remembered' || end.kind === 'failed') return;
    const { training } = replicate.replicate;
    const { state, best } = end;
    if (best !== null && best.epoch === replicate.best?.epoch) {
      listen({ kind: 'state', training, state: best });
    }
    if (state === null || state.epoch === 0 || state.epoch > replicate.epochs) return;
    listen({ kind: 'state', training, state });
  }

  function reach(progress: TrialProgress, to: number): void {
    const { trial, epochs, value } = progress;
    if (epochs !== to) {
      throw new Error(`trial ${trial} ended at epoch ${to}, but told of ${epochs} epochs only`);
    }
    settleAll(scheduler.report({ trial, outcome: 'reached', epoch: to, value }));
  }

  function giveUp(progress: TrialProgress, fate: TrialFate): void {
    settle(progress, fate);
    settleAll(scheduler.report({ trial: progress.trial, outcome: 'ended' }));
  }

  function settleAll(settlements: readonly Settlement[]): void {
    for (const { trial, fate } of settlements) settle(liveTrial(trial), fate);
  }

  function settle(progress: TrialProgress, fate: TrialFate): void {
    const { trial, epochs, best } = progress;
    listen({ kind: 'trial_settled', trial, fate, epochs, best });
    if (fate.state === 'paused') return;
    live.delete(trial);
    counts[fate.state]++;
  }

  function liveTrial(trial: number): TrialProgress {
    const progress = live.get(trial);
    if (progress === undefined) throw new Error(`trial ${trial} is not there, or settled for good`);
    return progress;
  }

  function conclude(): SweepOutcome {
    for (const progress of underway) settle(progress, interruptedFate(progress.epochs, budget));
    const kind = scheduler.next().kind === 'done' ? 'finished' : 'paused';
    if (kind === 'paused' && !pause.aborted) {
      throw new Error('the scheduler waits for a report, but nothing is in flight');
    }
    const trials = Object.freeze({ ...counts, paused: live.size });
    return { kind, trials, epochsTrained: epochs.trained, epochsRemembered: epochs.memo };
  }

  return { dispatch, consume, conclude };
}
