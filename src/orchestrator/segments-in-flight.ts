// What is being trained right now, and what waits for it. There is at most one segment of a training
// in flight: a second trial with the same training waits, and is then answered from what the first
// has produced. A trial's replicates are in flight side by side. Memory is bounded by the executor's
// capacity, never by the number of trials.

import type { Executor, RunningSegment } from '../executor/executor.js';
import type {
  Segment,
  SegmentEnd,
  SegmentListener,
  TrainingKey,
  TrainingState,
} from '../vocabulary/segment.js';
import type { ReplicateProgress } from './replicate-progress.js';
import type { TrialProgress } from './trial-progress.js';

/** A replicate of a trial on its way to an epoch: where that of its trial is, or one on the way there. */
export interface Leg {
  readonly progress: TrialProgress;
  readonly replicate: ReplicateProgress;
  readonly to: number;
  /** When its next epoch has its turn, by the logical clock; 0 where no epoch waits for one. */
  readonly due: number;
  /** Sent for the state there alone, which was lost: its trial does not wait for it. */
  readonly isErrand: boolean;
}

export type EndedLeg = Leg & { readonly end: SegmentEnd };

/** Whether another epoch of it could still be of use. */
export function isNeeded({ progress, replicate, isErrand }: Leg): boolean {
  return isErrand || progress.needs(replicate);
}

export interface SegmentsInFlight {
  /** Segments that the executor has. */
  readonly running: number;
  /** Legs that wait for the training of the same key, or could go on now. */
  readonly waiting: number;
  /** Whether another leg may set out. */
  hasRoom(): boolean;
  isTraining(training: TrainingKey): boolean;
  /** @param listener an error it throws stops every segment, and `news` rejects with it */
  start(leg: Leg, segment: Segment, state: TrainingState | null, listener: SegmentListener): void;
  /** Waits for the training of the same key. */
  await(leg: Leg): void;
  /** A leg that waited, and whose training is no longer in flight; null where there is none. */
  nextReady(): Leg | null;
  /** Resolves when a segment has ended, or somebody was roused; only while something is running. */
  news(): Promise<void>;
  /** The next segment that has ended, in order of arrival; null: none yet. */
  takeEnded(): EndedLeg | null;
  /** Lets whoever waits for news look again. */
  rouse(): void;
  /** Asks segments that their trials need no more to finish the epoch in hand. */
  stopUnneeded(): void;
  /** Asks every segment to. */
  stopAll(): void;
}

interface Flight {
  readonly leg: Leg;
  readonly handle: RunningSegment;
}

/** Twice the capacity, so that no worker waits while an end is being consumed. */
const RUNNING_PER_WORKER = 2;
/** Legs that wait for another trial's training keep no worker busy, so more of them may set out. */
const WAITING_PER_WORKER = 16;

export function segmentsInFlight(executor: Executor): SegmentsInFlight {
  const running = new Map<TrainingKey, Flight>();
  const waiting = new Map<TrainingKey, Leg[]>();
  const ready: Leg[] = [];
  const ended: EndedLeg[] = [];
  let waits = 0;
  let roused = false;
  let broken: { readonly thrown: unknown } | null = null;
  let wake: (() => void) | null = null;

  function arrive(leg: Leg, end: SegmentEnd): void {
    ended.push({ ...leg, end });
    wake?.();
  }

  function land(training: TrainingKey): void {
    running.delete(training);
    ready.push(...(waiting.get(training) ?? []));
    waiting.delete(training);
  }

  function stopAll(): void {
    for (const { handle } of running.values()) handle.stop();
  }

  return {
    get running() {
      return running.size;
    },
    get waiting() {
      return waits;
    },
    hasRoom: () =>
      running.size < executor.capacity * RUNNING_PER_WORKER &&
      waits < executor.capacity * WAITING_PER_WORKER,
    isTraining: (training) => running.has(training),
    start(leg, segment, state, { onEpoch, onState }) {
      const guarded = <Told>(tell: () => Told): Told | null => {
        try {
          if (broken === null) return tell();
        } catch (thrown) {
          broken = { thrown };
          stopAll();
        }
        return null;
      };
      const handle = executor.start(segment, state, {
        onEpoch: (epoch) => void guarded(() => onEpoch(epoch)),
        onState: (known, kind) => guarded(() => onState(known, kind)),
      });
      running.set(segment.training, { leg, handle });
      void handle.end.then((end) => arrive(leg, end));
    },
    await(leg) {
      const { training } = leg.replicate.replicate;
      const legs = waiting.get(training);
      if (legs === undefined) waiting.set(training, [leg]);
      else legs.push(leg);
      waits++;
    },
    nextReady() {
      const leg = ready.shift() ?? null;
      if (leg !== null) waits--;
      return leg;
    },
    async news() {
      if (ended.length === 0 && !roused) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      roused = false;
      if (broken !== null) throw broken.thrown;
    },
    takeEnded() {
      const leg = ended.shift() ?? null;
      if (leg !== null) land(leg.replicate.replicate.training);
      return leg;
    },
    rouse() {
      roused = true;
      wake?.();
    },
    stopUnneeded() {
      for (const { leg, handle } of running.values()) {
        if (!isNeeded(leg)) handle.stop(leg.progress.countedOf(leg.replicate));
      }
    },
    stopAll,
  };
}
