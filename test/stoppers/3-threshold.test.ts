// Worse than a value that a person knows to be hopeless.

import { describe, expect, it } from 'vitest';
import { thresholdStopper } from '../../src/stoppers/threshold.js';
import { verdictsOn } from './verdicts.js';

const rule = (goal: 'minimize' | 'maximize', warmup = 0) =>
  thresholdStopper({ metric: { name: 'm', goal }, value: 0.5, warmup });

describe('the threshold rule', () => {
  it('gives up what is worse, in the metric’s own direction', () => {
    expect(verdictsOn(rule('minimize'), [0.4, 0.5, 0.6])).toBe('001');
    expect(verdictsOn(rule('maximize'), [0.6, 0.5, 0.4])).toBe('001');
  });

  it('gives up what is not a number', () => {
    expect(verdictsOn(rule('minimize'), [Number.NaN])).toBe('1');
  });

  it('looks away during the warm-up', () => {
    expect(verdictsOn(rule('minimize', 2), [9, 9, 9])).toBe('001');
  });

  it('says what it saw', () => {
    const verdict = rule('minimize')
      .watch(0)
      .observe({ epoch: 3, metrics: { m: 0.75 } });
    expect(verdict).toEqual({
      action: 'stop',
      reason: {
        rule: 'threshold',
        text: 'm 0.75 is above the threshold 0.5 at epoch 3',
        facts: { metric: 'm', value: 0.75, threshold: 0.5, epoch: 3 },
      },
    });
  });
});
