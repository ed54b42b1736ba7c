// Two processes on one sweep would train the same twice. The second is refused while the first lives,
// follows it at once when it is dead, and takes over from one that gives no sign of life for a lease;
// whoever was taken over finds its writes refused.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { compiledScript } from './compiled-script.js';
import { sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

/** No test waits so long: where it would be waited for, a test fails by its time limit. */
const FOREVER = 1e7;

/** Begins the sweep, says so, and works on; told `tell`, it tells a trial; its end is said as well. */
const coordinatorSource = `
import { openStore } from './src/store/store.js';
const [directory, start, lease] = process.argv.slice(2);
const say = (text) => process.stdout.write(text + '\\n');
const store = openStore(directory, {
  lease: Number(lease),
  onTrouble: ({ message }) => say('trouble ' + message),
});
const keepAlive = setInterval(() => {}, 1e6);
try {
  const recorder = await store.beginSweep(JSON.parse(start));
  recorder.superseded.addEventListener('abort', () => say('superseded'));
  say('begun');
  process.stdin.on('data', () => {
    const training = 'f'.repeat(64);
    const replicates = [{ training, seed: 7, fold: 0 }];
    const parameters = { lr: 0.5 };
    recorder.listen({ kind: 'trial_started', trial: 77, replicates, parameters, configuration: parameters });
  });
} catch (error) {
  say('refused ' + error.message);
  clearInterval(keepAlive);
  process.stdin.destroy();
}
`;

const running: { kill(signal: NodeJS.Signals): boolean }[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** A process that begins the sweep; `next` resolves with the lines that it says, one by one. */
function coordinator(script: string, directory: string, lease: number) {
  const words = [script, directory, JSON.stringify(sweepStart()), String(lease)];
  const child = spawn(process.execPath, words, {
    cwd: dirname(script),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid!,
    child,
    next: async () => String((await lines.next()).value),
    async ended(signal: NodeJS.Signals) {
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}

function query(directory: string, sql: string, ...values: unknown[]): unknown {
  const database = new Database(join(directory, 'nightsweep.db'));
  try {
    const statement = database.prepare(sql);
    return statement.reader ? statement.all(...values) : statement.run(...values);
  } finally {
    database.close();
  }
}

/** A results directory in which the sweep is left running by process `pid` of `host`. */
async function runningUnder(pid: number, host = hostname(), mark: string | null = null) {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  await store.beginSweep(sweepStart());
  await store.close();
  query(directory, 'UPDATE sweep SET pid = ?, host = ?, process = ?', pid, host, mark);
  return directory;
}

/** Begins the sweep here. @returns the notes that were told */
async function begunHere(directory: string, lease: number): Promise<string[]> {
  const notes: string[] = [];
  const store = openStore(directory, { lease, onNote: (text) => notes.push(text) });
  await store.beginSweep(sweepStart()).finally(() => store.close());
  return notes;
}

describe('a sweep whose process lives', () => {
  test('is refused with its number and host, and left as it is', async () => {
    const directory = temporaryDirectory();
    const first = coordinator(compiledScript(coordinatorSource), directory, 500);
    expect(await first.next()).toBe('begun');
    const notes: string[] = [];
    const store = openStore(directory, { lease: FOREVER, onNote: (text) => notes.push(text) });
    const before = query(directory, 'SELECT pid, host, process, fence FROM sweep');
    const refused = store.beginSweep(sweepStart());
    // By a sign of life, long before the lease is over.
    await expect(refused).rejects.toThrow(
      `found digits under process ${first.pid} on ${hostname()}: look at it (nightsweep attach`,
    );
    await expect(refused).rejects.toBeInstanceOf(Slip);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(`digits is under process ${first.pid} on ${hostname()}: watching`);
    expect(query(directory, 'SELECT pid, host, process, fence FROM sweep')).toEqual(before);
    await store.close();
  });

  test('is refused whatever its clock says', async () => {
    const directory = await runningUnder(4711, 'elsewhere.example');
    const alive = setInterval(
      () => query(directory, 'UPDATE sweep SET beat = beat + 1, beat_at = 0'),
      20,
    );
    onTestFinished(() => clearInterval(alive));
    await expect(begunHere(directory, FOREVER)).rejects.toThrow('process 4711 on elsewhere');
  });

  test('of two that begin at once is one process’s', async () => {
    const directory = temporaryDirectory();
    await openStore(directory).close();
    const script = compiledScript(coordinatorSource);
    const both = [coordinator(script, directory, 1000), coordinator(script, directory, 1000)];
    const said = await Promise.all(both.map(({ next }) => next()));
    expect(said.map((line) => line.split(' ')[0]).sort()).toEqual(['begun', 'refused']);
    const winner = both[said.indexOf('begun')]!;
    expect(said.find((line) => line !== 'begun')).toContain(`under process ${winner.pid} on`);
  });
});

describe('a sweep whose process is gone is taken over at once', () => {
  test('when it was killed', async () => {
    const directory = temporaryDirectory();
    const first = coordinator(compiledScript(coordinatorSource), directory, FOREVER);
    await first.next();
    await first.ended('SIGKILL');
    const reader = openReader(directory);
    expect(reader.findSweep().state).toBe('interrupted');
    reader.close();
    expect(await begunHere(directory, FOREVER)).toEqual([]);
  });

  test('when its number belongs to another process by now', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    running.push(other);
    await once(other, 'spawn');
    const directory = temporaryDirectory();
    const first = coordinator(compiledScript(coordinatorSource), directory, FOREVER);
    await first.next();
    await first.ended('SIGKILL');
    query(directory, 'UPDATE sweep SET pid = ?', other.pid);
    expect(await begunHere(directory, FOREVER)).toEqual([]);
  });

  test('when the machine was started anew since', async () => {
    const mark = '00000000-0000-0000-0000-000000000000 pid:[1] 17';
    const directory = await runningUnder(process.ppid, hostname(), mark);
    expect(await begunHere(directory, FOREVER)).toEqual([]);
  });

  test('when nobody knows when it began, and its number is some other program’s', async () => {
    const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
    running.push(other);
    await once(other, 'spawn');
    const directory = await runningUnder(other.pid!);
    expect(await begunHere(directory, FOREVER)).toEqual([]);
  });
});

describe('a sweep whose process may live', () => {
  test('is taken over when it gives no sign of life for a lease, whatever its clock said', async () => {
    const directory = await runningUnder(4711, 'elsewhere.example');
    query(directory, 'UPDATE sweep SET beat_at = ?', Date.now() + 7_200_000);
    const notes = await begunHere(directory, 300);
    expect(notes).toEqual([
      'digits is under process 4711 on elsewhere.example: watching for up to 0.3 s whether that one still works',
    ]);
    expect(query(directory, 'SELECT pid, host FROM sweep')).toEqual([
      { pid: process.pid, host: hostname() },
    ]);
  });

  test('is taken over when it ends while it is watched', async () => {
    const directory = await runningUnder(4711, 'elsewhere.example');
    const store = openStore(directory, {
      lease: FOREVER / 1000,
      onNote: () => query(directory, "UPDATE sweep SET state = 'paused', pid = NULL"),
    });
    await store.beginSweep(sweepStart());
    await store.close();
  });
});

describe('a process that was asleep for longer than a lease', () => {
  test('is taken over, and finds its writes refused when it wakes', async () => {
    const directory = temporaryDirectory();
    const sleeper = coordinator(compiledScript(coordinatorSource), directory, 400);
    await sleeper.next();
    sleeper.child.kill('SIGSTOP');
    const store = openStore(directory, { lease: 400 });
    const recorder = await store.beginSweep(sweepStart());
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    sleeper.child.stdin.write('tell\n');
    sleeper.child.kill('SIGCONT');
    expect(await sleeper.next()).toMatch(
      `trouble expected to be the only process on digits, found that process ${process.pid} on ${hostname()} has taken it over`,
    );
    expect(await sleeper.next()).toBe('superseded');
    sleeper.child.stdin.write('tell\n');
    tellTrial(recorder, { number: 1, curve: [{ val_loss: 1 }] });
    await recorder.finish('completed', null);
    expect(recorder.superseded.aborted).toBe(false);
    await store.close();
    await sleeper.ended('SIGKILL');
    expect(query(directory, 'SELECT number FROM trial')).toEqual([{ number: 0 }, { number: 1 }]);
  });
});

describe('a recorder that was superseded', () => {
  test('tells of it once, writes nothing more and finishes nothing', async () => {
    const directory = temporaryDirectory();
    const troubles: Error[] = [];
    const first = openStore(directory, { onTrouble: (error) => troubles.push(error) });
    const old = await first.beginSweep(sweepStart());
    const second = openStore(directory);
    const now = await second.beginSweep(sweepStart());
    tellTrial(old, { number: 0, curve: [{ val_loss: 1 }] });
    await expect(old.flush()).rejects.toThrow('has taken it over');
    expect(old.superseded.reason).toBe(troubles[0]);
    tellTrial(old, { number: 1, curve: [{ val_loss: 1 }] });
    await expect(old.flush()).rejects.toThrow('has taken it over');
    await expect(old.finish('failed', 'mine')).rejects.toThrow('has taken it over');
    await expect(first.close()).rejects.toThrow('has taken it over');
    expect(troubles).toHaveLength(1);
    expect(query(directory, 'SELECT count(*) AS n FROM training')).toEqual([{ n: 0 }]);
    expect(query(directory, 'SELECT state FROM sweep')).toEqual([{ state: 'running' }]);
    await now.finish('completed', null);
    await second.close();
  });

  test('that tells nothing learns of it when it finishes', async () => {
    const directory = temporaryDirectory();
    const first = openStore(directory);
    const old = await first.beginSweep(sweepStart());
    const second = openStore(directory);
    await second.beginSweep(sweepStart());
    await expect(old.finish('completed', null)).rejects.toThrow('has taken it over');
    expect(old.superseded.aborted).toBe(true);
    expect(query(directory, 'SELECT state FROM sweep')).toEqual([{ state: 'running' }]);
    await first.close();
    await second.close();
  });

  test('does not hold up another sweep of its store', async () => {
    const directory = temporaryDirectory();
    const first = openStore(directory);
    const old = await first.beginSweep(sweepStart());
    const other = await first.beginSweep(sweepStart({ id: 'fedcba987654' }));
    const second = openStore(directory);
    await second.beginSweep(sweepStart());
    tellTrial(old, { number: 0, curve: [{ val_loss: 1 }] });
    tellTrial(other, { number: 5, curve: [{ val_loss: 1 }] });
    await other.finish('completed', null);
    expect(old.superseded.aborted).toBe(true);
    expect(query(directory, 'SELECT number FROM trial')).toEqual([{ number: 5 }]);
    await first.close();
    await second.close();
  });
});

describe('signs of life', () => {
  test('come without events', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory, { lease: 400 });
    await store.beginSweep(sweepStart());
    const beat = () => query(directory, 'SELECT beat FROM sweep');
    const first = beat();
    await expect.poll(beat, { timeout: 10_000 }).not.toEqual(first);
    await store.close();
  });

  test('keep no process alive', async () => {
    const script = compiledScript(`
import { openStore } from './src/store/store.js';
const [directory, start] = process.argv.slice(2);
await openStore(directory).beginSweep(JSON.parse(start));
`);
    const words = [script, temporaryDirectory(), JSON.stringify(sweepStart())];
    const child = spawn(process.execPath, words, { cwd: dirname(script), stdio: 'inherit' });
    running.push(child);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
