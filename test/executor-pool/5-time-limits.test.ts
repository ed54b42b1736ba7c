// When the clock runs and when it does not.

import { describe, expect, it } from 'vitest';
import { attemptControl } from '../../src/executor/pool/attempt-control.js';
import { type Phase, watchAttempt } from '../../src/executor/pool/watchdog.js';
import { failureIn, meetInPool, openGate, openPool, train, Word } from './pool-under-test.js';

describe('the time limit of a segment', () => {
  it('does not run while the segment waits behind others', async () => {
    // Two hangs of two attempts each: the last one waits for four times its own limit.
    const subject = openPool('spins', { trialTimeout: 0.2 });
    const hanging = [1, 2].map((trial) =>
      train(subject, { trial, configuration: { misbehave: 1 } }),
    );
    const patient = train(subject, { trial: 3 });
    expect((await patient.end).kind).toBe('reached');
    for (const { end } of hanging) expect(failureIn(await end).kind).toBe('timeout');
  });

  it('does not disturb what trains beside the one that is overdue', async () => {
    const subject = openPool('never-settles', { workers: 2, trialTimeout: 2 });
    const overdue = train(subject, { configuration: { misbehave: 1, times: 1 } });
    const beside = Array.from({ length: 20 }, (_, i) => train(subject, { trial: 1 + i }));
    for (const { end } of beside) expect((await end).kind).toBe('reached');
    expect((await overdue.end).kind).toBe('reached');
    expect(subject.words[Word.begun]).toBe(22);
    expect(await meetInPool(subject, 2)).toEqual(['reached', 'reached']);
  });

  it('is none where it is null', async () => {
    const subject = openPool('honest');
    const running = train(subject, { configuration: { gate: 2 } });
    await running.firstEpoch;
    openGate(subject);
    expect((await running.end).kind).toBe('reached');
  });
});

describe('the time limit of opening', () => {
  it('ends a thread that does not open the trainable', async () => {
    const subject = openPool('never-opens', { openTimeout: 0.3, setup: { times: 99 } });
    const failure = failureIn(await train(subject).end);
    expect(failure).toMatchObject({ kind: 'timeout', attempts: 2 });
    expect(failure.message).toBe('its thread did not open the trainable within 0.3 s');
  });

  it('costs a segment an attempt, not the sweep', async () => {
    // Once before the segment asks, and once when it does.
    const subject = openPool('never-opens', { openTimeout: 0.3, setup: { times: 2 } });
    expect((await train(subject).end).kind).toBe('reached');
  });
});

describe('a watchdog', () => {
  /** Resolves with the phase in which it barked; a bark that never comes fails the test. */
  function barkOf(opening: number, training: number | null, control = attemptControl()) {
    return new Promise<Phase>((resolve) => watchAttempt(control, { opening, training }, resolve));
  }

  it('tells opening from training', async () => {
    expect(await barkOf(5, null)).toBe('opening');
    const begun = attemptControl();
    begun.markBegun();
    expect(await barkOf(60_000, 5, begun)).toBe('training');
  });

  it('counts training from its beginning, not from the call', async () => {
    const control = attemptControl();
    const bark = barkOf(60_000, 30, control);
    // Opening takes as long as the limit of training.
    const until = performance.now() + 40;
    while (performance.now() < until);
    await new Promise((turn) => setImmediate(turn));
    control.markBegun();
    await bark;
    expect(control.elapsed()).toBeGreaterThanOrEqual(30);
  });

  it('lets an end be read that arrived while the main thread was busy', async () => {
    const barks: Phase[] = [];
    const end = watchAttempt(attemptControl(), { opening: 1, training: null }, (p) =>
      barks.push(p),
    );
    // Due in the same turn of the event loop as the watchdog's timer, and before the messages.
    const sameTurn = new Promise((turn) => setTimeout(turn, 1));
    const until = performance.now() + 20;
    while (performance.now() < until);
    await sameTurn;
    end();
    await new Promise((turn) => setImmediate(turn));
    await new Promise((turn) => setImmediate(turn));
    expect(barks).toEqual([]);
  });

  it('sleeps through a limit of years, which is more than a timer can hold', async () => {
    const warnings: string[] = [];
    const listen = ({ name }: Error) => warnings.push(name);
    process.on('warning', listen);
    const end = watchAttempt(attemptControl(), { opening: 1e12, training: null }, () => {
      throw new Error('it barked');
    });
    expect(await barkOf(5, null)).toBe('opening');
    end();
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });
});
