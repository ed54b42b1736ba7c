// `nightsweep simulate` over a real stored sweep: what it refuses, what it says of curves that were cut
// short, and that --finish makes them whole beside the sweep and changes nothing of it.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runSweep } from '../../src/cli/library.js';
import { thisCoordinator } from '../../src/store/coordinator.js';
import { type Workplace, workplace } from '../end-to-end/nightsweep-command.js';
import { checkpoints, withDatabase } from '../end-to-end/stored-results.js';

const halving = `name: moons
method: random
trials: 18
seed: 3
metric: {name: val_loss}
data: {generator: moons, samples: 300}
epochs: 9
parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 0.3}
  hidden: {values: [[4], [8, 8]]}
schedule: {type: successive_halving}
`;

interface Choice {
  readonly own: boolean;
  readonly epochs: number;
  readonly share: number;
  readonly saved: number;
  readonly stopped: number;
  readonly keeps_winner: boolean;
  readonly best: { readonly trial: number; readonly value: number; readonly epoch: number };
  readonly regret: number;
  readonly certainty: string;
  readonly unknown: readonly { readonly epoch: number; readonly trials: number }[];
}

interface Simulated {
  readonly winner: Choice['best'];
  readonly choices: readonly Choice[];
  readonly unfinished: { readonly trials: number; readonly epochs: number };
  readonly finished: {
    readonly outcome: string;
    readonly reason: string | null;
    readonly epochs: number;
    readonly failed: number;
  } | null;
  readonly notes: readonly string[];
}

let place: Workplace;
const results = () => join(place.directory, 'results');
const simulated = (...words: readonly string[]) => place.json<Simulated>('simulate', ...words);

/** Every row that is of a sweep and not of the memo. */
function recordOf(sweep: string): unknown {
  return withDatabase(results(), (database) => {
    const { row } = database.prepare('SELECT row FROM sweep WHERE name = ?').get(sweep) as {
      row: number;
    };
    return ['trial', 'decision', 'replicate', 'sweep_metric', 'failure']
      .map((table) => database.prepare(`SELECT * FROM ${table} WHERE sweep = ?`).all(row))
      .concat([database.prepare('SELECT * FROM sweep WHERE row = ?').all(row)]);
  });
}

const exported = (...words: readonly string[]) =>
  place.run('export', '-f', 'json', '--times', ...words).stdout;

describe('what cannot be simulated', () => {
  beforeAll(() => {
    place = workplace();
    place.write('moons.yaml', halving);
    expect(place.run('run', 'moons.yaml').code).toBe(0);
  });
  afterAll(() => place.remove());

  test.each([
    [['moons'], 'expected another choice, found none: add --schedule asha'],
    [['mons', '--schedule', 'asha'], 'found `mons`: did you mean `moons`?'],
    [['moons', '--schedule', 'ahsa'], '--schedule:1:1  expected one of'],
    [['moons', '--stopping', '{type: median, warm: 1}'], '--stopping:1:16  expected a key of'],
    [
      ['moons', '--schedule', '{type: asha, min_epochs: 27}'],
      '--schedule:1:26  expected min_epochs of at most epochs (9), found 27',
    ],
    [
      ['moons', '--stopping', '{type: patience, patience: 2, metric: {name: val_f1_macro}}'],
      '--stopping  expected a metric that the sweep has measured, found `val_f1_macro`',
    ],
    [['moons', '--schedule', 'asha', '--workers', '1'], 'expected --workers beside --finish'],
    [['moons', '--schedule', 'asha', '--max-epochs', '1'], 'expected --max-epochs beside --finish'],
    [['moons', '--schedule', 'asha', '--target', '1'], "unknown option '--target'"],
  ])('%j is refused in one line', (words, message) => {
    const { code, stdout, stderr } = place.run('simulate', ...words);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('a sweep that runs may be simulated, and not finished', () => {
    cpSync(results(), join(place.directory, 'running'), { recursive: true });
    const { pid, host, process: mark } = thisCoordinator();
    withDatabase(join(place.directory, 'running'), (database) =>
      database
        .prepare("UPDATE sweep SET state = 'running', pid = ?, host = ?, process = ?")
        .run(pid, host, mark),
    );
    const words = ['simulate', '--schedule', 'full', '--results', 'running'];
    expect(place.run(...words).stdout).toContain('moons is running');
    const { code, stderr } = place.run(...words, '--finish');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('expected a sweep that nobody runs'),
    ]);
  });

  test('a sweep of another core may be simulated, and not finished', () => {
    cpSync(results(), join(place.directory, 'other'), { recursive: true });
    withDatabase(join(place.directory, 'other'), (database) =>
      database.prepare("UPDATE training SET core_build = 'f00d'").run(),
    );
    const words = ['simulate', '--schedule', 'full', '--results', 'other'];
    expect(place.run(...words).code).toBe(0);
    const { code, stderr } = place.run(...words, '--finish');
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected the training core')]);
  });
});

