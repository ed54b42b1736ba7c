// States on the way: when one is made, what an accident leaves of a segment, and that an attempt goes on
// from the newest one.

import { describe, expect, it } from 'vitest';
import { attemptControl } from '../../src/executor/pool/attempt-control.js';
import { BestStates } from '../../src/executor/pool/best-states.js';
import { checkpointTimer } from '../../src/executor/pool/checkpoint.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import {
  awaitThreadAtGate,
  meetInPool,
  openGate,
  openPool,
  type PoolUnderTest,
  stateIn,
  train,
  Word,
} from './pool-under-test.js';

const quiet = { onOutput: () => {} };
/** No epoch is a model, so that copies of states are made for checkpoints and the end alone. */
const lastSpeaks = { name: 'val_loss', goal: 'minimize', epoch: 'last' } as const;
const falling = { name: 'val_loss', goal: 'minimize' } as const;
const rising = { name: 'val_loss', goal: 'maximize' } as const;

const copies = ({ words }: PoolUnderTest) => words[Word.copies];

describe('a checkpoint is not made', () => {
  it('where nobody asked for any', async () => {
    const subject = openPool('honest');
    const running = train(subject, { to: 27, objective: lastSpeaks });
    await running.end;
    expect([running.told, copies(subject)]).toEqual([[], 1]);
  });

  it('before it is due', async () => {
    const subject = openPool('honest', { checkpointEvery: 3600 });
    const running = train(subject, { to: 27, objective: lastSpeaks });
    await running.end;
    expect([running.told, copies(subject)]).toEqual([[], 1]);
  });

  it('while the one before is not taken', async () => {
    const subject = openPool('honest', { checkpointEvery: 0 });
    const never = new Promise<void>(() => {});
    const running = train(subject, { to: 27, objective: lastSpeaks, take: () => never });
    await running.end;
    expect([running.told, copies(subject)]).toEqual([[['interim', 1]], 2]);
  });

  it('after the last epoch, nor after the one at which a segment stops', async () => {
    const subject = openPool('honest', { checkpointEvery: 0 });
    const one = train(subject, { to: 1 });
    await one.end;
    expect(one.told).toEqual([]);
    const stopped = train(subject, { to: 27, configuration: { gate: 1 } });
    awaitThreadAtGate(subject);
    stopped.stop();
    openGate(subject);
    expect(stateIn(await stopped.end).epoch).toBe(1);
    expect(stopped.told).toEqual([]);
  });
});

describe('the time from one checkpoint to the next', () => {
  it('begins with the segment and with each checkpoint, and waits for the last to be taken', () => {
    const control = attemptControl();
    let clock = 500;
    const timer = checkpointTimer(30, control, () => clock);
    const dueAt = (time: number) => {
      clock = time;
      return timer.due();
    };
    expect([dueAt(500), dueAt(30_499), dueAt(30_500)]).toEqual([false, false, true]);
    clock = 31_000;
    timer.sent();
    expect(dueAt(99_000)).toBe(false);
    control.markTaken();
    expect([dueAt(60_999), dueAt(61_000)]).toEqual([false, true]);
  });

  it('is none for 0 seconds, and endless for null', () => {
    expect(checkpointTimer(0, attemptControl(), () => 7).due()).toBe(true);
    expect(checkpointTimer(null, attemptControl(), () => 7).due()).toBe(false);
  });
});

describe('what a checkpoint takes along', () => {
  const at = (epoch: number): TrainingState => ({ epoch, step: epoch, tensors: {} });
  const measured = (epoch: number, val_loss: number) => ({ epoch, metrics: { val_loss } });

  it('is the best state where that is another one, once', () => {
    const bests = new BestStates(falling, null);
    bests.note(measured(1, 0.5));
    expect(bests.checkpoint(at(1))).toEqual({
      state: at(1),
      best: { epoch: 1, value: 0.5 },
      bestState: null,
    });
    bests.keep(at(1), 1);
    bests.note(measured(2, 0.7));
    expect(bests.checkpoint(at(2)).bestState).toEqual(at(1));
    bests.note(measured(3, 0.6));
    expect(bests.checkpoint(at(3))).toMatchObject({ best: { epoch: 1 }, bestState: null });
    bests.note(measured(4, 0.4));
    bests.keep(at(4), 4);
    bests.note(measured(5, 0.9));
    expect(bests.checkpoint(at(5)).bestState).toEqual(at(4));
  });

  it('is still the best state in the attempt that goes on from it', () => {
    const kept = { epoch: { epoch: 3, value: 0.4 }, state: at(3) };
    const bests = new BestStates(falling, kept);
    expect(bests.note(measured(5, 0.5))).toBe(false);
    expect(bests.checkpoint(at(5)).bestState).toEqual(at(3));
    expect(bests.upTo(9, 5)).toEqual(at(3));
    expect(bests.note(measured(6, 0.3))).toBe(true);
    expect(bests.upTo(9, 6)).toBeNull();
  });
});

