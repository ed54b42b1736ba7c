// Plays curves instead of training: for tests of everything above the executor, and for measuring what
// a sweep costs besides its training. It keeps the executor's contract to the letter; the order in
// which segments advance, and how late a stop is heard, can be shuffled by a seed, to prove that
// neither decides anything.

import type { Configuration } from '../../vocabulary/configuration.js';
import { messageOf } from '../../vocabulary/errors.js';
import { type BestEpoch, bestWith, type Metrics } from '../../vocabulary/metric.js';
import { PhiloxStream } from '../../vocabulary/philox.js';
import type { Seed } from '../../vocabulary/seed.js';
import type {
  BestState,
  Failure,
  Segment,
  SegmentEnd,
  SegmentListener,
  TrainingState,
} from '../../vocabulary/segment.js';
import type { Executor, RunningSegment } from '../executor.js';

export interface Script {
  readonly capacity: number;
  /** Metrics of one epoch; what it throws becomes the segment's failure. */
  readonly curve: (configuration: Configuration, epoch: number, segment: Segment) => Metrics;
  /** Asked before each epoch: how this training fails instead; null where it does not. */
  readonly failure?: (
    configuration: Configuration,
    epoch: number,
    segment: Segment,
  ) => Failure | null;
  /** Asked after each epoch but a segment's last: whether to tell of a state here; left out: never. */
  readonly checkpoint?: (configuration: Configuration, epoch: number, segment: Segment) => boolean;
  /** Shuffles completions and delays stops by up to two epochs; null: first come, first served. */
  readonly shuffle?: Seed | null;
}

interface Job {
  readonly segment: Segment;
  readonly listener: SegmentListener;
  readonly resolve: (end: SegmentEnd) => void;
  epoch: number;
  /** The newest that was told, else the one that the segment came with. */
  state: TrainingState | null;
  /** The best epoch whose state was told. */
  bestTold: number;
  /** Whether a state was told that is not taken yet. */
  telling: boolean;
  /** Epochs it still plays before it hears the stop; null where nobody asked it to stop. */
  patience: number | null;
  /** Each better than the one before. */
  readonly bests: BestEpoch[];
  /** The last epoch that counts. */
  upTo: number;
}

/** Epochs played before other work of the process gets its turn. */
const EPOCHS_PER_TURN = 1024;
/** No purpose of the vocabulary's list: these numbers never meet a training's. */
const SCRIPT_STREAM = 0x5c21;
const noTensors = Object.freeze({});

export function scriptedExecutor(script: Script): Executor {
  const { capacity } = script;
  const random = script.shuffle == null ? null : new PhiloxStream(script.shuffle, SCRIPT_STREAM);
  const playing: Job[] = [];
  let queue: Job[] = [];
  let scheduled = false;
  let closed = false;

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  }

  function turn(): void {
    for (let played = 0; played < EPOCHS_PER_TURN; played++) {
      admit();
      if (playing.length === 0) break;
      const index = random === null ? 0 : random.below(playing.length);
      const end = advance(playing[index]!, script);
      if (end !== null) playing.splice(index, 1)[0]!.resolve(end);
    }
    scheduled = false;
    if (playing.length > 0) schedule();
  }

  function admit(): void {
    while (playing.length < capacity && queue.length > 0) playing.push(queue.shift()!);
  }

  return {
    capacity,
    start(segment: Segment, state: TrainingState | null, listener): RunningSegment {
      requireStateAt(segment.from, state);
      let resolve!: (end: SegmentEnd) => void;
      const end = new Promise<SegmentEnd>((settle) => {
        resolve = settle;
      });
      const job: Job = {
        segment,
        listener,
        resolve,
        epoch: segment.from,
        state,
        bestTold: 0,
        telling: false,
        patience: null,
        bests: [],
        upTo: Number.POSITIVE_INFINITY,
      };
      if (closed) resolve(closedEnd);
      else queue.push(job);
      schedule();
      const stop = (upTo?: number) => {
        if (job.patience === null && upTo !== undefined) job.upTo = upTo;
        job.patience ??= random === null ? 0 : random.below(3);
      };
      return { end, stop };
    },
    interrupt() {
      for (const job of [...playing.splice(0), ...queue.splice(0)]) job.resolve(cutShort(job));
    },
    async close() {
      closed = true;
      for (const job of [...playing.splice(0), ...queue]) job.resolve(closedEnd);
      queue = [];
    },
  };
}

