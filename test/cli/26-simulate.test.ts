// `nightsweep simulate` over a real stored sweep: what it refuses, and what it says of curves that were cut
// short.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { thisCoordinator } from '../../src/store/coordinator.js';
import { type Workplace, workplace } from '../end-to-end/nightsweep-command.js';
import { withDatabase } from '../end-to-end/stored-results.js';
import { halving, recordOf, type Simulated } from './simulated-sweep.js';

let place: Workplace;
const results = () => join(place.directory, 'results');
const simulated = (...words: readonly string[]) => place.json<Simulated>('simulate', ...words);

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
    [
      ['moons', '--schedule', '{type: asha, resource: rows, min_rows: 30}'],
      '--schedule  expected a schedule that allots epochs, found resource: rows',
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

describe('a sweep whose schedule allots rows', () => {
  beforeAll(() => {
    place = workplace();
    const schedule = 'schedule: {type: successive_halving, resource: rows, min_rows: 30}';
    place.write('moons.yaml', halving.replace(/schedule: .*/, schedule));
    expect(place.run('run', 'moons.yaml').code).toBe(0);
  });
  afterAll(() => place.remove());

  test('is not simulated', () => {
    const { code, stdout, stderr } = place.run('simulate', '--schedule', 'full');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('expected a sweep whose trials are trained on all rows, found moons');
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
    const before = recordOf(results(), 'moons');
    simulated('--schedule', 'full', '--stopping', 'median');
    expect(recordOf(results(), 'moons')).toEqual(before);
    expect(place.json('ls')).toHaveLength(1);
  });
});
