// Seeds and folds, by the real command: the same leaderboard on any number of workers and after a kill,
// and more seeds train the new ones only.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const replicated = `name: replicated
method: random
trials: 9
seed: 3
seeds: 2
folds: 3
metric: {name: val_accuracy}
data: {generator: glyphs, samples: 600, test: 0.1}
model: {hidden: [32]}
epochs: 9
parameters: {lr: {distribution: log_uniform_values, min: 0.0003, max: 0.03}}
schedule: {type: successive_halving, eta: 3, min_epochs: 1}
stopping: [{type: patience, patience: 3}]
`;

let place: Workplace;
let whole: string;

const leaderboard = (results: string) =>
  ['csv', 'json']
    .map((f) => place.run('export', '--format', f, '--results', results).stdout)
    .join('\n');

interface Run {
  readonly outcome: string;
  readonly epochs: {
    readonly planned: number;
    readonly trained: number;
    readonly remembered: number;
  };
  readonly best: { readonly se: number; readonly trial: number };
}

beforeAll(() => {
  place = workplace();
  place.write('replicated.yaml', replicated);
  place.json<Run>('run', 'replicated.yaml', '--workers', '1', '--results', 'whole');
  whole = leaderboard('whole');
});
afterAll(() => place.remove());

test('a leaderboard has errors, p-values and marks', () => {
  const rows = place.json<{ se: number; p_value: number | null; tied: boolean | null }[]>(
    ...['top', '--results', 'whole'],
  );
  expect(rows).toHaveLength(9);
  expect(rows[0]).toMatchObject({ p_value: null, tied: null });
  for (const { se, p_value, tied } of rows.slice(1)) {
    expect(se).toBeGreaterThan(0);
    expect(tied).toBe(p_value! >= 0.05);
  }
  const { stdout } = place.run('top', '--results', 'whole');
  expect(stdout).toContain('corrected resampled t-test (Nadeau & Bengio 2003), 2 seeds × 3 folds');
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(80);
});

test('two workers give the bytes of one', () => {
  expect(place.run('run', 'replicated.yaml', '--workers', '2', '--results', 'two').code).toBe(0);
  expect(leaderboard('two')).toBe(whole);
});

test.each(['SIGKILL', 'SIGINT'] as const)(
  '%s, then resume: the same leaderboard',
  async (signal) => {
    const words = ['--workers', '2', '--results', signal];
    const running = place.start('run', 'replicated.yaml', ...words);
    await running.says(' 40 %');
    running.child.kill(signal);
    await running.ended;
    const resumed = place.json<Run>('resume', ...words);
    expect(resumed.outcome).toBe('finished');
    expect(resumed.epochs.trained).toBeGreaterThan(0);
    expect(leaderboard(signal)).toBe(whole);
  },
);

test('more seeds train the new ones only, and one seed none', () => {
  const full = ['--set', 'schedule={type: full}', '--set', 'stopping=[]', '--results', 'seeds'];
  const two = place.json<Run>('run', 'replicated.yaml', ...full);
  expect(two.epochs).toEqual({ planned: 486, trained: 486, remembered: 0 });
  const three = place.json<Run>('run', 'replicated.yaml', ...full, '--set', 'seeds=3');
  expect(three.epochs).toEqual({ planned: 729, trained: 243, remembered: 486 });
  const one = place.json<Run>('run', 'replicated.yaml', ...full, '--set', 'seeds=1');
  expect(one.epochs).toEqual({ planned: 243, trained: 0, remembered: 243 });
});

test('a trial shows its replicates, and check what they cost', () => {
  const { replicates } = place.json<{ replicates: { seed: number; fold: number }[] }>(
    ...['show', '/0', '--results', 'whole'],
  );
  expect(replicates.map(({ seed, fold }) => [seed, fold])).toEqual(
    [3, 4].flatMap((seed) => [0, 1, 2].map((fold) => [seed, fold])),
  );
  expect(place.run('show', '/0', '--results', 'whole').stdout).toMatch(
    /seed 4, fold 2 {2}0\.\d{4}/,
  );
  const { stdout } = place.run('check', 'replicated.yaml', '--no-estimate');
  expect(stdout).toContain('2 seeds × 3 folds: each configuration is trained 6 times');
  expect(stdout).toContain('540 in 3 folds, 60 test');
});

test('the model of a trial is one of its first replicate’s states', () => {
  const [best] = place.json<{ trial: number; epoch: number }[]>('top', '--results', 'whole');
  const model = place.json<{ epoch: number; tensors: unknown[] }>(
    ...['model', `/${best!.trial}`, '--results', 'whole'],
  );
  expect(model.tensors).toHaveLength(4);
  expect(model.epoch).toBeGreaterThanOrEqual(1);
  expect(model.epoch).toBeLessThanOrEqual(9);
});

test('a fold for every row of the smallest class is too many', () => {
  const { code, stderr } = place.run('check', 'replicated.yaml', '--set', 'folds=60');
  expect(code).toBe(2);
  expect(stderr).toMatch(/at least 60 rows of each class, one for each fold, found `0` with 5\d/);
});
