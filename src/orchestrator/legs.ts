// The way of replicates: what the memo knows is taken in, the rest is trained, and epochs and states are
// told as soon as they arrive, whoever's turn it is to decide. What counts of them for a trial is
// trial-progress.ts's affair; when it counts is the clock's. Where epochs wait for their turn, trials are
// trained in pieces, in the order of the turns: else a worker would be at the end of one trial while the
// first epochs of the others, by which it may be given up, are not there yet.

import type { Remembered } from '../store/memo.js';
import type { EpochMetrics } from '../vocabulary/metric.js';
import type { CheckpointKind, SegmentEnd, TrainingState } from '../vocabulary/segment.js';
import { unaskedInterruption } from './fates.js';
import { newestState } from './known-states.js';
import type { ReplicateProgress } from './replicate-progress.js';
import { isNeeded, type Leg, type SegmentsInFlight } from './segments-in-flight.js';
import type { SweepParts } from './sweep-parts.js';
import type { TrialProgress } from './trial-progress.js';

type Source = 'trained' | 'memo';

export interface Legs {
  /** Legs that have not set out for want of room. */
  readonly waiting: number;
  /** Epochs by where they came from. */
  readonly epochs: Readonly<Record<Source, number>>;
  /** Sends all replicates of a trial to an epoch: they set out as there is room. @param now by the clock */
  send(progress: TrialProgress, to: number, now: number): void;
  /** The next epoch of a trial, which all replicates have, counts. */
  count(progress: TrialProgress): void;
  /** One leg sets out; false where none can. */
  setOut(): boolean;
  /** A segment has ended. */
  land(leg: Leg, end: SegmentEnd): void;
  /**
   * The trial is settled for good: the state of its best epoch, which is its model, is kept, and of one that
   * was trained to the end the last one too. What was lost is trained again, beside everything else.
   */
  keepStates(progress: TrialProgress, isCompleted: boolean): void;
}

/** Into so many pieces a whole trial is cut: a piece leaves a state behind, and so they must not be too many. */
const PIECES = 9;

