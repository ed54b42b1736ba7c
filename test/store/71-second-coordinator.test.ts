// Two processes on one sweep would train the same twice: the second is refused while the first lives.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { sweepStart, temporaryDirectory } from './recorded-sweep.js';

/** A results directory in which the sweep is left running by process `pid` of `host`. */
async function runningUnder(pid: number, host = hostname()): Promise<string> {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  store.beginSweep(sweepStart());
  await store.close();
  const database = new Database(join(directory, 'nightsweep.db'));
  database.prepare('UPDATE sweep SET pid = ?, host = ?').run(pid, host);
  database.close();
  return directory;
}

function otherProcess() {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
}

test('a sweep that another process runs is refused, with its number, and left as it is', async () => {
  const other = otherProcess();
  await once(other, 'spawn');
  const directory = await runningUnder(other.pid!);
  const store = openStore(directory);
  try {
    expect(() => store.beginSweep(sweepStart())).toThrow(Slip);
    expect(() => store.beginSweep(sweepStart())).toThrow(`under process ${other.pid} on`);
    const reader = openReader(directory);
    expect(reader.findSweep().state).toBe('running');
    reader.close();
  } finally {
    other.kill('SIGKILL');
    await store.close();
  }
});

test('when that process is dead, the sweep is taken over', async () => {
  const other = otherProcess();
  const ended = once(other, 'exit');
  other.kill('SIGKILL');
  await ended;
  const store = openStore(await runningUnder(other.pid!));
  expect(() => store.beginSweep(sweepStart())).not.toThrow();
  await store.close();
});

test('a number that belongs to some other program by now counts as dead', async () => {
  const other = spawn('sleep', ['1000'], { stdio: 'ignore' });
  await once(other, 'spawn');
  const store = openStore(await runningUnder(other.pid!));
  try {
    expect(() => store.beginSweep(sweepStart())).not.toThrow();
  } finally {
    other.kill('SIGKILL');
    await store.close();
  }
});
