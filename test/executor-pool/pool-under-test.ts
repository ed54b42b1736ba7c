// Pools of real threads over the trainables of this folder, and the shared memory through which the
// tests and those trainables meet (see trainables/honest-training.mjs for the words and the settings).

import { afterEach } from 'vitest';
import type { Executor } from '../../src/executor/executor.js';
import { type PoolOptions, poolExecutor } from '../../src/executor/pool/pool-executor.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import type { EpochMetrics, Objective } from '../../src/vocabulary/metric.js';
import type {
  CheckpointKind,
  Failure,
  SegmentEnd,
  TrainingState,
} from '../../src/vocabulary/segment.js';

/** Words of shared memory by what they count. */
export const Word = {
  met: 0,
  misbehaved: 1,
  gate: 2,
  opened: 3,
  begun: 4,
  atGate: 5,
  epochs: 6,
  copies: 7,
} as const;

const open: Executor[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

export interface PoolUnderTest {
  readonly pool: Executor;
  readonly words: Int32Array;
}

/** A pool that is closed after the test. */
export function openPool(
  trainable: string,
  { setup = {}, ...options }: Partial<Omit<PoolOptions, 'setup'>> & { setup?: object } = {},
): PoolUnderTest {
  const words = new Int32Array(new SharedArrayBuffer(64));
  const pool = poolExecutor({
    workers: 1,
    trainable: trainableUrl(trainable),
    trialTimeout: null,
    setup: setup instanceof Promise ? setup : { ...setup, words },
    ...options,
  });
  open.push(pool);
  return { pool, words };
}

export function trainableUrl(name: string): string {
  return new URL(`./trainables/${name}.mjs`, import.meta.url).href;
}

export interface Course {
  readonly from?: number;
  readonly to?: number;
  readonly state?: TrainingState | null;
  readonly trial?: number;
  readonly configuration?: Configuration;
  readonly objective?: Objective;
  /** Takes the states that are told on the way; at once, if nothing is said. */
  readonly take?: (state: TrainingState, kind: CheckpointKind) => Promise<void> | null;
}

const falling: Objective = { name: 'val_loss', goal: 'minimize' };

/** Starts a segment (epochs 0 to 3 of an honest training, if nothing else is said) and listens. */
export function train({ pool }: PoolUnderTest, course: Course = {}) {
  const { from = 0, to = 3, state = null, trial = 0, configuration = {} } = course;
  const { objective = falling, take = () => null } = course;
  const training = String(trial).padStart(64, '0');
  const segment = {
    trial,
    training,
    configuration,
    seed: 7,
    fold: 0,
    from,
    to,
    budget: 27,
    objective,
  };
  const heard: EpochMetrics[] = [];
  let tell: () => void;
  const firstEpoch = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const told: [CheckpointKind, number][] = [];
  let tellOfState: (state: TrainingState) => void;
  const firstState = new Promise<TrainingState>((resolve) => {
    tellOfState = resolve;
  });
  const running = pool.start(segment, state, {
    onEpoch(epoch) {
      heard.push(epoch);
      tell();
    },
    onState(known, kind) {
      told.push([kind, known.epoch]);
      tellOfState(known);
      return take(known, kind);
    },
  });
  const epochs = () => heard.map(({ epoch }) => epoch);
  const stop = () => running.stop();
  return { end: running.end, stop, heard, epochs, firstEpoch, told, firstState };
}

/** Blocks until a thread stands at the gate, in the middle of an epoch. */
export function awaitThreadAtGate({ words }: PoolUnderTest): void {
  if (Atomics.wait(words, Word.atGate, 0, 20_000) === 'timed-out') throw new Error('nobody came');
}

export function openGate({ words }: PoolUnderTest): void {
  Atomics.store(words, Word.gate, 1);
  Atomics.notify(words, Word.gate);
}

/**
 * Proof that so many segments train at the same time: each waits in its first epoch until all are
 * there, and fails if they are not. Resolves with how the segments ended.
 */
export async function meetInPool(subject: PoolUnderTest, many: number): Promise<string[]> {
  Atomics.store(subject.words, Word.met, 0);
  const together = Array.from({ length: many }, (_, i) =>
    train(subject, { trial: 100 + i, to: 1, configuration: { meet: many } }),
  );
  const ends = await Promise.all(together.map(({ end }) => end));
  return ends.map(({ kind }) => kind);
}

export function failureIn(end: SegmentEnd): Failure {
  if (end.kind === 'failed') return end.failure;
  throw new Error(`expected a segment that failed, found one that ended as ${end.kind}`);
}

export function stateIn(end: SegmentEnd): TrainingState {
  if (end.kind === 'failed') throw new Error(`expected a state, found ${end.failure.detail}`);
  if (end.state === null) throw new Error('expected a state, found null');
  return end.state;
}
