// A sweep made longer, by its file or by `extend`: what is new is told before it starts, only that is
// trained, and the result is the sweep that was asked for at once.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const moons = `name: moons
method: random
trials: 6
seed: 3
metric: {name: val_accuracy}
data: {generator: moons, samples: 200}
model: {hidden: [8]}
epochs: 4
parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.1}
`;

interface Run {
  readonly sweep: string;
  readonly epochs: {
    readonly planned: number;
    readonly trained: number;
    readonly remembered: number;
  };
}

let place: Workplace;
function newPlace(): void {
  place = workplace();
  place.write('moons.yaml', moons);
}

const board = (results: string) =>
  place.run('export', '--format', 'json', '--results', results).stdout;
/** What is said above the sweep's own lines. */
const said = (stdout: string) => stdout.slice(0, stdout.indexOf('\n\n')).split('\n').slice(1);

describe('extend of what cannot be', () => {
  beforeAll(() => {
    newPlace();
    expect(place.run('run', 'moons.yaml').code).toBe(0);
  });
  afterAll(() => place.remove());

  test.each([
    [[], 'expected something to make longer, found nothing: add --trials +50'],
    [
      ['--epochs', '3'],
      'expected at least the 4 epochs that moons has, found 3: extend only makes',
    ],
    [['--trials', '5'], 'expected at least the 6 trials that moons has, found 5'],
    [['--set', 'epochs=2'], 'expected at least the 4 epochs'],
    [['--trials', '+0'], 'expected a whole number from 1 to 1000000000, or how many more, as +50'],
    [['--set', 'parameters.lr.min=1'], '--set parameters.lr.min  expected min < max'],
    [
      ['--epochs', '8', '--set', 'schedule={type: successive_halving, min_epochs: 9}'],
      'expected min_epochs of at most epochs (8), found 9',
    ],
  ])('refuses %j, and begins nothing', (words, message) => {
    const { code, stderr } = place.run('extend', 'moons', ...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(place.json('ls')).toHaveLength(1);
  });

  test('of a whole grid has no trials to add', () => {
    place.write(
      'grid.yaml',
      moons
        .replace('random', 'grid')
        .replace('trials: 6\n', '')
        .replace(/lr: .*/, 'lr: {values: [0.1, 0.2]}'),
    );
    expect(place.run('run', 'grid.yaml', '--name', 'grid').code).toBe(0);
    const { code, stderr } = place.run('extend', 'grid', '--trials', '+1');
    expect([code, stderr]).toEqual([2, expect.stringContaining('which tries its whole grid')]);
  });
});

describe('extend', () => {
  beforeEach(() => {
    newPlace();
    expect(place.run('run', 'moons.yaml').code).toBe(0);
  });
  afterEach(() => place.remove());

  test('trains the difference, and is the sweep that was asked for at once', () => {
    const more = place.json<Run>('extend', 'moons', '--trials', '+3', '--epochs', '6');
    expect(more.epochs).toEqual({ planned: 54, trained: 54 - 24, remembered: 24 });
    const words = ['--set', 'trials=9', '--set', 'epochs=6', '--results', 'at-once'];
    const once = place.json<Run>('run', 'moons.yaml', ...words);
    expect(once.sweep).toBe(more.sweep);
    expect(board('results')).toBe(board('at-once'));
  });

  test('says what is new and what is known, each once, and nothing of it in JSON', () => {
    const { stdout, stderr } = place.run('extend', '--trials', '9', '--epochs', '+2');
    expect(said(stdout)).toEqual([
      '  trials  6 → 9',
      '  epochs  4 → 6',
      '  reuse   reuses 24 of 54 epochs, trains at most 30',
    ]);
    expect(stderr).toBe('');
    expect(place.run('extend', '--trials', '+1', '--json').stderr).toBe('');
  });

  test('promises nothing where results lead to what is tried, and reuses what they lead to again', () => {
    place.write('tpe.yaml', moons.replace('random', 'tpe').replace('trials: 6', 'trials: 14'));
    expect(place.run('run', 'tpe.yaml', '--name', 'tpe').code).toBe(0);
    const { stdout } = place.run('extend', 'tpe', '--trials', '+2');
    expect(said(stdout)).toEqual([
      '  trials  14 → 16',
      '  reuse   how much of 64 epochs is known depends on what results lead to',
    ]);
    const whole = place.json<Run>('extend', 'tpe', '--trials', '+1');
    expect(whole.epochs).toMatchObject({ planned: 68, trained: 4, remembered: 64 });
  });

  test('says before it starts that a rate which spans the epochs can go on with nothing', () => {
    const cosine = ['--set', 'parameters.lr_schedule.value=cosine'];
    expect(place.run('extend', ...cosine).code).toBe(0);
    const { stdout } = place.run('extend', '--epochs', '6');
    expect(said(stdout)).toEqual([
      '  epochs  4 → 6',
      '  reuse   nothing is known yet of 36 epochs',
      '          the learning rate follows a schedule over all epochs in every trial:',
      '          a training of 4 epochs is not the beginning of one of 6',
    ]);
  });
});

describe('run of a changed file', () => {
  beforeEach(newPlace);
  afterEach(() => place.remove());

  test('says nothing where nothing has changed, or nothing of that name was run', () => {
    const first = place.run('run', 'moons.yaml').stdout;
    expect(first).not.toContain('differs');
    expect(place.run('run', 'moons.yaml').stdout).not.toContain('differs');
    expect(place.run('run', 'moons.yaml', '--name', 'other').stdout).not.toContain('differs');
  });

  test('says what has changed since the last run of that name', () => {
    place.run('run', 'moons.yaml');
    place.write(
      'moons.yaml',
      moons.replace('max: 0.1', 'max: 0.2').replace('trials: 6', 'trials: 5'),
    );
    const { stdout } = place.run('run', 'moons.yaml');
    expect(stdout).toMatch(/^moons differs from its last run {2}[0-9a-f]{12}, /);
    expect(said(stdout)).toEqual([
      '  trials             6 → 5',
      '  parameters.lr.max  0.1 → 0.2',
      '  reuse              nothing is known yet of 20 epochs',
    ]);
  });

  test('promises no epoch that is trained after all: another metric has other best epochs', () => {
    place.run('run', 'moons.yaml');
    place.write('moons.yaml', moons.replace('val_accuracy', 'val_loss'));
    const { stdout } = place.run('run', 'moons.yaml');
    const [, least, most] = /reuses (\d+) of 24 epochs, trains at most (\d+)/.exec(stdout) ?? [];
    const trained = Number(
      /(\d+) epochs? trained|every epoch was remembered/.exec(stdout)?.[1] ?? 0,
    );
    expect(Number(least) + Number(most)).toBe(24);
    expect(trained).toBeLessThanOrEqual(Number(most));
  });

  test('with rungs, where it is open who goes on, says how much can be known', () => {
    place.run('run', 'moons.yaml');
    const schedule = 'schedule={type: successive_halving, eta: 2}';
    const { stdout } = place.run('run', 'moons.yaml', '--set', schedule);
    const most = /up to (\d+) of 11 epochs are known:\n +how many are reused depends on which/;
    const [, known] = most.exec(stdout) ?? [];
    const [, remembered] = /(\d+) remembered/.exec(stdout) ?? [];
    expect(Number(remembered)).toBeGreaterThan(0);
    expect(Number(remembered)).toBeLessThanOrEqual(Number(known));
  });

  test('data that have changed are told, where the definition is the same', () => {
    const rows = (slope: number) =>
      `a,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i * slope}`).join('\n')}\n`;
    place.write('rows.csv', rows(2));
    const file = moons
      .replace('val_accuracy', 'val_loss')
      .replace(/data: .*/, 'data: {file: rows.csv, target: y, task: regression}');
    place.write('rows.yaml', file);
    place.run('run', 'rows.yaml');
    place.write('rows.csv', rows(3));
    expect(said(place.run('run', 'rows.yaml').stdout)).toEqual([
      '  data   other contents than then',
      '  reuse  nothing is known yet of 24 epochs',
    ]);
  });
});
