// What a person or another room can hand over wrongly, and what the pool says to it.

import { describe, expect, it } from 'vitest';
import { poolExecutor } from '../../src/executor/pool/pool-executor.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { failureIn, openPool, train } from './pool-under-test.js';

describe('a pool refuses', () => {
  it.each([0, -1, 1.5, Number.NaN])('%d workers', (workers) => {
    const make = () =>
      poolExecutor({ workers, trainable: 'file:///none.mjs', setup: null, trialTimeout: null });
    expect(make).toThrow(Slip);
    expect(make).toThrow('expected a whole number of workers from 1');
  });
});

describe('a trial fails and says why', () => {
  it.each([
    ['not-there', {}, 'error', /Cannot find module .*not-there\.mjs/],
    ['no-trainable', {}, 'error', /expected .*no-trainable\.mjs to have a default export with/],
    ['fails-to-load', {}, 'error', /^a missing licence file$/],
    ['exits-on-loading', {}, 'exit', /^its worker thread exited with code 3$/],
    ['throws-on-opening', {}, 'error', /^no such data set$/],
    ['exits-on-opening', {}, 'exit', /^its worker thread exited with code 4$/],
    ['measures-nonsense', { misbehave: 2 }, 'error', /^expected a number .*train_loss of epoch 2/],
    ['forgets-its-state', {}, 'error', /^expected the state at epoch 1, found epoch 0$/],
  ])('where the trainable is %s', async (trainable, configuration, kind, message) => {
    const failure = failureIn(await train(openPool(trainable), { configuration }).end);
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ kind, attempts: 2 });
  });

  it('where the setup cannot be made', async () => {
    const pool = poolExecutor({
      workers: 1,
      trainable: 'file:///none.mjs',
      setup: Promise.reject(new Error('the data file is gone')),
      trialTimeout: null,
    });
    const failure = failureIn(await train({ pool, words: new Int32Array(0) }).end);
    expect(failure).toMatchObject({ kind: 'error', message: 'the data file is gone' });
    await pool.close();
  });

  it('where the setup cannot be cloned', async () => {
    const failure = failureIn(await train(openPool('honest', { setup: { f: () => 1 } })).end);
    expect(failure.message).toContain('could not be cloned');
  });

  it('where threads cannot be started at all', async () => {
    // Node itself does not fit into this memory.
    const subject = openPool('honest', { memoryLimit: 1, workers: 2 });
    const ends = await Promise.all([0, 1, 2].map((trial) => train(subject, { trial }).end));
    for (const end of ends) {
      expect(failureIn(end)).toMatchObject({ kind: 'memory', attempts: 2 });
    }
  });
});