describe('a sweep whose data are gone', () => {
  beforeAll(() => {
    place = workplace();
    const rows = Array.from({ length: 60 }, (_, i) => `${i},${i * 3}`);
    place.write('rows.csv', `a,y\n${rows.join('\n')}\n`);
    place.write(
      'rows.yaml',
      halving
        .replace('moons', 'rows')
        .replace(/data: .*/, 'data: {file: rows.csv, target: y, task: regression}'),
    );
    expect(place.run('run', 'rows.yaml').code).toBe(0);
    place.write('rows.csv', `a,y\n${rows.join('\n')}0\n`);
  });
  afterAll(() => place.remove());

  test('is simulated all the same: its curves are stored', () => {
    const { choices, notes } = simulated('--schedule', 'successive_halving');
    expect(notes).toEqual([]);
    expect(choices[1]).toEqual({ ...choices[0], own: false });
  });

  test('counts every epoch the same where the order follows from their size, and says so', () => {
    expect(simulated('--schedule', 'asha').notes).toEqual([
      expect.stringMatching(/^its data are gone or have changed, so every epoch counts the same/),
    ]);
  });

  test('cannot be finished', () => {
    const { code, stderr } = place.run('simulate', '--finish');
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^expected the data that sweep rows was begun with.*\n$/),
    ]);
  });
});

describe('curves that were cut short', () => {
  beforeAll(() => {
    place = workplace();
    place.write('moons.yaml', halving);
    expect(place.run('run', 'moons.yaml').code).toBe(0);
  });
  afterAll(() => place.remove());

  test('the own choice, decided again, is what was', () => {
    const { choices, winner } = simulated('--schedule', 'successive_halving');
    expect(choices[1]).toEqual({ ...choices[0], own: false });
    expect(choices[0]).toMatchObject({ share: 1, saved: 0, regret: 0, best: winner });
  });

  test('are counted by their last epoch, and give a bound where they have decided nothing', () => {
    const { choices, unfinished } = simulated('--schedule', 'full');
    expect(choices[1]).toMatchObject({
      epochs: 162,
      certainty: 'bound',
      unknown: [
        { epoch: 1, trials: 12 },
        { epoch: 3, trials: 4 },
      ],
      keeps_winner: true,
      regret: 0,
    });
    expect(unfinished).toEqual({ trials: 16, epochs: 12 * 8 + 4 * 6 });
  });

  test.each([
    ['earlier rungs', ['--schedule', '{type: successive_halving, min_epochs: 3}']],
    ['results as they come', ['--schedule', '{type: asha, min_epochs: 3}']],
    ['rules that compare', ['--schedule', 'full', '--stopping', 'median']],
    [
      'a last epoch that speaks',
      ['--schedule', 'full', '--stopping', '{type: patience, patience: 8, restore_best: false}'],
    ],
  ])('give an estimate where they took part: %s', (_, words) => {
    expect(simulated(...words).choices[1]).toMatchObject({ certainty: 'estimate' });
  });

  test('are told to a person, in 80 columns', () => {
    const { stdout } = place.run('simulate', '--schedule', 'full', '--schedule', 'asha');
    expect(stdout).toContain('2: unknown beyond epoch 1: 12 trials, beyond epoch 3: 4 trials');
    expect(stdout).toContain(
      '--finish makes it true: it trains 16 trials on to the end, 120 epochs',
    );
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(80);
  });

  test('nothing is written by asking', () => {
    const before = recordOf('moons');
    simulated('--schedule', 'full', '--stopping', 'median');
    expect(recordOf('moons')).toEqual(before);
    expect(place.json('ls')).toHaveLength(1);
  });
});

