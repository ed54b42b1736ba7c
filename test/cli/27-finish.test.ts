// `nightsweep simulate --finish` makes curves whole that were cut short, beside the sweep, and changes
// nothing of it.

import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runSweep } from '../../src/cli/library.js';
import { type Workplace, workplace } from '../end-to-end/nightsweep-command.js';
import { checkpoints, withDatabase } from '../end-to-end/stored-results.js';
import { halving, recordOf, type Simulated } from './simulated-sweep.js';

let place: Workplace;
const results = () => join(place.directory, 'results');
const simulated = (...words: readonly string[]) => place.json<Simulated>('simulate', ...words);

const exported = (...words: readonly string[]) =>
  place.run('export', '-f', 'json', '--times', ...words).stdout;

describe('--finish', () => {
  beforeEach(() => {
    place = workplace();
    place.write('moons.yaml', halving);
  });
  afterEach(() => place.remove());

  test('trains exactly what is missing, and leaves the sweep as it is', () => {
    place.run('run', 'moons.yaml');
    const [board, record] = [exported(), recordOf(results(), 'moons')];
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
    expect(recordOf(results(), 'moons')).toEqual(record);
    expect(place.run('verify').code).toBe(0);
  });

  test('without another choice asks what full training without rules comes to', () => {
    place.write('moons.yaml', `${halving}stopping: [{type: patience, patience: 1}]\n`);
    place.run('run', 'moons.yaml');
    const { choices } = simulated('--finish');
    expect(choices).toHaveLength(2);
    expect(choices[1]).toMatchObject({ epochs: 162, stopped: 0, certainty: 'exact' });
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
    const record = recordOf(results(), 'moons');
    const { notes, finished } = simulated('--schedule', 'full', '--finish');
    expect(notes).toEqual([
      expect.stringMatching(/^moons is paused: simulated is what there is of it, 18 trials$/),
    ]);
    expect(finished!.epochs).toBeGreaterThan(100);
    expect(recordOf(results(), 'moons')).toEqual(record);
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
