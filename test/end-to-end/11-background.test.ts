// Sweeps in the background with real processes: what is refused in the foreground, where the process is,
// how it is looked at and stopped, and that it is the same sweep.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { halving, type Workplace, workplace } from './nightsweep-command.js';

interface Told {
  readonly sweep: string;
  readonly pid: number;
  readonly log: string;
}

interface Status {
  readonly state: string;
  readonly reason: string | null;
}

let place: Workplace;
let whole: string;
const begun: number[] = [];
beforeAll(() => {
  place = workplace();
  place.write('halving.yaml', halving);
  // Far more than a test waits for.
  const long = halving.replace(/^(schedule|stopping): .*\n/gm, '').replace('1500', '20000');
  place.write('long.yaml', long.replace('epochs: 9', 'epochs: 729'));
  place.write('large.yaml', halving.replace('hidden: [64]', 'hidden: [2000, 2000]'));
  expect(place.run('run', 'halving.yaml', '--results', 'whole').code).toBe(0);
  whole = place.run('export', '--results', 'whole').stdout;
});
afterAll(() => {
  for (const pid of begun) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended, as it should.
    }
  }
  place.remove();
});

/** Begins it in the background, and remembers the process. */
function detached(file: string, results: string, ...more: readonly string[]): Told {
  const told = place.json<Told>('run', file, '--detach', '--results', results, ...more);
  begun.push(told.pid);
  return told;
}

/** Dead ones that nobody has buried yet have no words. */
function isAlive(pid: number): boolean {
  const words = `/proc/${pid}/cmdline`;
  return existsSync(words) && readFileSync(words, 'utf8') !== '';
}

const status = (results: string) => place.json<Status>('status', '--results', results);

describe('--detach refuses in the foreground, and leaves no results,', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['a slip of the definition', ['--set', 'epoch=3'], /did you mean `epochs`/],
    ['an address for notices', ['--notify', 'ftp://a'], /expected an address of http or https/],
    ['what does not fit into memory', ['--set', 'model.hidden=[65536, 65536]'], /take smaller/],
    ['what does not fit the data', ['--set', 'data={file: no.csv, target: y}'], /no\.csv/],
  ])('%s', (_, words, message) => {
    const { code, stdout, stderr } = place.run('run', 'halving.yaml', '--detach', ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(existsSync(join(place.directory, 'results'))).toBe(false);
  });
});

test('a sweep in the background is the same sweep, with its output in its log', async () => {
  const { code, stdout, stderr } = place.run(
    'run',
    'halving.yaml',
    '--detach',
    '--results',
    'back',
  );
  expect([code, stderr]).toEqual([0, '']);
  const [, pid = '', log = ''] =
    /in the background, process (\d+)\n {2}log {3}(\S+)\n {2}look {2}nightsweep attach halving --results back\n {2}stop {2}nightsweep stop halving --results back\n$/.exec(
      stdout,
    ) ?? [];
  begun.push(Number(pid));
  expect(log).toMatch(/^back\/logs\/halving-\d{8}-\d{6}\.log$/);
  const attached = await place.start('attach', '--results', 'back').ended;
  expect([attached.code, attached.stderr]).toEqual([0, '']);
  expect(attached.stdout).toMatch(/^halving {2}completed$/m);
  expect(attached.stdout).toMatch(/^ +rank +trial +val_accuracy/m);
  expect(place.run('export', '--results', 'back').stdout).toBe(whole);
  const said = () => readFileSync(join(place.directory, log), 'utf8');
  // Its row has ended a moment before it has said so.
  await vi.waitFor(() => expect(said()).toMatch(/^finished in /m), { timeout: 10_000 });
});

test('what attach counts is what the sweep has come to', () => {
  const reader = openReader(join(place.directory, 'whole'));
  try {
    const sweep = reader.findSweep();
    const counted = reader.reached(sweep);
    const trials = reader.leaderboard(sweep).map(({ state, epochs }) => `${state} ${epochs}`);
    const expected = counted.flatMap(({ state, epochs, trials: n }) =>
      Array<string>(n).fill(`${state} ${epochs}`),
    );
    expect(expected.sort()).toEqual(trials.sort());
    expect(counted.length).toBeLessThan(10);
  } finally {
    reader.close();
  }
});