/** @param onNews told when something has arrived that a decision may have waited for */
export function legsOf(parts: SweepParts, flight: SegmentsInFlight, onNews: () => void): Legs {
  const { listen, memo, budget, pause, objective, order } = parts;
  const departing: Leg[] = [];
  const epochs = { trained: 0, memo: 0 };

  function send(progress: TrialProgress, to: number, now: number): void {
    progress.depart(to, now);
    const legs = progress.replicates.map((replicate) => legOf(progress, replicate));
    // All that is known is taken in before anything is trained: it may be enough to stop the trial.
    if (legs.length > 1) legs.forEach(takeInKnown);
    departing.push(...legs);
  }

  function legOf(progress: TrialProgress, replicate: ReplicateProgress): Leg {
    const piece =
      progress.waitsForTurns && order.kind === 'logical' ? Math.ceil(budget / PIECES) : budget;
    const to = Math.min(progress.to, replicate.epochs + piece);
    return { progress, replicate, to, due: progress.dueOf(replicate), isErrand: false };
  }

  function setOut(): boolean {
    // Before asking for room: what waited takes no more of it than what it waited for.
    const leg = flight.nextReady() ?? (flight.hasRoom() ? nextDeparting() : undefined);
    if (leg === undefined) return false;
    go(leg);
    return true;
  }

  /** The first of those that are due first. */
  function nextDeparting(): Leg | undefined {
    let first = 0;
    for (let i = 1; i < departing.length; i++) {
      if (departing[i]!.due < departing[first]!.due) first = i;
    }
    return departing.splice(first, 1)[0];
  }

  /** Answers a leg from the memo as far as that goes, and trains the rest. */
  function go(leg: Leg): void {
    const { training } = leg.replicate.replicate;
    const remembered = takeInKnown(leg);
    const isDone = leg.isErrand
      ? remembered.states.includes(leg.to)
      : remembered.curve.length >= leg.to || !isNeeded(leg);
    if (isDone) {
      // Another trial of the same training has brought it meanwhile.
      if (leg.isErrand) keepState(leg.replicate, leg.to);
      arrive(leg, true);
    } else if (flight.isTraining(training)) flight.await(leg);
    else train(leg, newestState(memo, training, remembered, leg.to));
  }

  function takeInKnown(leg: Leg): Remembered {
    const { replicate, to } = leg;
    const remembered = memo.recall(replicate.replicate.training);
    if (leg.isErrand) return remembered;
    for (let known = replicate.epochs; known < Math.min(to, remembered.curve.length); known++) {
      takeIn(leg, remembered.curve[known]!, 'memo');
    }
    return remembered;
  }

  function train(leg: Leg, state: TrainingState | null): void {
    const { progress, replicate, to } = leg;
    const { trial, identity } = progress;
    const from = state?.epoch ?? 0;
    if (!leg.isErrand) {
      listen({ kind: 'segment_started', trial, replicate: replicate.number, from, to });
    }
    if (pause.aborted) return; // by a listener, just now: nobody would stop this segment any more
    const { configuration } = identity;
    const segment = { trial, ...replicate.replicate, configuration, from, to, budget, objective };
    flight.start(leg, segment, state, {
      onEpoch(epoch) {
        takeIn(leg, epoch, 'trained');
        if (!isNeeded(leg)) flight.stopUnneeded();
        onNews();
      },
      onState(known, kind) {
        tellOnTheWay(leg, known, kind);
        return parts.backlog?.() ?? null;
      },
    });
  }

  /** Not beyond what was taken in: of epochs past a stop nobody hears. */
  function tellOnTheWay(
    { replicate, isErrand }: Leg,
    state: TrainingState,
    kind: CheckpointKind,
  ): void {
    if (isErrand || state.epoch > replicate.epochs) return;
    if (kind === 'interim' || state.epoch === replicate.best?.epoch) tellState(replicate, state);
  }

  function takeIn(leg: Leg, epoch: EpochMetrics, source: Source): void {
    const { progress, replicate } = leg;
    if (leg.isErrand) {
      countAgain(replicate, epoch.epoch);
      return;
    }
    if (!progress.needs(replicate)) return;
    if (!replicate.awaits(epoch.epoch)) {
      if (source === 'trained') countAgain(replicate, epoch.epoch);
      return;
    }
    const { trial } = progress;
    listen({ kind: 'epoch', trial, training: replicate.replicate.training, epoch, source });
    epochs[source]++;
    replicate.take(epoch, source);
    while (!progress.waitsForTurns && takeInTrial(progress)) {}
  }

  /** @returns whether the trial had an epoch more */
  function takeInTrial(progress: TrialProgress): boolean {
    const next = progress.advance();
    if (next !== null) listen({ kind: 'trial_epoch', trial: progress.trial, ...next });
    return next !== null;
  }

  function count(progress: TrialProgress): void {
    takeInTrial(progress);
    if (progress.stopped !== null) flight.stopUnneeded();
  }

  /** An epoch that was known, but not its state: it had to be trained after all. */
  function countAgain(replicate: ReplicateProgress, epoch: number): void {
    epochs.trained++;
    if (replicate.forgetRemembered(epoch)) epochs.memo--;
  }

  function land(leg: Leg, end: SegmentEnd): void {
    const { progress, replicate } = leg;
    // A pause has cut it short: its state is still missing, so the sweep is not over.
    if (leg.isErrand && pause.aborted && end.kind !== 'reached') departing.push(leg);
    if (end.kind === 'failed') {
      if (!leg.isErrand) progress.fail(replicate, end.failure);
    } else {
      tellStates(leg, end.best, end.state);
      if (end.kind === 'interrupted' && !leg.isErrand && progress.needs(replicate)) {
        progress.fail(replicate, unaskedInterruption);
      }
    }
    arrive(leg, end.kind === 'reached');
  }

  /** @param isThere it has come to where it was sent, from where it goes on if its trial is not there yet */
  function arrive({ progress, replicate, isErrand }: Leg, isThere: boolean): void {
    if (isErrand) return;
    if (isThere && progress.needs(replicate) && replicate.epochs < progress.to) {
      departing.push(legOf(progress, replicate));
      return;
    }
    progress.arrive();
    flight.stopUnneeded();
  }

  /** Of an errand the state that it was sent for; else the best epoch's, and the last one. */
  function tellStates(leg: Leg, best: TrainingState | null, last: TrainingState | null): void {
    const { progress, replicate, to, isErrand } = leg;
    if (isErrand) {
      if (last?.epoch !== to) return;
      listen({ kind: 'state', training: replicate.replicate.training, state: last });
      return;
    }
    const counted = replicate.bestUpTo(progress.countedOf(replicate));
    if (best !== null && best.epoch === counted?.epoch) tellState(replicate, best);
    // A state beyond the epochs that count belongs to epochs that nobody has heard of.
    if (last !== null && last.epoch > 0 && last.epoch <= replicate.epochs)
      tellState(replicate, last);
  }

  function tellState(replicate: ReplicateProgress, state: TrainingState): void {
    if (replicate.hasTold(state.epoch)) return;
    const { training } = replicate.replicate;
    const beside = replicate.best?.epoch ?? null;
    replicate.noteState(state.epoch, beside);
    listen({ kind: 'state', training, state, interim: true, beside });
  }

  function keepStates(progress: TrialProgress, isCompleted: boolean): void {
    for (const replicate of progress.replicates) {
      const best = replicate.bestUpTo(progress.epochs);
      if (best !== null && !keepState(replicate, best.epoch)) {
        // One that ran ahead of the others has only the state of a best epoch that does not count.
        if (progress.replicates.length === 1 || isCompleted) fetch(progress, replicate, best.epoch);
        else if (replicate.best !== best) keepState(replicate, replicate.best!.epoch);
      }
      const last = progress.epochs;
      if (isCompleted && last !== best?.epoch && !keepState(replicate, last)) {
        fetch(progress, replicate, last);
      }
    }
  }

  /** @returns whether the state is there, or was removed on purpose */
  function keepState(replicate: ReplicateProgress, epoch: number): boolean {
    const { training } = replicate.replicate;
    if (!replicate.hasTold(epoch)) {
      const { states, removed } = memo.recall(training);
      if (removed.includes(epoch)) return true;
      if (!states.includes(epoch)) return false;
    }
    listen({ kind: 'state_kept', training, epoch });
    return true;
  }

  function fetch(progress: TrialProgress, replicate: ReplicateProgress, to: number): void {
    departing.push({ progress, replicate, to, due: 0, isErrand: true });
  }

  return {
    get waiting() {
      return departing.length;
    },
    epochs,
    send,
    count,
    setOut,
    land,
    keepStates,
  };
}
