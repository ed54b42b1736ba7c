// Further from the best than a slack allows, with the example of Azure's bandit policy.

import { describe, expect, it } from 'vitest';
import { banditStopper } from '../../src/stoppers/bandit.js';
import { observeAll, verdictsOn } from './verdicts.js';

const metric = { name: 'm', goal: 'maximize' } as const;
const looks = { warmup: 0, interval: 1 };
const factor = (value: number) =>
  banditStopper({ metric, slack: { kind: 'factor', value }, ...looks });

describe('the bandit rule', () => {
  it('refuses a slack of nothing', () => {
    expect(() => factor(0)).toThrow('expected slack_factor above 0, found 0');
  });

  it('gives up below best / (1 + factor): 0.8 / 1.2 is two thirds', () => {
    const rule = factor(0.2);
    observeAll(rule.watch(0), [0.8]);
    expect(verdictsOn(rule, [0.67])).toBe('0');
    expect(verdictsOn(rule, [0.66])).toBe('1');
  });

  it('gives up further off than an amount', () => {
    const rule = banditStopper({ metric, slack: { kind: 'amount', value: 0.125 }, ...looks });
    observeAll(rule.watch(0), [0.75]);
    expect(verdictsOn(rule, [0.625])).toBe('0');
    expect(verdictsOn(rule, [0.62])).toBe('1');
  });

  it('compares with what others had at the same epoch, and with each trial’s best so far', () => {
    const rule = factor(0.1);
    observeAll(rule.watch(0), [0.2, 0.5, 0.9]);
    expect(verdictsOn(rule, [0.5, 0.4, 0.4])).toBe('001');
  });

  it('never gives up the best, below zero either', () => {
    const rule = factor(0.5);
    observeAll(rule.watch(0), [-2]);
    expect(verdictsOn(rule, [-2.9])).toBe('0');
    expect(verdictsOn(rule, [-3.1])).toBe('1');
  });

  it('gives up what is not a number as soon as anything is known', () => {
    const rule = factor(0.5);
    expect(verdictsOn(rule, [Number.NaN])).toBe('0');
    observeAll(rule.watch(0), [1]);
    expect(verdictsOn(rule, [Number.NaN])).toBe('1');
  });

  it('looks away in the warm-up, and between looks', () => {
    const rule = banditStopper({
      metric,
      slack: { kind: 'factor', value: 0.1 },
      warmup: 1,
      interval: 2,
    });
    observeAll(rule.watch(0), [1, 1, 1, 1]);
    expect(verdictsOn(rule, [0, 0, 0, 0])).toBe('0101');
  });
});