describe('a sweep that runs in the background', () => {
  let told: Told;
  beforeAll(() => {
    told = detached('long.yaml', 'long');
  });

  test.skipIf(!existsSync('/proc/self/stat'))('has a session of its own and no input', () => {
    const stat = readFileSync(`/proc/${told.pid}/stat`, 'utf8');
    const [, , group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    expect([Number(group), Number(session)]).toEqual([told.pid, told.pid]);
  });
  test('is not begun a second time: it says who runs it', () => {
    const words = ['run', 'long.yaml', '--detach', '--results', 'long'];
    const { code, stderr } = place.run(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(`found halving under process ${told.pid} on ${hostname()}`);
    expect(readdirSync(join(place.directory, 'long', 'logs'))).toHaveLength(1);
  });
  test('goes on when whoever looks at it does not want to any more', async () => {
    const looking = place.start('attach', '--results', 'long');
    await looking.says('random · 27 configurations');
    looking.child.kill('SIGINT');
    const { code, stdout, stderr } = await looking.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('halving goes on; nightsweep attach halving looks at it again');
    expect(status('long').state).toBe('running');
  });
  test('is stopped: it saves, ends as paused, and whoever looks is told so', async () => {
    const looking = place.start('attach', '--results', 'long');
    await looking.says('27 configurations');
    const { code, stdout } = place.run('stop', '--results', 'long');
    expect(code).toBe(0);
    expect(stdout).toContain(`asking process ${told.pid} to finish its epochs and save`);
    expect(stdout).toMatch(/^halving: paused: asked to stop \(SIGTERM\); nightsweep resume /m);
    expect(status('long')).toMatchObject({ state: 'paused', reason: 'asked to stop (SIGTERM)' });
    expect((await looking.ended).code).toBe(3);
  });
  test('cannot be stopped twice', () => {
    const { code, stdout, stderr } = place.run('stop', '--results', 'long');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'expected a sweep that runs, found halving paused: nothing runs, nothing is to be done\n',
    );
  });
  test('of a sweep that has ended, attach tells how, with its exit code', () => {
    const { code, stdout } = place.run('attach', '--results', 'long');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^halving {2}paused: asked to stop/);
  });
});

test('resume goes on in the background too, and stop --now does not wait', async () => {
  // An epoch of these takes seconds.
  const words = ['--workers', '1', '--set', 'data.samples=6000'];
  detached('large.yaml', 'now', ...words);
  expect(place.run('stop', '--results', 'now', '--now').code).toBe(0);
  expect(status('now').state).toMatch(/^(interrupted|paused)$/);
  const told = place.json<Told>('resume', '--detach', '--workers', '1', '--results', 'now');
  begun.push(told.pid);
  const trials = () =>
    place.json<{ trials: { running: number } }>('status', '--results', 'now').trials.running;
  await vi.waitFor(() => expect(trials()).toBeGreaterThan(0), { timeout: 20_000, interval: 100 });
  const { code, stdout } = place.run('stop', '--results', 'now', '--now');
  expect(code).toBe(0);
  expect(stdout).toContain(`asking process ${told.pid} to end at once`);
  expect(stdout).toContain('interrupted; nightsweep resume halving goes on');
  expect(isAlive(told.pid)).toBe(false);
});

test('stop refuses a sweep of another machine, and of another program', () => {
  const Database = createRequire(import.meta.url)('better-sqlite3') as typeof BetterSqlite3;
  const path = join(place.directory, 'whole', 'nightsweep.db');
  const runBy = (pid: number, host: string) => {
    const database = new Database(path);
    database.prepare(`UPDATE sweep SET state = 'running', pid = ?, host = ?`).run(pid, host);
    database.close();
    return place.run('stop', '--results', 'whole');
  };
  const elsewhere = runBy(process.pid, 'elsewhere.example');
  expect(elsewhere.code).toBe(2);
  expect(elsewhere.stderr).toMatch(
    /found halving under process \d+ on elsewhere\.example: stop it/,
  );
  // This process: it is Node's, and not the command's.
  const library = runBy(process.pid, hostname());
  expect(library.code).toBe(2);
  expect(library.stderr).toMatch(/to be run by the nightsweep command, found process \d+ to be an/);
});
