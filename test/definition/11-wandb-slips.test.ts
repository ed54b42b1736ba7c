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

  it('is refused where it searches what can have no effect', () => {
    const parameters =
      'parameters: {lr: [0.1, 0.2, 0.3, 0.4], momentum: [0.5, 0.9], epochs: {value: 3}}';
    expect(errors({ parameters })[0]).toMatch(/^5:40 {2}expected a setting that can matter/);
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

  it('that a range of seeds is no parameter either', () => {
    const parameters = 'parameters: {lr: [0.1, 0.2, 0.3, 0.4], epochs: 3, seed: {min: 1, max: 99}}';
    expect(notes({ parameters })).toEqual([
      '5:51  the range of `seed` is ignored: trials are compared under one seed, add --set seeds=3 to train each under 3 seeds',
    ]);
    expect(read({ parameters }).definition).toMatchObject({ seed: 0, seeds: 1 });
  });

  it('that epochs drawn by exponents are the largest as well', () => {
    const epochs = 'epochs: {distribution: q_log_uniform, min: 1, max: 2.5}';
    const parameters = `parameters: {lr: [0.1, 0.2, 0.3, 0.4], ${epochs}}`;
    expect(read({ parameters }).definition).toMatchObject({ epochs: 12 });
  });

  it('that a constant does nothing under the others, and is left out', () => {
    const constants = 'optimizer: adam, momentum: {value: 0.9}, nesterov: {value: true}';
    const parameters = `parameters: {lr: [0.1, 0.2, 0.3, 0.4], epochs: 3, ${constants}}`;
    const why = 'it has one value, and matters where `optimizer` is';
    expect(notes({ parameters })).toEqual([
      `5:68  the parameter \`momentum\` of a W&B sweep is ignored: ${why} \`sgd\` or \`rmsprop\`, and here it is always \`adam\``,
      `5:92  the parameter \`nesterov\` of a W&B sweep is ignored: ${why} \`sgd\`, and here it is always \`adam\``,
    ]);
    const names = read({ parameters }).definition?.parameters.map(({ name }) => name);
    expect(names).toEqual(['lr', 'optimizer']);
  });

  it('nothing of a constant that does something under some of them', () => {
    const constants = 'optimizer: [adam, sgd], momentum: {value: 0.9}, nesterov: {value: true}';
    const parameters = `parameters: {lr: [0.1, 0.2, 0.3, 0.4], epochs: 3, ${constants}}`;
    expect(notes({ parameters })).toEqual([]);
    expect(read({ parameters }).definition?.parameters).toHaveLength(4);
  });

  it('that a search by a program of their own is one of ours, by the metrics that there are', () => {
    const method = 'method: custom';
    expect(notes({ method, program: 'scheduler: {engine: optuna}' }).at(0)).toBe(
      '1:9  `custom` of a W&B sweep is searched by `tpe` here: write another method for another',
    );
    const metric =
      'metrics: [{name: valid_acc, goal: maximize, target: 0.9}, {name: val_loss, impute: worst}]';
    const { definition, warnings } = read({ method, metric });
    expect(definition).toMatchObject({
      method: 'nsga2',
      objectives: [
        { name: 'val_accuracy', goal: 'maximize' },
        { name: 'val_loss', goal: 'minimize' },
      ],
    });
    expect(lines(warnings)).toContain('4:18  `valid_acc` is taken as `val_accuracy`');
    expect(lines(warnings).filter((line) => line.includes('metric is ignored'))).toHaveLength(2);
  });

  it('that of two ways to say where bands are one counts, as there', () => {
    const bands = (keys: string) => ({
      cap: `run_cap: 4\nearly_terminate: {type: hyperband, ${keys}}`,
    });
    const found = (keys: string) =>
      notes(bands(keys)).filter((line) => line.includes('is ignored: '));
    expect(found('min_iter: 1, max_iter: 27, s: 2')).toEqual([
      '4:36  `min_iter` of a W&B sweep is ignored: `max_iter` and `s` say where its bands are',
    ]);
    expect(found('min_iter: 1, max_iter: 27')).toEqual([
      '4:49  `max_iter` of a W&B sweep is ignored: without `s` it says nothing of the bands, and `min_iter` does',
    ]);
    expect(found('min_iter: 1, s: 2')).toEqual([
      '4:49  `s` of a W&B sweep is ignored: it belongs to `max_iter`',
    ]);
    expect(read(bands('min_iter: 1, max_iter: 27, s: 2')).definition?.stopping).toMatchObject([
      { bands: { maxIter: 27, s: 2, eta: 3 } },
      { type: 'diverged' },
    ]);
  });
});

describe('a bell of a W&B sweep, which has no ends,', () => {
  const bell = (text: string) => ({ parameters: `parameters: {${text}, epochs: 3}` });

  it('is cut off where its setting ends, and that is told', () => {
    const dropout = bell('dropout: {distribution: normal, mu: 0.3, sigma: 0.1}');
    expect(notes(dropout)).toEqual([
      '5:38  `normal` can draw what `dropout` does not take: it is cut off with min 0 and max 0.999999999',
    ]);
    expect(read(dropout).definition?.parameters[0]?.domain).toEqual({
      ...{ kind: 'normal', mu: 0.3, sigma: 0.1 },
      ...{ min: 0, max: 0.999999999 },
    });
  });

  it('is cut off on one side where the other stays inside', () => {
    const batch = bell('batch_size: {distribution: q_log_normal, mu: 4, sigma: 0.5, q: 16}');
    expect(notes(batch)).toEqual([
      '5:41  `q_log_normal` can draw what `batch_size` does not take: it is cut off with min 1',
    ]);
    const rate = bell('lr: {distribution: normal, mu: 0.01, sigma: 0.01}');
    expect(notes(rate)).toEqual([
      '5:33  `normal` can draw what `lr` does not take: it is cut off with min 1e-9',
    ]);
    const beta = bell('dropout: {distribution: q_beta, a: 2, b: 5, q: 0.1}');
    expect(notes(beta)).toEqual([
      '5:38  `q_beta` can draw what `dropout` does not take: it is cut off with max 0.999999999',
    ]);
  });

  it('stays as it is where it fits, or is cut off already, or has a slip', () => {
    expect(notes(bell('lr: {distribution: log_normal, mu: -6, sigma: 1}'))).toEqual([]);
    expect(notes(bell('dropout: {distribution: normal, mu: 0.3, min: 0.1, max: 0.5}'))).toEqual([]);
    expect(errors(bell('dropout: {distribution: normal, mu: 0.3, sigma: -1}'))[0]).toMatch(
      /^5:62 {2}expected a number above 0/,
    );
    expect(errors(bell('lr: {distribution: normal, mu: -9, sigma: 0.1}'))[0]).toMatch(
      /more than a millionth of normal/,
    );
  });
});
