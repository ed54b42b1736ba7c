// Signals and lost terminals, with real processes: a dropped connection and a reader that goes away cost
// the sweep nothing; what asks it to stop is obeyed, and told apart afterwards.

import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { halving, type Workplace, workplace } from './nightsweep-command.js';

interface Status {
  readonly state: string;
  readonly reason: string | null;
  readonly trials: { readonly running: number };
}

let place: Workplace;
let whole: string;
beforeAll(() => {
  place = workplace();
  // Four times the rows: long enough for what happens in the middle.
  place.write('halving.yaml', halving.replace('1500', '6000'));
  expect(place.run('run', 'halving.yaml', '--results', 'whole').code).toBe(0);
  whole = leaderboard('whole');
});
afterAll(() => place.remove());

function leaderboard(results: string): string {
  const { code, stdout } = place.run('export', '--results', results);
  expect(code).toBe(0);
  return stdout;
}

test('SIGHUP, as often as it comes, does not stop a sweep', async () => {
  const running = place.start('run', 'halving.yaml', '--results', 'hangup');
  await running.says(' 20 %');
  running.child.kill('SIGHUP');
  await running.says(' 50 %');
  running.child.kill('SIGHUP');
  const { code, signal, stderr } = await running.ended;
  expect([code, signal, stderr]).toEqual([0, null, '']);
  expect(leaderboard('hangup')).toBe(whole);
});

test('a sweep whose output and error output are closed goes on to its end', async () => {
  const running = place.start('run', 'halving.yaml', '--results', 'closed');
  await running.says('halving');
  running.child.stdout?.destroy();
  running.child.stderr?.destroy();
  expect((await running.ended).code).toBe(0);
  expect(leaderboard('closed')).toBe(whole);
});

// util-linux: gives a command a terminal of its own, which goes when `script` is killed.
const hasScript = spawnSync('script', ['--version']).status === 0;

test.skipIf(!hasScript)('a sweep in a terminal that is torn away goes on to its end', async () => {
  const words = `run halving.yaml --results torn`;
  const command = `stty rows 24 cols 80; exec ${process.execPath} ${resolve('dist/cli/main.js')} ${words}`;
  const options = { cwd: place.directory, env: { ...process.env, TERM: 'xterm' } };
  const terminal = spawn('script', ['-qfec', command, '/dev/null'], options);
  await new Promise<void>((live) => {
    terminal.stdout.on('data', (chunk) => String(chunk).includes('running') && live());
  });
  terminal.kill('SIGKILL');
  const state = () => place.json<Status>('status', '--results', 'torn').state;
  expect(state()).toBe('running');
  await vi.waitFor(() => expect(state()).not.toBe('running'), { timeout: 60_000, interval: 200 });
  expect(state()).toBe('completed');
  expect(leaderboard('torn')).toBe(whole);
});

test.each([
  ['SIGINT', 'interrupted'],
  ['SIGTERM', 'asked to stop (SIGTERM)'],
] as const)('%s drains: the record says why it is paused', async (signal, reason) => {
  const running = place.start('run', 'halving.yaml', '--results', signal);
  await running.says(' 20 %');
  running.child.kill(signal);
  expect((await running.ended).code).toBe(3);
  expect(place.json('status', '--results', signal)).toMatchObject({ state: 'paused', reason });
});

test('a second signal ends a sweep at once, with exit code 1', async () => {
  // An epoch of these takes seconds: the first signal would wait for it.
  const large = ['--set', 'model.hidden=[2000, 2000]', '--results', 'twice', '--workers', '1'];
  const running = place.start('run', 'halving.yaml', ...large);
  await running.says('halving');
  const trials = () => place.json<Status>('status', '--results', 'twice').trials.running;
  await vi.waitFor(() => expect(trials()).toBeGreaterThan(0), { timeout: 10_000, interval: 100 });
  running.child.kill('SIGTERM');
  await running.says('finishing the epochs in hand');
  // Until one comes late enough to be no echo of the first.
  const again = setInterval(() => running.child.kill('SIGTERM'), 100);
  const { code, stdout } = await running.ended;
  clearInterval(again);
  expect(code).toBe(1);
  expect(stdout).toContain('stopped at once: nightsweep resume goes on from what is stored');
  expect(place.json('status', '--results', 'twice')).toMatchObject({ state: 'interrupted' });
});
