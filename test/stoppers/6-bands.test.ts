// The bands of W&B's early_terminate.

import { describe, expect, it } from 'vitest';
import { bandEpochs, bandsStopper } from '../../src/stoppers/bands.js';
import { observeAll } from './verdicts.js';

const metric = { name: 'm', goal: 'minimize' } as const;

describe('the bands', () => {
  it('go up from min_iter', () => {
    expect(bandEpochs({ minIter: 3, eta: 3 }, 100)).toEqual([3, 9, 27, 81]);
    expect(bandEpochs({ minIter: 3, eta: 1.5 }, 10)).toEqual([3, 4, 6]);
  });

  it('go down from max_iter, s of them', () => {
    expect(bandEpochs({ maxIter: 27, s: 2, eta: 3 }, 27)).toEqual([3, 9]);
    expect(bandEpochs({ maxIter: 5, s: 2, eta: 2 }, 5)).toEqual([1, 2]);
    expect(bandEpochs({ maxIter: 5, s: 9, eta: 2 }, 5)).toEqual([1, 2]);
  });
});

describe('the rule', () => {
  const rule = () => bandsStopper({ metric, spec: { minIter: 2, eta: 2 }, epochs: 8 });

  it('refuses an eta of 1', () => {
    const spec = { minIter: 2, eta: 1 };
    expect(() => bandsStopper({ metric, spec, epochs: 2 })).toThrow('expected eta above 1');
  });

  it('gives up what is worse than place floor(n / eta) of those that came to the band', () => {
    const bands = rule();
    const course = [0.5, 0.6, 0.4, 0.55, 0.5].map((m) => observeAll(bands.watch(0), [9, m]));
    // Places 0, 1, 1, 2, 2 of: .5 | .5 .6 | .4 .5 .6 | .4 .5 .55 .6 | .4 .5 .5 .55 .6
    expect(course).toEqual(['00', '00', '00', '00', '00']);
    expect(observeAll(bands.watch(0), [0, 0.56])).toBe('01');
  });

  it('looks at bands alone', () => {
    const bands = rule();
    observeAll(bands.watch(0), [1, 1, 1, 1]);
    observeAll(bands.watch(1), [1, 1, 1, 1]);
    expect(observeAll(bands.watch(2), [9, 9, 9, 9])).toBe('0101');
  });

  it('gives up what is not a number, and lets equals go on', () => {
    const bands = rule();
    expect(observeAll(bands.watch(0), [1, Number.NaN])).toBe('01');
    for (let trial = 1; trial < 7; trial++) {
      expect(observeAll(bands.watch(trial), [1, 3])).toBe('00');
    }
  });
});
