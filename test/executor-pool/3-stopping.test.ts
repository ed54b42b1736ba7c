// Asking a segment to stop: where it waits, where it trains, and where it is about to be tried again.

import { describe, expect, it } from 'vitest';
import { awaitThreadAtGate, openGate, openPool, stateIn, train, Word } from './pool-under-test.js';

describe('a segment that is asked to stop', () => {
  it('finishes the epoch in hand and ends with the state after it', async () => {
    const subject = openPool('honest');
    const running = train(subject, { to: 27, configuration: { gate: 2 } });
    await running.firstEpoch;
    awaitThreadAtGate(subject);
    running.stop();
    openGate(subject);
    const end = await running.end;
    expect(end.kind).toBe('interrupted');
    expect(stateIn(end).epoch).toBe(2);
    expect(running.epochs()).toEqual([1, 2]);
  });

  it('has reached its end if that was the last epoch', async () => {
    const subject = openPool('honest');
    const running = train(subject, { to: 2, configuration: { gate: 2 } });
    await running.firstEpoch;
    awaitThreadAtGate(subject);
    running.stop();
    openGate(subject);
    expect((await running.end).kind).toBe('reached');
  });

  it('ends at once where it waits for a thread, with the state that it came with', async () => {
    const subject = openPool('honest');
    const state = stateIn(await train(subject, { to: 1 }).end);
    const busy = train(subject, { configuration: { gate: 2 } });
    await busy.firstEpoch;
    const queued = [
      train(subject, { trial: 1 }),
      train(subject, { from: 1, state, trial: 2 }),
      train(subject, { trial: 3 }),
    ] as const;
    queued[0].stop();
    queued[1].stop();
    // The only thread is still held at the gate.
    expect(await queued[0].end).toEqual({ kind: 'interrupted', state: null, best: null });
    expect(await queued[1].end).toEqual({ kind: 'interrupted', state, best: null });
    openGate(subject);
    expect((await busy.end).kind).toBe('reached');
    expect((await queued[2].end).kind).toBe('reached');
    expect(subject.words[Word.begun]).toBe(3);
  });

  it('is not tried again when its thread dies', async () => {
    const subject = openPool('exits', { onOutput: () => {} });
    const running = train(subject, { configuration: { gate: 2, misbehave: 2 } });
    await running.firstEpoch;
    awaitThreadAtGate(subject);
    running.stop();
    openGate(subject);
    expect(await running.end).toEqual({ kind: 'interrupted', state: null, best: null });
    expect(subject.words[Word.begun]).toBe(1);
  });
});
