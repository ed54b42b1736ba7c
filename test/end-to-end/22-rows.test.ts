// A sweep whose rungs have more and more rows, as a person runs it: the same on one worker and two and after a
// kill, ranked by rows, its last rung shared with a sweep that trains on all.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Workplace, workplace } from './nightsweep-command.js';

const glyphs = `name: glyphs
method: random
trials: 9
seed: 3
metric: {name: val_accuracy}
data: {generator: glyphs, samples: 1500, validation: 0.2, test: 0.1}
model: {hidden: [32]}
epochs: 5
parameters:
  lr: {distribution: log_uniform_values, min: 0.0003, max: 0.03}
  dropout: {min: 0.0, max: 0.3}
schedule: {type: successive_halving, resource: rows, min_rows: 100, eta: 3}
`;
const asha = glyphs
  .replace('name: glyphs', 'name: asha')
  .replace('method: random', 'method: tpe')
  .replace('type: successive_halving', 'type: asha')
  .replace('trials: 9', 'trials: 15\nparallelism: 4');

interface Trial {
  readonly trial: number;
  readonly rank: number;
  readonly rows: number | null;
  readonly value: number;
  readonly state: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface Run {
  readonly sweep: string;
  readonly epochs: {
    readonly planned: number;
    readonly trained: number;
    readonly remembered: number;
  };
  readonly best: Trial;
}

let place: Workplace;
let first: Run;
beforeAll(() => {
  place = workplace();
  place.write('glyphs.yaml', glyphs);
  place.write('asha.yaml', asha);
  first = place.json<Run>('run', 'glyphs.yaml', '--workers', '1');
});
afterAll(() => place.remove());

const exported = (name: string, results: string) =>
  place.run('export', name, '--format', 'json', '--results', results).stdout;

describe('a slip', () => {
  test('of more rows than there are is told before anything is trained', () => {
    for (const command of ['check', 'run']) {
      const set = ['--set', 'schedule.max_rows=2000'];
      const { code, stderr } = place.run(command, 'glyphs.yaml', ...set);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('at most the 1,050 rows of the training part, found 2,000'),
      ]);
    }
  });
});

describe('a sweep in rows', () => {
  test('is planned with the rows of each rung, each of whose epochs is trained', () => {
    const { stdout } = place.run('check', 'glyphs.yaml');
    expect(stdout).toContain('9 on 100 rows, for 5 epochs');
    expect(stdout).toContain('1 on 1,050 rows, for 5 epochs');
    expect(stdout).toContain('65 in all, if nothing is stopped early');
    expect(place.json<{ rungs: unknown }>('check', 'glyphs.yaml').rungs).toEqual([
      { configurations: 9, epochs: 5, rows: 100 },
      { configurations: 3, epochs: 5, rows: 300 },
      { configurations: 1, epochs: 5, rows: 1050 },
    ]);
    expect(first.epochs).toEqual({ planned: 65, trained: 65, remembered: 0 });
  });

  test('is won by the last rung, wherever it is asked', () => {
    const top = place.json<Trial[]>('top', 'glyphs');
    expect(top.map(({ rows }) => rows)).toEqual([
      1050,
      ...Array(3).fill(300),
      ...Array(9).fill(100),
    ]);
    const best = top[0]!;
    expect(first.best).toEqual(best);
    expect(place.json('best', 'glyphs')).toEqual(best);
    expect(place.json<{ best: Trial }>('status', 'glyphs').best).toEqual(best);
    expect(place.run('export', 'glyphs').stdout.split('\n')[0]).toContain(',rows,');
    expect(place.run('top', 'glyphs').stdout).toMatch(/ rows /);
    expect(place.run('show', `glyphs/${best.trial}`).stdout).toContain(
      '1,050 of the training part',
    );
    // Of each candidate that went on, the trials of fewer rows are complete.
    const configs = top.filter(({ config }) => config.lr === best.config.lr);
    expect(configs.map(({ state }) => state)).toEqual(['completed', 'completed', 'completed']);
    expect(top.filter(({ state }) => state === 'stopped')).toHaveLength(8);
  });

  test('verifies, bit by bit and decision by decision', () => {
    const { code, stdout } = place.run('verify', 'glyphs');
    expect([code, stdout]).toEqual([0, expect.stringContaining('13 trainings, 65 epochs')]);
  });

  test.each(['glyphs', 'asha'])('is the same on one worker and two: %s', (name) => {
    const ran = ['1', '2'].map((workers) => {
      const results = `workers-${workers}`;
      const words = ['run', `${name}.yaml`, '--workers', workers, '--results', results];
      expect(place.run(...words).code).toBe(0);
      return exported(name, results);
    });
    expect(ran[0]).toBe(ran[1]);
    expect(JSON.parse(ran[0]!)).not.toHaveLength(0);
  });

  test.each(['glyphs', 'asha'])(
    'goes on after a kill as if there had been none: %s',
    async (name) => {
      const results = ['--results', 'killed'];
      const long = ['run', `${name}.yaml`, '--set', 'epochs=30'];
      const run = place.start(...long, '--workers', '2', ...results);
      await run.says(' 50 %');
      run.child.kill('SIGKILL');
      await run.ended;
      const resumed = place.json<Run>('resume', name, ...results);
      expect(resumed.epochs.remembered).toBeGreaterThan(0);
      const whole = ['--workers', '1', '--results', 'whole'];
      expect(place.run(...long, ...whole).code).toBe(0);
      expect(exported(name, 'killed')).toBe(exported(name, 'whole'));
      expect(place.run('verify', name, ...results).code).toBe(0);
    },
  );
});

describe('a training on all rows', () => {
  test('is that of a full sweep of the same configurations: nothing is trained twice', () => {
    const full = place.json<Run>(
      ...['run', 'glyphs.yaml', '--name', 'full', '--set', 'schedule={type: full}'],
    );
    expect(full.epochs).toEqual({ planned: 45, trained: 40, remembered: 5 });
    const again = place.json<Run>('run', 'glyphs.yaml', '--name', 'again');
    expect(again.epochs).toEqual({ planned: 65, trained: 0, remembered: 65 });
  });

  test('is counted before a sweep starts as what it will reuse', () => {
    const { stdout } = place.run('extend', 'glyphs', '--epochs', '+1');
    expect(stdout).toContain('up to 65 of 78 epochs are known');
  });
});