describe('--finish', () => {
  beforeEach(() => {
    place = workplace();
    place.write('moons.yaml', halving);
  });
  afterEach(() => place.remove());

  test('trains exactly what is missing, and leaves the sweep as it is', () => {
    place.run('run', 'moons.yaml');
    const [board, record] = [exported(), recordOf('moons')];
    const before = simulated('--schedule', 'full');
    const words = ['--schedule', 'full', '--schedule', 'asha', '--finish'];
    const told = place.run('simulate', ...words).stdout;
    expect(told).toMatch(/^trains 16 trials on to epoch 9: 120 epochs\n/);
    const after = simulated(...words);
    expect(after.finished).toEqual({ outcome: 'finished', reason: null, epochs: 0, failed: 0 });
    expect(after.unfinished).toEqual({ trials: 0, epochs: 0 });
    expect(after.choices.map(({ certainty }) => certainty)).toEqual(['exact', 'exact', 'exact']);
    expect(after.choices[1]!.regret).toBeLessThanOrEqual(before.choices[1]!.regret);
    expect(exported()).toBe(board);
    expect(recordOf('moons')).toEqual(record);
    expect(place.run('verify').code).toBe(0);
  });

  test('what it has trained is what a real sweep trains, and is remembered by it', async () => {
    place.run('run', 'moons.yaml');
    const { choices } = simulated('--schedule', 'full', '--finish');
    place.write('full.yaml', halving.replace(/^schedule: .*/m, 'schedule: {type: full}'));
    const real = await runSweep(join(place.directory, 'full.yaml'), { results: results() });
    expect(real.epochs).toEqual({ planned: 162, trained: 0, remembered: 162 });
    const [first] = real.leaderboard;
    expect(choices[1]!.best).toEqual({
      trial: first!.trial,
      value: first!.value,
      epoch: first!.epoch,
    });
  });

  test('goes on where a limit or a Ctrl-C has ended it, and trains nothing twice', async () => {
    place.write('moons.yaml', halving.replace('samples: 300', 'samples: 3000'));
    place.run('run', 'moons.yaml');
    const limited = place.run('simulate', '--finish', '--max-epochs', '7', '--json', '-w', '1');
    const first = JSON.parse(limited.stdout) as Simulated;
    expect(limited.code).toBe(3);
    expect(first.finished).toMatchObject({
      outcome: 'paused',
      reason: '7 epochs of this run are trained',
    });
    expect(first.finished!.epochs + first.unfinished.epochs).toBe(120);

    const command = place.start('simulate', '--finish', '--schedule', 'full');
    await command.says(`: ${first.unfinished.epochs} epochs`);
    command.child.kill('SIGINT');
    const { code, stdout } = await command.ended;
    expect([code, stdout]).toEqual([3, expect.stringMatching(/paused: interrupted;/)]);

    const left = simulated('--schedule', 'full').unfinished.epochs;
    expect(simulated('--finish').finished!.epochs).toBe(left);
    expect(simulated('--finish').finished!.epochs).toBe(0);
  });

  test('of replicates and of rates that span the epochs are the same trainings', async () => {
    const cosine = 'parameters:\n  lr_schedule: {value: cosine}';
    const several = `${halving.replace('parameters:', cosine)}seeds: 2\nfolds: 2\n`;
    place.write('moons.yaml', several);
    place.run('run', 'moons.yaml');
    const { unfinished } = simulated('--schedule', 'full');
    expect(unfinished).toEqual({ trials: 16, epochs: 4 * 120 });
    const { finished, choices } = simulated('--schedule', 'full', '--finish');
    expect(finished!.epochs).toBe(480);
    expect(choices[1]).toMatchObject({ epochs: 4 * 162, certainty: 'exact' });
    place.write('full.yaml', several.replace(/^schedule: .*/m, 'schedule: {type: full}'));
    const real = await runSweep(join(place.directory, 'full.yaml'), { results: results() });
    expect(real.best).toMatchObject({ value: choices[1]!.best.value });
    expect(real.epochs.trained).toBe(0);
  });

  test('of a paused sweep leaves it what it needs to be resumed', () => {
    place.run('run', 'moons.yaml', '--results', 'undisturbed');
    expect(place.run('run', 'moons.yaml', '--max-epochs', '25', '-w', '1').code).toBe(3);
    const record = recordOf('moons');
    const { notes, finished } = simulated('--schedule', 'full', '--finish');
    expect(notes).toEqual([
      expect.stringMatching(/^moons is paused: simulated is what there is of it, 18 trials$/),
    ]);
    expect(finished!.epochs).toBeGreaterThan(100);
    expect(recordOf('moons')).toEqual(record);
    expect(place.run('resume').code).toBe(0);
    const board = (...words: readonly string[]) => place.run('export', ...words).stdout;
    expect(board()).toBe(board('--results', 'undisturbed'));
    const files = (directory: string) => checkpoints(directory).map(({ file }) => file);
    expect(files(results())).toEqual(
      expect.arrayContaining(files(join(place.directory, 'undisturbed'))),
    );
  });

  test('leaves alone what failed or diverged, and says what failed', () => {
    place.write(
      'moons.yaml',
      halving
        .replace('max: 0.3', 'max: 1000')
        .replace('generator: moons', 'generator: friedman')
        .replace('parameters:', 'parameters:\n  optimizer: {value: sgd}'),
    );
    place.run('run', 'moons.yaml');
    const diverged = withDatabase(results(), (database) =>
      database.prepare("SELECT count(*) FROM trial WHERE rule = 'diverged'").pluck().get(),
    ) as number;
    expect(diverged).toBeGreaterThan(0);
    withDatabase(results(), (database) =>
      database
        .prepare(
          "UPDATE trial SET state = 'failed', rule = 'failure', reason = 'a worker died' WHERE number = (SELECT number FROM trial WHERE rule = 'successive_halving' LIMIT 1)",
        )
        .run(),
    );
    simulated('--finish');
    const { unfinished, choices } = simulated('--schedule', 'full');
    expect(unfinished).toEqual({ trials: 0, epochs: 0 });
    expect(choices[1]!.certainty).toBe('exact');
    expect(place.run('simulate', '--schedule', 'full').stdout).toContain(
      '1 trial failed, and fail',
    );
  });
});
