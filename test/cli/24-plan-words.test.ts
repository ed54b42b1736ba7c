// What is said of times, and of what fits into a night.

import { describe, expect, it } from 'vitest';
import { spanText } from '../../src/cli/plan/needs-text.js';
import { timedEstimate } from '../../src/cli/plan/timed-estimate.js';

describe('a span', () => {
  it.each([
    [0.2, '1 s'],
    [8.4, '8 s'],
    [43, '45 s'],
    [60, '1 min'],
    [100, '1.5 min'],
    [260, '4 min'],
    [1700, '30 min'],
    [4780, '1 h 20 min'],
    [3600, '1 h'],
    [7190, '2 h'],
    [30_000, '8 h 30 min'],
    [86_399, '1 d'],
    [277_000, '3 d 5 h'],
    [1.3e9, '15,046 d'],
    [Number.POSITIVE_INFINITY, 'for ever'],
  ])('of %d seconds is as exact as an estimate: %s', (seconds, text) => {
    expect(spanText(seconds)).toBe(text);
  });
});

describe('what fits', () => {
  const estimate = {
    seconds: 100,
    from: 90,
    to: 110,
    isAtMost: false,
    measured: 3,
    doneAfter: (seconds: number) => ({ epochs: Math.floor(seconds / 2), trials: 1 }),
  };
  const plan = { epochs: 50, configurations: 5 };
  const until = (seconds: number) => ({ text: '06:30', at: 1e12 + seconds * 1000 });

  it('is not asked where nobody has said how long there is time', () => {
    const timed = timedEstimate(estimate, plan, {}, 1e12);
    expect(timed).toMatchObject({ endsAt: 1e12 + 100_000, fits: null });
    expect(timedEstimate(null, plan, {}, 1e12)).toBe(null);
  });

  it('is all where the time is longer than the sweep', () => {
    expect(timedEstimate(estimate, plan, { until: until(100) }, 1e12)?.fits).toMatchObject({
      text: 'until 06:30',
      epochs: 50,
      trials: 5,
      share: 1,
    });
  });

  it('is counted by the limit that is reached first', () => {
    const limits = { until: until(80), for: { text: '40s', milliseconds: 40_000 } };
    expect(timedEstimate(estimate, plan, limits, 1e12)?.fits).toMatchObject({
      text: 'in 40s',
      epochs: 20,
      trials: 1,
      share: 0.4,
    });
  });

  it('has an end that a clock can show, however long it takes', () => {
    const endless = timedEstimate({ ...estimate, seconds: 1e300 }, plan, {}, 1e12);
    expect(new Date(endless!.endsAt).toISOString()).toMatch(/^\+275760/);
  });
});
