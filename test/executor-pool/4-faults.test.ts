// Accidents. Each costs its own segment one attempt and nobody else anything; a second one ends the
// trial as failed; and after it the pool trains as many segments at the same time as before.

import { describe, expect, it } from 'vitest';
import {
  failureIn,
  meetInPool,
  openGate,
  openPool,
  stateIn,
  train,
  Word,
} from './pool-under-test.js';

const accidents = [
  ['throws', 'error', /^the loss function is missing$/],
  ['rejects', 'error', /^rejected after a while$/],
  ['throws-text', 'error', /^only a text$/],
  ['throws-unprintable', 'error', /^an error that cannot be printed$/],
  ['rejects-unheard', 'error', /^nobody listens$/],
  ['throws-later', 'error', /^out of the blue$/],
  ['traps-unreachable', 'trap', /^WebAssembly trapped: unreachable$/],
  ['traps-out-of-bounds', 'trap', /^WebAssembly trapped: memory access out of bounds$/],
  ['exits', 'exit', /^its worker thread exited with code 7$/],
  ['runs-out-of-memory', 'memory', /^its worker thread reached its memory limit$/],
  ['spins', 'timeout', /^not trained within 0\.5 s \(trial_timeout\)$/],
  ['never-settles', 'timeout', /^not trained within 0\.5 s \(trial_timeout\)$/],
] as const;

describe.each(accidents)('a trainable that %s', (trainable, kind, message) => {
  const options = {
    workers: 2,
    memoryLimit: 32,
    trialTimeout: kind === 'timeout' ? 0.5 : null,
    onOutput: () => {},
  };

  it(`is tried twice from the same state, then ends as failed (${kind})`, async () => {
    const subject = openPool(trainable, options);
    const state = stateIn(await train(subject, { to: 1 }).end);
    Atomics.store(subject.words, Word.begun, 0);
    const course = { from: 1, to: 3, state, configuration: { misbehave: 3 } };
    const failure = failureIn(await train(subject, course).end);
    expect(failure).toMatchObject({ kind, attempts: 2 });
    expect(failure.message).toMatch(message);
    expect(failure.detail).toMatch(
      new RegExp(`^attempt 1 \\(${kind}\\): [^]*\nattempt 2 \\(${kind}\\): `),
    );
    expect(subject.words[Word.begun]).toBe(2);
  });

  it('is forgiven once: the second attempt ends well, and no epoch is heard twice', async () => {
    const subject = openPool(trainable, options);
    const running = train(subject, { to: 4, configuration: { misbehave: 3, times: 1 } });
    expect(stateIn(await running.end)).toMatchObject({ epoch: 4, step: 40 });
    expect(running.epochs()).toEqual([1, 2, 3, 4]);
    expect(subject.words[Word.begun]).toBe(2);
  });

  // A hang needs a time limit, which the neighbour held at a gate would exceed: see 5-time-limits.
  if (kind !== 'timeout') {
    it('does not disturb what trains beside it', async () => {
      const subject = openPool(trainable, options);
      const beside = train(subject, { trial: 1, configuration: { gate: 2 } });
      await beside.firstEpoch;
      const failing = train(subject, { configuration: { misbehave: 1 } });
      expect((await failing.end).kind).toBe('failed');
      expect(await Promise.race([beside.end, 'still training'])).toBe('still training');
      openGate(subject);
      expect(stateIn(await beside.end).epoch).toBe(3);
      expect(subject.words[Word.begun]).toBe(3);
      expect(await meetInPool(subject, 2)).toEqual(['reached', 'reached']);
    });
  }

  it('can fail in all threads at once and often, and the pool still has its full strength', async () => {
    const subject = openPool(trainable, options);
    const failing = [1, 2, 3, 4].map((trial) =>
      train(subject, { trial, to: 1, configuration: { misbehave: 1 } }),
    );
    for (const { end } of failing) expect(failureIn(await end).kind).toBe(kind);
    expect(await meetInPool(subject, 2)).toEqual(['reached', 'reached']);
  });
});

describe('a failure', () => {
  it('tells the causes and the stacks of both attempts', async () => {
    const subject = openPool('throws');
    const { detail } = failureIn(await train(subject, { configuration: { misbehave: 2 } }).end);
    expect(detail.match(/throws\.mjs:\d+:\d+/g)).toHaveLength(4);
    expect(detail.match(/\[cause\]: Error: deep down/g)).toHaveLength(2);
  });

  it('comes with the epochs before it', async () => {
    const running = train(openPool('throws'), { to: 9, configuration: { misbehave: 6 } });
    await running.end;
    expect(running.epochs()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is not followed by anything', async () => {
    const subject = openPool('throws-later');
    const running = train(subject, { configuration: { misbehave: 2 } });
    await running.end;
    const heard = running.epochs();
    expect(await meetInPool(subject, 1)).toEqual(['reached']);
    expect(running.epochs()).toEqual(heard);
  });

  it('makes a thread that lives on open its trainable anew', async () => {
    const subject = openPool('throws');
    await train(subject, { configuration: { misbehave: 1 } }).end;
    await train(subject).end;
    expect(subject.words[Word.opened]).toBe(3);
  });
});
