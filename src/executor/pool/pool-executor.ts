// Trains segments on the threads of this machine. A segment waits here, not in Piscina's queue, until a
// thread is free: so it can be stopped without touching a thread, no clock runs before its turn, and a
// thread's accident costs its own segment one attempt, from its newest checkpoint, and no other segment
// anything.

import { Slip } from '../../vocabulary/errors.js';
import type { Executor } from '../executor.js';
import { type AttemptControl, attemptControl } from './attempt-control.js';
import { type Fault, faultOf, plainFault } from './fault.js';
import type { Answer, Call, Given } from './segment-call.js';
import { type SegmentRun, segmentRun } from './segment-run.js';
import { ThreadPool } from './thread-pool.js';
import { type Limits, type Phase, watchAttempt } from './watchdog.js';

export interface PoolOptions {
  /** Threads; segments that train at the same time. */
  readonly workers: number;
  /** URL of a module whose default export is a Trainable. */
  readonly trainable: string;
  /**
   * What the trainable is opened with, in every thread: structured-cloneable; shared memory is shared.
   * May be a promise: threads start and load the trainable's module while the setup is being made.
   */
  readonly setup: unknown;
  /**
   * Seconds of wall-clock that one attempt at a segment may take, from its beginning in a thread;
   * neither waiting nor opening counts, and epochs do not reset it. null: no limit.
   */
  readonly trialTimeout: number | null;
  /** Seconds in which a thread must have started and opened the trainable. */
  readonly openTimeout?: number;
  /**
   * Seconds between the states that a segment tells of on its way; 0: one after every epoch. null, or
   * left out: none.
   */
  readonly checkpointEvery?: number | null;
  /** Megabytes of JavaScript heap for each thread; null: Node's default. */
  readonly memoryLimit?: number | null;
  /** Hears what trainables print; left out, it goes to stderr. */
  readonly onOutput?: (text: string) => void;
}

/** A segment that a thread has, and what ends the thread. */
interface InTraining {
  readonly run: SegmentRun;
  readonly killer: AbortController;
}

/** Long enough for a large data set on a busy machine; a thread that hangs in opening is ended by it. */
const OPEN_TIMEOUT = 300;

/**
 * An executor with one thread per worker, which start at once. Each accident of a segment (it throws,
 * traps, exits, runs out of memory, takes too long) is answered by one more attempt from the newest state.
 * Throws a Slip for a number of workers that is not a whole number from 1.
 */
export function poolExecutor(options: PoolOptions): Executor {
  const { workers, trialTimeout, openTimeout = OPEN_TIMEOUT } = options;
  if (!Number.isInteger(workers) || workers < 1) {
    throw new Slip(
      `expected a whole number of workers from 1, found ${workers}: leave it out for all cores`,
    );
  }
  const limits = {
    opening: openTimeout * 1000,
    training: trialTimeout === null ? null : trialTimeout * 1000,
  };
  const waiting: SegmentRun[] = [];
  const training = new Map<number, InTraining>();
  const threads = new ThreadPool({
    size: workers,
    birth: { trainable: options.trainable, checkpointEvery: options.checkpointEvery ?? null },
    memoryLimit: options.memoryLimit ?? null,
    onNews(news) {
      switch (news.nightsweep) {
        case 'output':
          (options.onOutput ?? toStderr)(news.text);
          return;
        case 'epochs':
          training.get(news.call)?.run.hear(news.epochs);
          return;
        case 'checkpoint':
          training.get(news.call)?.run.hearCheckpoint(news.checkpoint);
          return;
      }
    },
  });
  let setup: Given = { value: undefined };
  let free = 0;
  let calls = 0;
  /** Why nothing is trained any more. */
  let refusal: Fault | null = null;
  let closing: Promise<void> | null = null;

  /** Opens the trainable in every thread before the first segment asks for it. */
  async function warmUp(): Promise<void> {
    const isPromised = options.setup instanceof Promise;
    const prepared = isPromised ? onEveryThread({ kind: 'prepare' }, () => {}) : null;
    const [value] = await Promise.all([options.setup, prepared]);
    setup = { value };
    await onEveryThread({ kind: 'open', setup }, () => {
      free++;
      dispatch();
    });
  }

  /** A failure is not told: the thread's next segment meets it again and has a trial to tell it of. */
  async function onEveryThread(call: Call, done: () => void): Promise<void> {
    // All in one turn, and a thread has one call at a time: so each gets a thread of its own.
    await Promise.all(
      Array.from({ length: workers }, () => attend(call, attemptControl()).then(done)),
    );
  }

  function dispatch(): void {
    while (free > 0 && waiting.length > 0) {
      const run = waiting.shift()!;
      if (run.ended()) continue;
      free--;
      void attempt(run);
    }
  }

  async function attempt(run: SegmentRun): Promise<void> {
    const { segment, state, best, control } = run.beginAttempt();
    const call = calls++;
    const killer = new AbortController();
    training.set(call, { run, killer });
    const answer = await attend(
      { kind: 'train', call, segment, state, best, control: control.memory, setup: null },
      control,
      killer,
    );
    // What the thread has posted comes by another port than its answer, which may overtake it: the next
    // attempt should know of the last checkpoint.
    if (answer.kind === 'threw') await new Promise((turn) => setImmediate(turn));
    training.delete(call);
    free++;
    if (answer.kind === 'trained') run.finish(answer);
    else if (answer.kind === 'threw') {
      run.hear(answer.epochs);
      run.failAttempt(answer.fault);
      // In front: its logical turn comes before that of segments which have not been tried.
      if (!run.ended()) waiting.unshift(run);
    }
    dispatch();
  }

  /** Runs a call under the watchdog; whatever becomes of the thread, there is an answer. */
  async function attend(
    call: Call,
    control: AttemptControl,
    killer = new AbortController(),
  ): Promise<Answer> {
    let overdue: Fault | null = null;
    const endWatch = watchAttempt(control, limits, (phase) => {
      overdue = overdueFault(phase, limits);
      killer.abort();
    });
    try {
      const answer = await threads.run(call, killer.signal);
      if (answer.kind !== 'unopened' || call.kind !== 'train') return answer;
      return await threads.run({ ...call, setup }, killer.signal);
    } catch (thrown) {
      return { kind: 'threw', epochs: [], fault: overdue ?? faultOf(thrown) };
    } finally {
      endWatch();
    }
  }

  function refuse(fault: Fault): void {
    refusal ??= fault;
    for (const { run } of training.values()) run.abandon(fault);
    for (const run of waiting.splice(0)) run.abandon(fault);
  }

  function interrupt(): void {
    for (const run of waiting.splice(0)) run.interrupt();
    for (const { run, killer } of training.values()) {
      run.interrupt();
      killer.abort();
    }
  }

  warmUp().catch((thrown) => refuse(faultOf(thrown)));

  return {
    capacity: workers,
    interrupt,
    start(segment, state, listener) {
      const run = segmentRun(segment, state, listener);
      if (refusal !== null) run.abandon(refusal);
      else waiting.push(run);
      dispatch();
      return run;
    },
    close() {
      refuse(plainFault('exit', 'closed'));
      closing ??= threads.close();
      return closing;
    },
  };
}

function overdueFault(phase: Phase, { opening, training }: Limits): Fault {
  if (phase === 'training') {
    return plainFault('timeout', `not trained within ${(training ?? 0) / 1000} s (trial_timeout)`);
  }
  return plainFault('timeout', `its thread did not open the trainable within ${opening / 1000} s`);
}

function toStderr(text: string): void {
  process.stderr.write(text);
}
