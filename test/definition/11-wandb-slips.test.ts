// What is wrong with a W&B sweep file, and what of it is told though it runs.

import { describe, expect, it } from 'vitest';
import { lines, parsed } from './definition-of.js';

const sections = {
  method: 'method: random',
  program: 'program: train.py',
  cap: 'run_cap: 4',
  metric: 'metric: {name: val_loss, goal: minimize}',
  parameters: 'parameters: {lr: {values: [0.1, 0.2, 0.3, 0.4]}, epochs: {value: 3}}',
};

const moons = { key: 'data.generator', value: 'moons' };

function read(changes: Readonly<Record<string, string | null>>, set = [moons]) {
  const written = Object.values({ ...sections, ...changes }).filter((line) => line !== null);
  return parsed(written.join('\n'), set);
}

const errors = (...of: Parameters<typeof read>) => lines(read(...of).errors);

/** Beside the one of `program`. */
function notes(...of: Parameters<typeof read>): readonly string[] {
  const { errors: slips, warnings } = read(...of);
  expect(lines(slips)).toEqual([]);
  return lines(warnings).filter((line) => !line.includes('`program`'));
}

describe('a W&B sweep file', () => {
  it('without data says in one line where to name them', () => {
    expect(errors({}, [])).toEqual([
      '1:1  expected data to learn from, found a W&B sweep, which names none: add --set data.file=FILE --set data.target=COLUMN to the command, or data: {file: FILE, target: COLUMN} to the file',
    ]);
  });

  it('without data tells its other slips as well', () => {
    expect(errors({ method: 'method: randon', cap: 'run_cap: none' }, [])).toHaveLength(3);
  });

  it('takes data from the command line', () => {
    const set = [
      { key: 'data.file', value: 'a.csv' },
      { key: 'data.target', value: 'y' },
    ];
    expect(read({}, set).definition?.data).toMatchObject({ file: '/home/someone/a.csv' });
  });

  it('tells slips at their places in the file, in its own words', () => {
    const parameters = 'parameters: {learning_rate: {min: 0.5, max: 0.1}, epochs: {value: 3}}';
    expect(errors({ parameters })).toEqual([
      '5:35  expected min < max, found min 0.5, max 0.1: swap them?',
    ]);
    expect(errors({ cap: 'run_cap: many' })[0]).toMatch(/^3:10 {2}expected a whole number/);
  });

  it('is refused where it searches what the network does not have', () => {
    const parameters =
      'parameters: {lr: {value: 0.1}, heads: {values: [4, 8]}, epochs: {value: 3}}';
    expect(errors({ parameters })[0]).toMatch(
      /^5:32 {2}expected the name of a setting, found `heads`/,
    );
  });

  it('is refused where two of its parameters are one setting', () => {
    const parameters = 'parameters: {lr: [0.1, 0.2], learning_rate: [0.1, 0.2], epochs: 3}';
    expect(errors({ parameters })).toEqual([
      '5:30  expected each parameter once, found `lr` again (first at sweeps/a.yaml:5:14): keep one of them',
    ]);
  });

  it('is refused with a metric that is nothing here', () => {
    expect(errors({ metric: 'metric: {name: perplexity, goal: minimize}' })[0]).toMatch(/^4:16 /);
  });
});

describe('of a W&B sweep file is told', () => {
  it('nothing but what was ignored, where all the rest is as here', () => {
    expect(notes({})).toEqual([]);
  });

  it('that a search without run_cap is given an end, and a grid is not', () => {
    expect(notes({ cap: null })).toEqual([
      '1:9  a W&B sweep without `run_cap` has no end: 100 trials are taken, write run_cap or `--set trials=27` for others',
      '1:9  expected no more trials than there are different configurations (4), found 100: use method: grid to try each once',
    ]);
    expect(notes({ cap: null, method: 'method: grid' })).toEqual([]);
  });

  it('how many epochs are taken where nothing says it', () => {
    const parameters = 'parameters: {lr: {values: [0.1, 0.2, 0.3, 0.4]}}';
    expect(notes({ parameters })).toEqual([
      '1:1  a W&B sweep says not how long to train: 27 epochs are taken, add --set epochs=27 or a key `epochs` for others',
    ]);
    expect(notes({ parameters }, [moons, { key: 'epochs', value: '9' }])).toEqual([]);
  });

  it('that the largest of several numbers of epochs is taken', () => {
    const parameters = 'parameters: {lr: [0.1, 0.2, 0.3, 0.4], epochs: {values: [3, 9]}}';
    expect(notes({ parameters })).toEqual([
      '5:40  `epochs` has several values: every trial is trained for the largest, 9, and is ranked by its best epoch up to then',
    ]);
    expect(read({ parameters }).definition).toMatchObject({ epochs: 9 });
  });

  it('that seeds are no parameter here', () => {
    const parameters = 'parameters: {lr: [0.1, 0.2, 0.3, 0.4], epochs: 3, seed: {values: [5, 6]}}';
    expect(notes({ parameters })).toEqual([
      '5:51  `seed` has several values: trials are compared under the first, add --set seeds=2 to train each under 2 seeds',
    ]);
    expect(read({ parameters }).definition).toMatchObject({ seed: 5, seeds: 1 });
  });

  it('that a goal which is not said is to minimise, where that is not meant', () => {
    const { definition, warnings } = read({ metric: 'metric: {name: val_accuracy}' });
    expect(definition?.objective).toEqual({ name: 'val_accuracy', goal: 'minimize' });
    expect(lines(warnings).slice(-2)).toEqual([
      '4:9  W&B minimises where no `goal` is said: write goal: maximize',
      '4:9  expected goal: maximize for `val_accuracy`, found minimize: the worst trials would win',
    ]);
  });
});
