// A segment that goes well, from the setup to the state.

import { describe, expect, it } from 'vitest';
import { meetInPool, openGate, openPool, stateIn, train, Word } from './pool-under-test.js';

describe('a segment', () => {
  it('is heard epoch by epoch and ends with its state', async () => {
    const running = train(openPool('honest'));
    expect(await running.end).toEqual({
      kind: 'reached',
      state: {
        epoch: 3,
        step: 30,
        tensors: { '0.weight': { shape: [3, 1], data: Float32Array.of(3, 7, 30) } },
      },
      best: null,
    });
    expect(running.heard).toEqual([
      { epoch: 1, metrics: { train_loss: 7, val_loss: 7 } },
      { epoch: 2, metrics: { train_loss: 3.5, val_loss: 3.5 } },
      { epoch: 3, metrics: { train_loss: 7 / 3, val_loss: 7 / 3 } },
    ]);
  });

  it('goes on from a state and leaves that state as it is', async () => {
    const subject = openPool('honest');
    const state = stateIn(await train(subject).end);
    const before = structuredClone(state);
    const running = train(subject, { from: 3, to: 5, state });
    expect(stateIn(await running.end)).toMatchObject({ epoch: 5, step: 50 });
    expect(running.epochs()).toEqual([4, 5]);
    expect(state).toEqual(before);
  });

  it('keeps NaN as what it is', async () => {
    const running = train(openPool('honest'), { to: 13 });
    await running.end;
    expect(running.heard[12]?.metrics.val_loss).toBeNaN();
  });

  it('is heard before it ends: the first epoch at once', async () => {
    const subject = openPool('honest');
    const running = train(subject, { configuration: { gate: 2 } });
    await running.firstEpoch;
    expect(running.epochs()).toEqual([1]);
    openGate(subject);
    await running.end;
    expect(running.epochs()).toEqual([1, 2, 3]);
  });

  it('copies tensors whose memory cannot be moved, and metrics that are reused', async () => {
    const subject = openPool('lends-its-memory');
    const running = train(subject, { to: 2 });
    const { tensors } = stateIn(await running.end);
    expect(tensors.window?.data).toEqual(Float32Array.of(2, 20));
    expect(tensors.one?.data).toEqual(Float32Array.of(5, 6));
    expect(tensors.other?.data).toEqual(Float32Array.of(5, 6));
    expect(running.heard.map(({ metrics }) => metrics.train_loss)).toEqual([1, 0.5]);
    // Nothing was taken away from the trainable.
    expect(stateIn(await train(subject, { to: 1 }).end)).toMatchObject({ epoch: 1, step: 1 });
  });
});

describe('a pool', () => {
  it.each([1, 2, 4])('trains %d segments at the same time', async (workers) => {
    const subject = openPool('honest', { workers });
    expect(subject.pool.capacity).toBe(workers);
    expect(await meetInPool(subject, workers)).toEqual(Array(workers).fill('reached'));
  });

  it('trains all that is queued, opening the trainable once per thread', async () => {
    const subject = openPool('honest', { workers: 2 });
    await meetInPool(subject, 2);
    const queued = Array.from({ length: 50 }, (_, trial) => train(subject, { trial }));
    for (const { end, epochs } of queued) {
      expect((await end).kind).toBe('reached');
      expect(epochs()).toEqual([1, 2, 3]);
    }
    expect(subject.words[Word.opened]).toBe(2);
    expect(subject.words[Word.begun]).toBe(52);
  });

  it('takes a promise of a setup, and trains when it is kept', async () => {
    const words = new Int32Array(new SharedArrayBuffer(64));
    let keep = (_: object) => {};
    const promised = new Promise<object>((resolve) => {
      keep = resolve;
    });
    const { pool } = openPool('honest', { setup: promised, workers: 2 });
    const running = train({ pool, words });
    keep({ words });
    expect((await running.end).kind).toBe('reached');
    expect(await meetInPool({ pool, words }, 2)).toEqual(['reached', 'reached']);
    expect(words[Word.opened]).toBe(2);
  });

  it('hands over what trainables print, from both streams, instead of printing it', async () => {
    const printed: string[] = [];
    const subject = openPool('prints', { onOutput: (text) => printed.push(text) });
    await train(subject, { configuration: { misbehave: 1 } }).end;
    expect(printed.join('')).toBe('to stdout\nto stderr\n');
  });
});
