// One definition and one seed give one leaderboard: on any number of workers, and through whatever
// interrupts it. Nothing is trained twice.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { halving, type Workplace, workplace } from './nightsweep-command.js';

let place: Workplace;
let whole: string;
/** Epochs that the uninterrupted sweep trains. */
let epochs: number;

const leaderboard = (results: string) =>
  ['csv', 'json', 'md']
    .map((f) => place.run('export', '--format', f, '--results', results).stdout)
    .join('\n');

interface Run {
  readonly outcome: string;
  readonly epochs: { readonly trained: number; readonly remembered: number };
}

beforeAll(() => {
  place = workplace();
  // A seed whose best epochs all keep their states: none is trained again for its state alone, which would
  // depend on where the sweep was interrupted.
  place.write('halving.yaml', halving.replace('seed: 3', 'seed: 2'));
  const run = place.json<Run>('run', 'halving.yaml', '--workers', '1', '--results', 'whole');
  epochs = run.epochs.trained;
  whole = leaderboard('whole');
});
afterAll(() => place.remove());

test('two workers give the bytes of one', () => {
  expect(place.run('run', 'halving.yaml', '--workers', '2', '--results', 'two').code).toBe(0);
  expect(leaderboard('two')).toBe(whole);
});

test('kill -9, then resume: the same leaderboard, and what was known is not trained again', async () => {
  const words = ['--workers', '2', '--results', 'killed'];
  const running = place.start('run', 'halving.yaml', ...words);
  await running.says('rung 1 of 3');
  running.child.kill('SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  expect(place.json('status', '--results', 'killed')).toMatchObject({ state: 'interrupted' });
  const known = place
    .json<{ epochs: number; state: string }[]>('top', '-n', '100', '--results', 'killed')
    .filter(({ state }) => state !== 'running')
    .reduce((sum, trial) => sum + trial.epochs, 0);
  const resumed = place.json<Run>('resume', ...words);
  expect(resumed.outcome).toBe('finished');
  expect(resumed.epochs.trained).toBeGreaterThan(0);
  expect(resumed.epochs.remembered).toBeGreaterThanOrEqual(known);
  expect(resumed.epochs.trained + resumed.epochs.remembered).toBe(epochs);
  expect(leaderboard('killed')).toBe(whole);
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s pauses: exit 3, how to go on, and the same leaderboard afterwards',
  async (signal) => {
    const words = ['--workers', '2', '--results', signal];
    const running = place.start('run', 'halving.yaml', ...words);
    await running.says(' 20 %');
    running.child.kill(signal);
    const { code, stdout, stderr } = await running.ended;
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toContain('finishing the epochs in hand');
    expect(stdout).toMatch(/^paused after /m);
    expect(stdout).toContain(`nightsweep resume halving --results ${signal}`);
    expect(place.json('status', '--results', signal)).toMatchObject({ state: 'paused' });
    const resumed = place.json<Run>('resume', ...words);
    expect(resumed.epochs.trained + resumed.epochs.remembered).toBe(epochs);
    expect(leaderboard(signal)).toBe(whole);
  },
);

test('a Ctrl-C that npm passes on a second time still pauses', async () => {
  const running = place.start('run', 'halving.yaml', '--results', 'twice');
  await running.says(' 20 %');
  running.child.kill('SIGINT');
  await running.says('finishing the epochs in hand');
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(3);
});

test('a reader that goes away costs the sweep nothing', async () => {
  const running = place.start('run', 'halving.yaml', '--results', 'closed');
  await running.says('halving');
  running.child.stdout?.destroy();
  const { code, stderr } = await running.ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(leaderboard('closed')).toBe(whole);
});
