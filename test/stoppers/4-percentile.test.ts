// The median rule, with the figures of Optuna's MedianPruner, and its other percentiles.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianStopper, percentileStopper } from '../../src/stoppers/percentile.js';
import { completeTrials, observeAll, verdictsOn } from './verdicts.js';

const metric = { name: 'm', goal: 'minimize' } as const;
const history = [
  [1, 0.8, 0.6, 0.5],
  [0.9, 0.7, 0.65, 0.55],
  [1.2, 1, 0.9, 0.8],
  [0.8, 0.75, 0.7, 0.4],
  [1.1, 0.95, 0.5, 0.45],
];

function median(options: { warmup?: number; interval?: number; startupTrials?: number } = {}) {
  const rule = medianStopper({ metric, startupTrials: 5, warmup: 0, interval: 1, ...options });
  completeTrials(rule, history);
  return rule;
}

describe('the percentile rule', () => {
  it.each([0, 100, -1, Number.NaN])('refuses a percentile of %s', (percentile) => {
    const options = { metric, percentile, startupTrials: 1, warmup: 0, interval: 1 };
    expect(() => percentileStopper(options)).toThrow('expected a percentile above 0 and below 100');
  });

  it('interpolates between neighbours', () => {
    const rule = percentileStopper({
      metric,
      percentile: 25,
      startupTrials: 1,
      warmup: 0,
      interval: 1,
    });
    completeTrials(rule, [[1], [2], [3], [4]]);
    expect(verdictsOn(rule, [1.75])).toBe('0');
    expect(verdictsOn(rule, [1.76])).toBe('1');
  });
});

describe('the median rule', () => {
  it.each([
    ['worse than the median everywhere', {}, [1.05, 0.81, 0.66, 0.51], '1111'],
    ['good once: the best so far counts', {}, [0.5, 2, 2, 2], '0000'],
    ['in its warm-up', { warmup: 2 }, [9, 9, 9, 9], '0011'],
    ['between looks', { interval: 2 }, [9, 9, 9, 9], '1010'],
    ['before enough are completed', { startupTrials: 6 }, [9, 9, 9, 9], '0000'],
    ['equal to the median', {}, [1, 0.8, 0.65, 0.5], '0000'],
    ['not a number', {}, [Number.NaN, Number.NaN, Number.NaN, Number.NaN], '1111'],
  ])('does with a trial that is %s what Optuna does', (_, options, values, expected) => {
    expect(verdictsOn(median(options), values)).toBe(expected);
  });

  it.each([
    ['minimize', 1],
    ['maximize', -1],
  ] as const)('beside an infinite neighbour is the finite one, also to %s', (goal, sign) => {
    for (const infinite of [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]) {
      const options = { startupTrials: 1, warmup: 0, interval: 1 };
      const rule = medianStopper({ metric: { name: 'm', goal }, ...options });
      completeTrials(rule, [[sign * infinite], [sign * 0.5]]);
      expect(verdictsOn(rule, [sign * 0.5])).toBe('0');
      expect(verdictsOn(rule, [sign * 0.6])).toBe('1');
    }
  });

  it('learns from completed trials alone', () => {
    const rule = medianStopper({ metric, startupTrials: 1, warmup: 0, interval: 1 });
    for (const state of ['stopped', 'failed'] as const) {
      const watch = rule.watch(0);
      observeAll(watch, [0.1]);
      watch.end?.(state);
    }
    expect(verdictsOn(rule, [9])).toBe('0');
    completeTrials(rule, [[0.1]]);
    expect(verdictsOn(rule, [9])).toBe('1');
  });

  it('says what it saw', () => {
    const verdict = median()
      .watch(9)
      .observe({ epoch: 2, metrics: { m: 2 } });
    expect(verdict.action === 'stop' && verdict.reason.text).toBe(
      'm 2 is above the median 0.8 of 5 trials at epoch 2',
    );
  });

  it('is the median of a sorted copy, whatever the order of completion', () => {
    const values = fc.array(fc.double({ noNaN: true, min: -5, max: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, min: -5, max: 5 }), (known, mine) => {
        const rule = medianStopper({ metric, startupTrials: 1, warmup: 0, interval: 1 });
        completeTrials(
          rule,
          known.map((value) => [value]),
        );
        const sorted = [...known].sort((a, b) => a - b);
        const [low, high] = [
          sorted[Math.floor((sorted.length - 1) / 2)]!,
          sorted[Math.ceil((sorted.length - 1) / 2)]!,
        ];
        const bound = low === high ? low : low + (high - low) / 2;
        expect(verdictsOn(rule, [mine])).toBe(mine > bound ? '1' : '0');
      }),
    );
  });
});