describe.each(['throws', 'exits', 'runs-out-of-memory', 'traps-unreachable'])(
  'a segment whose trainable %s',
  (trainable) => {
    const options = { ...quiet, checkpointEvery: 0, memoryLimit: 32 };

    it('goes on from its newest checkpoint, and is heard as if nothing had happened', async () => {
      const subject = openPool(trainable, options);
      const configuration = { gate: 2, misbehave: 5, times: 1 };
      const ofFirstAttempt: number[] = [];
      const take = ({ epoch }: TrainingState) => {
        if (subject.words[Word.begun] === 1) ofFirstAttempt.push(epoch);
        return null;
      };
      const running = train(subject, { to: 7, configuration, objective: rising, take });
      await running.firstState;
      openGate(subject);
      const end = await running.end;
      expect(running.epochs()).toEqual([1, 2, 3, 4, 5, 6, 7]);
      const newest = Math.max(...ofFirstAttempt);
      expect(newest).toBeGreaterThanOrEqual(1);
      expect(subject.words[Word.begun]).toBe(2);
      expect(subject.words[Word.epochs]).toBe(4 + 7 - newest);
      const undisturbed = await train(subject, { to: 7, objective: rising }).end;
      expect(end).toEqual(undisturbed);
    });

    it('is told of no state twice', async () => {
      const subject = openPool(trainable, options);
      const configuration = { misbehave: 9, times: 1 };
      const running = train(subject, { to: 12, configuration, objective: rising });
      await running.end;
      for (const kind of ['interim', 'best']) {
        const epochs = running.told.filter(([told]) => told === kind).map(([, epoch]) => epoch);
        expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
      }
    });
  },
);

describe('a failure that overtakes the checkpoint before it', () => {
  it('costs nothing that was saved: they come by two ports, and both have arrived', async () => {
    const subject = openPool('throws', { ...quiet, checkpointEvery: 0 });
    await train(subject, { to: 1 }).end;
    Atomics.store(subject.words, Word.epochs, 0);
    const running = train(subject, { to: 4, configuration: { misbehave: 3, times: 1 } });
    await new Promise((turn) => setImmediate(turn));
    // The main thread is busy until the other has sent both.
    while (Atomics.load(subject.words, Word.misbehaved) === 0);
    const until = performance.now() + 100;
    while (performance.now() < until);
    await running.end;
    expect(running.told[0]).toEqual(['interim', 1]);
    expect(subject.words[Word.epochs]).toBeLessThan(2 + 4);
  });
});

describe('a segment that is asked to stop, and whose thread dies', () => {
  it('ends with its newest checkpoint, and the best state until then', async () => {
    const subject = openPool('exits', { ...quiet, checkpointEvery: 0 });
    const configuration = { gate: 4, misbehave: 4 };
    const running = train(subject, { to: 27, configuration, objective: rising });
    await running.firstState;
    awaitThreadAtGate(subject);
    running.stop();
    openGate(subject);
    const end = await running.end;
    const newest = Math.max(...running.told.map(([, epoch]) => epoch));
    const best = newest === 1 ? null : { epoch: 1 };
    expect(end).toMatchObject({ kind: 'interrupted', state: { epoch: newest }, best });
  });
});

describe.each(['spins', 'never-settles', 'stubborn'])(
  'interrupting a trainable that %s',
  (name) => {
    it('waits for no epoch, ends with the newest checkpoint, and leaves the pool its strength', async () => {
      const subject = openPool(name, { workers: 2, checkpointEvery: 0 });
      // One was asked to stop before, as a pause does; the other was not.
      const segments = [1, 2].map((trial) =>
        train(subject, { trial, to: 27, configuration: { misbehave: 3 } }),
      );
      await Promise.all(segments.map(({ firstState }) => firstState));
      segments[0]!.stop();
      subject.pool.interrupt();
      for (const { end, told } of segments) {
        const newest = Math.max(...told.map(([, epoch]) => epoch));
        expect(await end).toMatchObject({ kind: 'interrupted', state: { epoch: newest } });
      }
      expect(await meetInPool(subject, 2)).toEqual(['reached', 'reached']);
    });
  },
);
