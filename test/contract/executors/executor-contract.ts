// What every executor guarantees, wherever it trains. Run over each implementation:
//
//   executorContract('pool', async (capacity) => ({
//     executor: poolExecutor({ workers: capacity, … }),   // tells of states on the way as often as it can
//     healthy: { lr: 0.1 },          // trains at least 1000 epochs, its train_loss falls from each to the next
//     failing: { lr: 0.1, … },       // fails at every attempt, after any number of epochs
//   }));

import { afterEach, describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/executor/executor.js';
import type { Configuration } from '../../../src/vocabulary/configuration.js';
import type { EpochMetrics, Objective } from '../../../src/vocabulary/metric.js';
import type {
  CheckpointKind,
  Segment,
  SegmentEnd,
  TrainingState,
} from '../../../src/vocabulary/segment.js';

export interface ExecutorSubject {
  readonly executor: Executor;
  /** A configuration that trains without end. */
  readonly healthy: Configuration;
  /** One whose training fails however often it is tried; null where there is none. */
  readonly failing: Configuration | null;
}

interface ToldState {
  readonly kind: CheckpointKind;
  readonly state: TrainingState;
  /** Epochs that were heard before. */
  readonly heard: number;
}

const falling: Objective = { name: 'train_loss', goal: 'minimize' };
const rising: Objective = { name: 'train_loss', goal: 'maximize' };

/** Far more epochs than any worker trains before it hears that it should stop. */
const ENDLESS = 100_000;

export function executorContract(
  name: string,
  makeSubject: (capacity: number) => Promise<ExecutorSubject> | ExecutorSubject,
): void {
  let opened: ExecutorSubject | null = null;

  async function open(capacity: number): Promise<ExecutorSubject> {
    opened = await makeSubject(capacity);
    return opened;
  }

  /** Starts a segment and writes down what is heard of it. */
  function train(
    { executor, healthy }: ExecutorSubject,
    from: number,
    to: number,
    more: {
      state?: TrainingState | null;
      trial?: number;
      configuration?: Configuration;
      objective?: Objective;
      /** Asked to stop when this epoch is heard, which is the last that counts. */
      stopAt?: number;
      /** Whether a state on the way is taken; left out, each is, at once. */
      take?: () => Promise<void> | null;
    } = {},
  ) {
    const { state = null, trial = 0, configuration = healthy, objective = falling } = more;
    const training = String(trial).padStart(64, '0');
    const segment: Segment = {
      trial,
      training,
      configuration,
      seed: 7,
      fold: 0,
      from,
      to,
      budget: 100,
      objective,
    };
    const heard: EpochMetrics[] = [];
    const states: ToldState[] = [];
    const watchers = new Set<() => void>();
    let begun!: () => void;
    const firstEpoch = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const running = executor.start(segment, state, {
      onEpoch(epoch) {
        heard.push(epoch);
        begun();
        if (epoch.epoch === more.stopAt) running.stop(more.stopAt);
      },
      onState(known, kind) {
        states.push({ kind, state: known, heard: heard.length });
        for (const look of watchers) look();
        return more.take?.() ?? null;
      },
    });
    /** Resolves when so many states were told that others may be expected to have been. */
    const told = (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (states.length < count) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
    const stop = () => running.stop();
    return { end: running.end, stop, heard, firstEpoch, states, told };
  }

  function stateOf(end: SegmentEnd): TrainingState {
    if (end.kind === 'failed' || end.state === null)
      throw new Error(`no state: ${describeEnd(end)}`);
    return end.state;
  }

  const epochsOf = (heard: readonly EpochMetrics[]) => heard.map(({ epoch }) => epoch);
  const countFrom = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => from + 1 + index);

  describe(`${name} keeps the contract of executors`, () => {
    afterEach(async () => {
      await opened?.executor.close();
      opened = null;
    });

    it('says how many it trains at the same time', async () => {
      expect((await open(2)).executor.capacity).toBe(2);
    });

    it('fails what cannot be trained, says why in one line, and goes on with the next', async () => {
      const subject = await open(1);
      const { failing } = subject;
      if (failing === null) return;
      const end = await train(subject, 0, 3, { configuration: failing }).end;
      expect(end.kind).toBe('failed');
      if (end.kind !== 'failed') return;
      expect(end.failure.message).toMatch(/^\S[^\n]*$/);
      expect(end.failure.detail).not.toBe('');
      expect(end.failure.attempts).toBeGreaterThanOrEqual(1);
      expect((await train(subject, 0, 1, { trial: 1 }).end).kind).toBe('reached');
    });

    it('tells of the epochs of a failing training in order and each once, over all attempts', async () => {
      const subject = await open(1);
      if (subject.failing === null) return;
      const { heard, end } = train(subject, 0, 50, { configuration: subject.failing });
      await end;
      expect(epochsOf(heard)).toEqual(countFrom(0, heard.length));
    });

    it('tells of every epoch in order, and ends with the state at the last', async () => {
      const { heard, end } = train(await open(1), 0, 4);
      const state = stateOf(await end);
      expect((await end).kind).toBe('reached');
      expect(epochsOf(heard)).toEqual([1, 2, 3, 4]);
      expect(state.epoch).toBe(4);
    });

    it('goes on from a state: 2 epochs and 3 more are the 5 of one segment', async () => {
      const subject = await open(1);
      const whole = train(subject, 0, 5);
      const wholeState = stateOf(await whole.end);
      const begin = train(subject, 0, 2);
      const state = stateOf(await begin.end);
      const rest = train(subject, 2, 5, { state });
      expect(stateOf(await rest.end)).toEqual(wholeState);
      expect([...begin.heard, ...rest.heard]).toEqual(whole.heard);
    });

    it('keeps the state of the best epoch beside the last', async () => {
      const subject = await open(1);
      const end = await train(subject, 0, 4, { objective: rising }).end;
      const first = stateOf(await train(subject, 0, 1).end);
      expect(end.kind === 'reached' ? end.best : null).toEqual(first);
    });

    it('keeps one state where the last epoch is the best, or the one that speaks for a trial', async () => {
      const subject = await open(1);
      for (const objective of [falling, { ...rising, epoch: 'last' as const }]) {
        expect(await train(subject, 0, 4, { objective }).end).toMatchObject({ best: null });
      }
    });

    it('keeps the best of the epochs that count, however late it hears of the stop', async () => {
      const subject = await open(1);
      for (const stopAt of [1, 2, 3, 7]) {
        const end = await train(subject, 0, ENDLESS, { stopAt }).end;
        if (end.kind !== 'interrupted') throw new Error(describeEnd(end));
        expect((end.best ?? end.state)?.epoch).toBe(stopAt);
      }
    });

    it('tells of states on the way behind the epochs up to them, and goes on from each', async () => {
      const subject = await open(1);
      const cut = train(subject, 0, ENDLESS);
      await cut.told(3);
      cut.stop();
      const end = stateOf(await cut.end);
      const [first, second] = cut.states as [ToldState, ToldState];
      expect(cut.states.filter(({ state, heard }) => state.epoch > heard)).toEqual([]);
      expect(first.kind).toBe('interim');
      expect(second.state.epoch).toBeGreaterThan(first.state.epoch);
      expect(end.epoch).toBeGreaterThan(second.state.epoch);
      const again = train(subject, first.state.epoch, second.state.epoch, { state: first.state });
      expect(stateOf(await again.end)).toEqual(second.state);
      expect(again.heard).toEqual(cut.heard.slice(first.state.epoch, second.state.epoch));
    });

    it('tells of the best state so far before the newer one, and once', async () => {
      const subject = await open(1);
      const cut = train(subject, 0, ENDLESS, { objective: rising });
      // At the first epoch, the best of all, there may be one state for both.
      await cut.told(4);
      cut.stop();
      await cut.end;
      const first = stateOf(await train(subject, 0, 1).end);
      const kinds = cut.states.map(({ kind }) => kind);
      const best = kinds.indexOf('best');
      expect(cut.states[best]?.state).toEqual(first);
      expect(kinds.lastIndexOf('best')).toBe(best);
      expect(cut.states[0]?.state.epoch === 1 ? [1] : [0]).toContain(best);
      expect(cut.states[best + 1]?.kind).toBe('interim');
    });

    it('tells of no further state while the last one is not taken', async () => {
      const subject = await open(1);
      let taken!: () => void;
      const waits: (Promise<void> | null)[] = [
        new Promise((resolve) => {
          taken = resolve;
        }),
      ];
      const slow = train(subject, 0, ENDLESS, { take: () => waits.shift() ?? null });
      await slow.told(1);
      // Time enough for many.
      const until = slow.heard.length + 500;
      while (slow.heard.length < until) await new Promise((turn) => setImmediate(turn));
      expect(slow.states.length).toBe(1);
      taken();
      await slow.told(2);
      slow.stop();
      await slow.end;
    });

    it('ends everything at once when it is interrupted, with the newest state that is known', async () => {
      const subject = await open(1);
      const running = train(subject, 0, ENDLESS, { objective: rising });
      const state = { epoch: 2, step: 2, tensors: {} };
      const fresh = train(subject, 0, ENDLESS, { trial: 1 });
      const queued = train(subject, 2, ENDLESS, { trial: 2, state });
      await running.told(3);
      subject.executor.interrupt();
      const heard = running.heard.length;
      const end = await running.end;
      const told = running.states.findLast(({ kind }) => kind === 'interim')!.state;
      const best = running.states.find(({ kind }) => kind === 'best')!.state;
      expect(end).toEqual({ kind: 'interrupted', state: told, best });
      expect(await fresh.end).toEqual({ kind: 'interrupted', state: null, best: null });
      expect(await queued.end).toEqual({ kind: 'interrupted', state, best: null });
      const next = train(subject, told.epoch, told.epoch + 1, { state: told, trial: 3 });
      expect((await next.end).kind).toBe('reached');
      expect(running.heard.length).toBe(heard);
    });

    it('queues what is more than its capacity, and trains it all', async () => {
      const subject = await open(2);
      const running = countFrom(-1, 8).map((trial) => train(subject, 0, 3, { trial }));
      for (const { end, heard } of running) {
        expect((await end).kind).toBe('reached');
        expect(epochsOf(heard)).toEqual([1, 2, 3]);
      }
    });

    it('finishes the epoch in hand when it is asked to stop, and can go on from there', async () => {
      const subject = await open(1);
      const cut = train(subject, 0, ENDLESS);
      await cut.firstEpoch;
      cut.stop();
      cut.stop(); // asking twice is asking once
      const end = await cut.end;
      expect(end.kind).toBe('interrupted');
      const state = stateOf(end);
      expect(epochsOf(cut.heard)).toEqual(countFrom(0, state.epoch));
      const next = train(subject, state.epoch, state.epoch + 1, { state });
      expect((await next.end).kind).toBe('reached');
      expect(epochsOf(next.heard)).toEqual([state.epoch + 1]);
    });

    it('stops a segment that has not begun, without training it', async () => {
      const subject = await open(1);
      const before = train(subject, 0, ENDLESS);
      const queued = train(subject, 0, ENDLESS, { trial: 1 });
      queued.stop();
      before.stop();
      for (const { end, heard } of [before, queued]) {
        const ended = await end;
        expect(ended.kind).toBe('interrupted');
        const epoch = ended.kind === 'interrupted' ? (ended.state?.epoch ?? 0) : -1;
        expect(epochsOf(heard)).toEqual(countFrom(0, epoch));
        // It may have been handed to a worker already; it must not have been trained for long.
        expect(epoch).toBeLessThan(1000);
      }
    });

    it('does not mind being asked to stop what has ended', async () => {
      const done = train(await open(1), 0, 1);
      await done.end;
      done.stop();
      expect((await done.end).kind).toBe('reached');
    });

    it('settles everything when it is closed, says nothing afterwards, and closes twice', async () => {
      const subject = await open(1);
      const running = [0, 1, 2].map((trial) => train(subject, 0, ENDLESS, { trial }));
      await running[0]!.firstEpoch;
      const closing = subject.executor.close();
      const heard: number[] = [];
      for (const segment of running) {
        expect((await segment.end).kind).toBe('failed');
        heard.push(segment.heard.length);
      }
      await closing;
      await subject.executor.close();
      await new Promise((resolve) => setImmediate(resolve));
      expect(running.map((segment) => segment.heard.length)).toEqual(heard);
    });

    it('fails what is started after it was closed', async () => {
      const subject = await open(1);
      await subject.executor.close();
      expect((await train(subject, 0, 1).end).kind).toBe('failed');
    });
  });
}

function describeEnd(end: SegmentEnd): string {
  return end.kind === 'failed' ? end.failure.detail : end.kind;
}