/** Plays one epoch, or ends the segment. */
function advance(job: Job, script: Script): SegmentEnd | null {
  const { configuration, from, to } = job.segment;
  if (job.patience === 0) return interruptedAt(job, from);
  if (job.patience !== null) job.patience--;
  const epoch = job.epoch + 1;
  try {
    const failure = script.failure?.(configuration, epoch, job.segment) ?? null;
    if (failure !== null) return { kind: 'failed', failure };
    const metrics = script.curve(configuration, epoch, job.segment);
    job.epoch = epoch;
    noteBest(job, metrics);
    job.listener.onEpoch({ epoch, metrics });
    if (epoch < job.segment.to && script.checkpoint?.(configuration, epoch, job.segment)) tell(job);
  } catch (thrown) {
    return { kind: 'failed', failure: failureOf(thrown) };
  }
  return epoch === to ? { kind: 'reached', state: stateAt(epoch), best: bestOf(job, epoch) } : null;
}

/** Unless an earlier state is not taken yet. */
function tell(job: Job): void {
  if (job.telling) return;
  const { epoch, listener } = job;
  const best = bestOf(job, epoch);
  const waits: (Promise<void> | null)[] = [];
  if (best !== null && best.epoch !== job.bestTold) {
    job.bestTold = best.epoch;
    waits.push(listener.onState(best, 'best'));
  }
  job.state = stateAt(epoch);
  waits.push(listener.onState(job.state, 'interim'));
  if (waits.every((wait) => wait === null)) return;
  job.telling = true;
  void Promise.all(waits).then(() => {
    job.telling = false;
  });
}

/** Nothing is known of the epochs behind the newest state that was told. */
function cutShort(job: Job): SegmentEnd {
  const { state } = job;
  return { kind: 'interrupted', state, best: state === null ? null : bestOf(job, state.epoch) };
}

function interruptedAt(job: Job, from: number): SegmentEnd {
  const { epoch } = job;
  const state = epoch === 0 && from === 0 ? null : stateAt(epoch);
  return { kind: 'interrupted', state, best: bestOf(job, epoch) };
}

/** The state at the best epoch that counts, unless the job stands there. */
function bestOf({ bests, upTo }: Job, standing: number): BestState {
  const best = bests.findLast(({ epoch }) => epoch <= Math.min(upTo, standing));
  return best === undefined || best.epoch === standing ? null : stateAt(best.epoch);
}

function noteBest({ bests, segment, epoch }: Job, metrics: Metrics): void {
  if (segment.objective.epoch === 'last') return;
  const before = bests.at(-1) ?? null;
  const best = bestWith(before, { epoch, metrics }, segment.objective);
  if (best !== null && best !== before) bests.push(best);
}

function stateAt(epoch: number): TrainingState {
  return { epoch, step: epoch, tensors: noTensors };
}

function requireStateAt(from: number, state: TrainingState | null): void {
  const found = state === null ? 0 : state.epoch;
  if (found === from && (state === null) === (from === 0)) return;
  throw new Error(`expected the state at epoch ${from}, found ${state === null ? 'none' : found}`);
}

function failureOf(thrown: unknown): Failure {
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return { kind: 'error', message: messageOf(thrown), detail, attempts: 1 };
}

const closedEnd: SegmentEnd = Object.freeze({
  kind: 'failed',
  failure: Object.freeze({
    kind: 'exit',
    message: 'the executor was closed',
    detail: 'the executor was closed while this segment ran or waited',
    attempts: 1,
  }),
});
