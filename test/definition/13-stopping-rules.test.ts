// The rules of `stopping` that watch a metric: what they say, and what they leave out.

import { describe, expect, it } from 'vitest';
import { definitionOf, lines, parsed, textWith } from './definition-of.js';

const rulesOf = (text: string) =>
  definitionOf(textWith({ stopping: `stopping: [${text}]` })).stopping;
const slipsOf = (text: string) =>
  lines(parsed(textWith({ stopping: `stopping: [${text}]` })).errors).map((line) =>
    line.replace(/^\S+ +/, ''),
  );
const warningsOf = (text: string) =>
  lines(parsed(textWith({ stopping: `stopping: [${text}]` })).warnings).map((line) =>
    line.replace(/^\S+ +/, ''),
  );

describe('a slip in a rule', () => {
  it.each([
    [
      '{type: bandit}',
      'expected either `slack_factor` or `slack_amount`, found neither: write slack_factor: 0.1',
    ],
    [
      '{type: bandit, slack_factor: 0.1, slack_amount: 1}',
      'expected either `slack_factor` or `slack_amount`, found both: write slack_factor: 0.1',
    ],
    [
      '{type: hyperband, max_iter: 9}',
      'expected `s`, the number of bands, beside `max_iter`, found no such key: write s: 2',
    ],
    [
      '{type: hyperband, eta: 3}',
      'expected either `min_iter`, or `max_iter` with `s`, for the bands of hyperband, found another choice of them: write {type: hyperband, min_iter: 3}',
    ],
  ])('%s is told', (text, message) => {
    expect(slipsOf(text)).toEqual([message]);
  });

  it('that needs a key names it', () => {
    expect(slipsOf('{type: threshold}')[0]).toContain('`value`');
    expect(slipsOf('{type: percentile, percentile: 100}')[0]).toContain('below 100');
  });
});

describe('a rule that never fires', () => {
  it.each([
    ['{type: median, warmup: 9}', 'expected a warmup that ends before the last epoch (9), found 9'],
    ['{type: hyperband, min_iter: 9}', 'expected a first band before the last epoch (9), found 9'],
  ])('%s is warned of', (text, message) => {
    expect(warningsOf(text)).toEqual([`${message}: it never stops a trial, lower it`]);
  });
});

describe('rules', () => {
  it('have their defaults', () => {
    const [threshold, median, percentile, bandit, bands] = rulesOf(
      '{type: threshold, value: 0.5}, {type: median}, {type: percentile, percentile: 25}, {type: bandit, slack_amount: 0.1}, {type: hyperband, min_iter: 2}',
    );
    expect([threshold, median, percentile, bandit, bands]).toEqual([
      { type: 'threshold', metric: null, value: 0.5, warmup: 0 },
      { type: 'median', metric: null, startupTrials: 5, warmup: 0, interval: 1 },
      {
        type: 'percentile',
        metric: null,
        percentile: 25,
        startupTrials: 5,
        warmup: 0,
        interval: 1,
      },
      {
        type: 'bandit',
        metric: null,
        slack: { kind: 'amount', value: 0.1 },
        warmup: 0,
        interval: 1,
      },
      { type: 'hyperband', metric: null, bands: { minIter: 2, eta: 3 } },
    ]);
  });

  it('may watch another metric', () => {
    expect(rulesOf('{type: median, metric: {name: train_loss}}')[0]).toMatchObject({
      metric: { name: 'train_loss', goal: 'minimize' },
    });
  });
});
