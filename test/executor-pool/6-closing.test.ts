// Closing ends everything at once, and leaves nothing that keeps the process alive.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { failureIn, openPool, train, trainableUrl } from './pool-under-test.js';

const run = promisify(execFile);

describe('closing a pool', () => {
  it.each(['spins', 'never-settles'])(
    'ends a segment that %s, and those behind it',
    async (name) => {
      const subject = openPool(name);
      const segments = [0, 1, 2].map((trial) =>
        train(subject, { trial, configuration: { misbehave: 2 } }),
      );
      await segments[0]!.firstEpoch;
      const closing = subject.pool.close();
      for (const { end } of segments) {
        expect(failureIn(await end)).toMatchObject({
          kind: 'exit',
          message: 'closed',
          attempts: 1,
        });
      }
      await closing;
    },
  );

  it('can be done before a thread has started, and twice', async () => {
    const { pool } = openPool('honest', { workers: 2 });
    await Promise.all([pool.close(), pool.close()]);
    await pool.close();
  });

  it('finds no thread that links an ES module for require, which ends the process when it is killed', async () => {
    const end = await train(openPool('requires')).end;
    expect(failureIn(end).message).toContain('ERR_REQUIRE_ESM');
  });

  it('leaves no thread, also where one dies later than it was killed', async () => {
    const threads = new Set<Worker>();
    const count = (thread: Worker) => {
      threads.add(thread);
      thread.once('exit', () => threads.delete(thread));
    };
    process.on('worker', count);
    const subject = openPool('stubborn', { trialTimeout: 0.3 });
    const { end } = train(subject, { configuration: { misbehave: 1 } });
    expect(failureIn(await end).kind).toBe('timeout');
    expect(threads.size).toBeGreaterThan(1);
    await subject.pool.close();
    expect(threads.size).toBe(0);
    process.off('worker', count);
  });

  it('fails what is started afterwards', async () => {
    const subject = openPool('honest');
    await subject.pool.close();
    expect(failureIn(await train(subject).end).message).toBe('closed');
  });
});

describe('the process', () => {
  /** What a process prints that runs `body` with a `pool` of `trainable` and ends by itself. */
  async function printedBy(trainable: string, body: string): Promise<string> {
    const script = `
      import { poolExecutor } from 'nightsweep/internal/executor/pool/pool-executor.js';
      const words = new Int32Array(new SharedArrayBuffer(64));
      const pool = poolExecutor({
        workers: 2, trainable: ${JSON.stringify(trainableUrl(trainable))}, setup: { words },
        trialTimeout: 0.3, onOutput() {},
      });
      const train = (configuration) => pool.start(
        { trial: 0, training: '', configuration, seed: 1, from: 0, to: 3, budget: 3,
          objective: { name: 'val_loss', goal: 'minimize' } }, null, { onEpoch() {}, onState: () => null },
      ).end.then(({ kind }) => console.log(kind));
      ${body}
    `;
    const cwd = new URL('../..', import.meta.url);
    const options = { cwd, timeout: 30_000, killSignal: 'SIGKILL' as const };
    const args = ['--input-type=module', '--eval', script];
    const { stdout, stderr } = await run(process.execPath, args, options);
    return stdout + stderr;
  }

  it('exits by itself when the pool is closed', async () => {
    expect(await printedBy('honest', 'await train({}); await pool.close();')).toBe('reached\n');
  });

  it('exits by itself when an idle pool was not closed', async () => {
    expect(await printedBy('honest', 'await train({});')).toBe('reached\n');
  });

  it('exits by itself when threads were killed, replaced, and killed again by closing', async () => {
    const body = 'await Promise.all([train({ misbehave: 1 }), train({})]); await pool.close();';
    expect(await printedBy('spins', body)).toBe('reached\nfailed\n');
  });

  it('survives rejections and exceptions that no call of a thread waits for', async () => {
    const body = 'await train({ misbehave: 3 }); await train({}); await pool.close();';
    expect(await printedBy('rejects-unheard', body)).toBe('failed\nreached\n');
    expect(await printedBy('throws-later', body)).toBe('failed\nreached\n');
  });
});
