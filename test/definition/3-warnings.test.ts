import { describe, expect, it } from 'vitest';
import { lines, parsed, textWith } from './definition-of.js';

function warnings(changes: Readonly<Record<string, string | null>>): readonly string[] {
  const result = parsed(textWith(changes));
  expect(lines(result.errors)).toEqual([]);
  expect(result.definition).not.toBeNull();
  return lines(result.warnings);
}

const grid = { method: 'method: grid', trials: null };

describe('a warning', () => {
  it('is not given for a sound definition', () => {
    expect(warnings({})).toEqual([]);
  });

  it('tells of a grid larger than 100,000', () => {
    const parameters = 'parameters: {batch_size: {min: 1, max: 50000}, dropout: [0, 0.1, 0.2]}';
    expect(warnings({ ...grid, parameters })).toEqual([
      '1:9  expected a grid of at most 100,000 points, found a grid of 150,000 points: use method: random with `trials`',
    ]);
  });

  it('counts only the points of a grid that differ', () => {
    const optimizer = 'optimizer: [adam, sgd], momentum: {min: 0.0, max: 0.9, q: 0.0001}';
    const parameters = `parameters: {${optimizer}, dropout: {min: 0.0, max: 0.95, q: 0.1}}`;
    expect(warnings({ ...grid, parameters })[0]).toContain('found `momentum` with max 0.9');
  });

  it('tells of a grid that trials cut', () => {
    const parameters = 'parameters: {lr: [0.1, 0.01], dropout: [0, 0.1, 0.2]}';
    expect(warnings({ method: 'method: grid', trials: 'trials: 4', parameters })).toEqual([
      '2:9  expected trials for a grid of 6 points, found 4: the alternatives of the last 2 are never used, use method: random for a sample of all',
    ]);
  });

  it('tells that a grid over q_uniform leaves the maximum out', () => {
    const parameters = 'parameters: {dropout: {min: 0.0, max: 0.5, q: 0.1}}';
    expect(warnings({ ...grid, parameters })).toEqual([
      '5:14  expected a range whose end may be left out, found `dropout` with max 0.5, which a grid over q_uniform does not visit (as in W&B): raise max by q, or list its `values`',
    ]);
    expect(warnings({ parameters })).toEqual([]);
  });

  it('tells of an alternative that is there twice', () => {
    const parameters = 'parameters: {lr: {values: [0.1, 0.10, 0.2]}, hidden: {values: [[8], [8]]}}';
    expect(warnings({ trials: 'trials: 2', parameters })).toEqual([
      '6:33  expected each alternative once, found 0.1 again: it is left out, as it would never be used',
      '6:69  expected each alternative once, found [8] again: it is left out, as it would never be used',
    ]);
  });

  it('tells of more trials than configurations', () => {
    expect(warnings({ parameters: 'parameters: {lr: [0.1, 0.2]}' })).toEqual([
      '2:9  expected no more trials than there are different configurations (2), found 9: use method: grid to try each once',
    ]);
  });

  it('tells of a ladder whose first rung never fires', () => {
    expect(warnings({ schedule: 'schedule: {type: successive_halving, min_epochs: 4}' })).toEqual([
      '7:50  expected a rung before the last epoch, found min_epochs 4 × eta 3 above epochs (9): no trial is ever stopped at a rung, lower min_epochs or raise epochs',
    ]);
    expect(warnings({ schedule: 'schedule: {type: successive_halving, min_epochs: 3}' })).toEqual(
      [],
    );
  });

  it('tells of a ladder with fewer trials than eta', () => {
    const changes = { trials: 'trials: 2', schedule: 'schedule: {type: successive_halving}' };
    expect(warnings(changes)).toEqual([
      '7:11  expected at least eta (3) configurations to choose from, found 2: raise trials, or lower eta',
    ]);
  });

  it('tells of a patience as long as the training', () => {
    const stopping = 'stopping: [{type: patience, patience: 9}, {type: diverged}]';
    expect(warnings({ stopping })).toEqual([
      '7:39  expected a patience that ends before the last epoch (9), found 9: it never stops a trial, lower it',
    ]);
  });

  it('tells of a rule that waits for as many trials as there are', () => {
    const stopping = 'stopping: [{type: median, startup_trials: 9}]';
    expect(warnings({ stopping })).toEqual([
      '7:43  expected startup_trials below the number of trials (9), found 9: it never stops a trial, lower startup_trials or raise trials',
    ]);
    expect(warnings({ stopping: 'stopping: [{type: median, startup_trials: 8}]' })).toEqual([]);
    const usual = 'stopping: [{type: percentile, percentile: 25}]';
    expect(warnings({ stopping: usual })).toEqual([]);
    expect(warnings({ trials: 'trials: 5', stopping: usual })[0]).toMatch(/^7:12 .*found 5/);
  });

  it('tells of bands that lie behind the last epoch', () => {
    const bands = (s: number) => `stopping: [{type: hyperband, max_iter: 81, s: ${s}, eta: 3}]`;
    expect(warnings({ stopping: bands(2) })).toEqual([
      '7:40  expected a band before the last epoch (9), found none for max_iter 81, s 2 and eta 3: it never stops a trial, write max_iter: 9',
    ]);
    expect(warnings({ stopping: bands(3) })).toEqual([]);
  });

  it('tells of a goal against the metric', () => {
    expect(warnings({ metric: 'metric: {name: val_loss, goal: maximize}' })).toEqual([
      '3:32  expected goal: minimize for `val_loss`, found maximize: the worst trials would win',
    ]);
  });

  it('tells of whole ends for a setting of reals', () => {
    const parameters = 'parameters: {weight_decay: {min: 0, max: 10}}';
    expect(warnings({ parameters })).toEqual([
      '6:28  expected a range of reals for `weight_decay`, found whole ends 0 and 10, which draw whole numbers only: write max: 10.0, or distribution: uniform',
    ]);
    expect(warnings({ parameters: 'parameters: {weight_decay: {min: 0, max: 10.0}}' })).toEqual([]);
  });

  it('tells of text that looks like a number', () => {
    const data = 'data: {file: a.csv, target: 1_000, ignore: ["2,5", 2_5]}';
    expect(warnings({ data })).toEqual([
      '4:29  expected text, found `1_000`, which looks like a number and was read as text: write 1000, without underscores, if a number is meant, and put it in quotes if not',
      '4:52  expected text, found `2_5`, which looks like a number and was read as text: write 25, without underscores, if a number is meant, and put it in quotes if not',
    ]);
  });
});
