// Limits of a run, in real processes: each pauses the sweep with its reason, and what comes of it in the
// end is the sweep that nobody limited. Failures in a row end it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { halving, type Workplace, workplace } from './nightsweep-command.js';

interface Run {
  readonly outcome: string;
  readonly reason: string | null;
  readonly epochs: { readonly trained: number; readonly remembered: number };
}

let place: Workplace;
let whole: string;
beforeAll(() => {
  place = workplace();
  place.write('halving.yaml', halving);
  expect(place.run('run', 'halving.yaml', '--results', 'whole').code).toBe(0);
  whole = leaderboard('whole');
});
afterAll(() => place.remove());

function leaderboard(results: string): string {
  const { code, stdout } = place.run('export', '--results', results);
  expect(code).toBe(0);
  return stdout;
}

/** HH:MM:SS in so many seconds. */
function clockIn(seconds: number): string {
  const at = new Date(Date.now() + seconds * 1000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

describe('a slip', () => {
  test.each([
    [['--until', '7'], /expected a local time, as 07:00 or 2026-11-26T07:00/],
    [['--until', '2020-01-01T07:00'], /expected a time that is still to come/],
    [['--for', 'ever'], /expected a duration .*as 8h, 90m, 30s or 1h30m/],
    [['--max-epochs', '0'], /expected a whole number from 1/],
    [['--target', 'best'], /expected a number/],
  ] as const)('%j is told before anything runs', (words, message) => {
    const { code, stdout, stderr } = place.run('run', 'halving.yaml', ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

/** Longer than any of these limits. */
const long = [
  'data.samples=20000',
  'epochs=729',
  'schedule={type: full}',
  'stopping=[{diverged: 99}]',
].flatMap((change) => ['--set', change]);

describe.each<[string, () => readonly string[], RegExp]>([
  ['epochs', () => ['--max-epochs', '20'], /^20 epochs of this run are trained$/],
  [
    'target',
    () => ['--target', '0.5'],
    /^val_accuracy 0\.\d+ \(trial \d+, epoch \d+\) reaches the /,
  ],
  ['for', () => ['--for', '2s', ...long], /^time is up after 2s$/],
  ['for no time', () => ['--for', '0.001s'], /^time is up after 0\.001s$/],
  ['until', () => ['--until', clockIn(8), ...long], /^\d\d:\d\d:\d\d is reached$/],
])('%s', (name, words, reason) => {
  test('pauses the sweep, with exit code 3 and its reason', () => {
    const { code, stdout, stderr } = place.run(
      'run',
      'halving.yaml',
      ...words(),
      '--results',
      name,
    );
    expect([code, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/^pauses (at|after) /m);
    // A clock may be at its limit before there is anything to finish.
    if (name === 'epochs' || name === 'target') {
      expect(stdout).toMatch(/: finishing the epochs in hand, then saving$/m);
    }
    expect(stdout).toMatch(/^paused after .*; everything is saved$/m);
    const status = place.json<Run & { state: string }>('status', '--results', name);
    expect(status.state).toBe('paused');
    expect(status.reason).toMatch(reason);
    expect(stdout).toContain(`: ${status.reason};`);
  });
});

test('what was paused by limits is in the end the sweep that nobody limited', () => {
  const sizes = ['10', '20', '10'].map((most) => {
    const words = ['--max-epochs', most, '--results', 'parts', '--workers', '1'];
    return place.json<Run>('run', 'halving.yaml', ...words);
  });
  expect(sizes.map(({ outcome }) => outcome)).toEqual(['paused', 'paused', 'paused']);
  // With one worker, the epoch in hand is the one that reaches the limit or the one after it.
  for (const [i, most] of [10, 20, 10].entries()) {
    expect(sizes[i]!.epochs.trained).toBeGreaterThanOrEqual(most);
    expect(sizes[i]!.epochs.trained).toBeLessThanOrEqual(most + 2);
  }
  const last = place.json<Run>('resume', '--results', 'parts', '--max-epochs', '1000');
  expect([last.outcome, last.reason]).toEqual(['finished', null]);
  expect(leaderboard('parts')).toBe(whole);
});

test('a finished sweep stays finished whatever its limits', () => {
  const words = ['--max-epochs', '1', '--target', '0.1', '--for', '1h', '--results', 'whole'];
  expect(place.json<Run>('run', 'halving.yaml', ...words).outcome).toBe('finished');
});

describe('a sweep whose trials fail one after the other', () => {
  const large = ['--set', 'model.hidden=[1500, 1500]', '--set', 'trial_timeout=0.001'];
  const words = ['halving.yaml', ...large, '--set', 'give_up_after=3', '--results', 'failures'];
  const cause = '3 trials failed in a row, all with: not trained within 0.001 s (trial_timeout)';

  test('is given up with the common cause, where to look, and exit code 1', () => {
    const { code, stdout, stderr } = place.run('run', ...words, '--workers', '1');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain(`failed in`);
    expect(stdout).toContain(`: ${cause}`);
    expect(stdout).toMatch(/the whole story: nightsweep show halving\/\d+$/m);
    const status = place.json<Run>('status', '--results', 'failures');
    expect(status).toMatchObject({ state: 'failed', reason: cause });
  });
  test('is tried again by resume', () => {
    const run = place.json<Run>('resume', '--results', 'failures');
    expect(run).toMatchObject({ outcome: 'failed', reason: cause });
  });
});
