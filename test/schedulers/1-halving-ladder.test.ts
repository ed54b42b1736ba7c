// The ladder's rungs and sizes, against the figures of algorithms.md and their laws.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rungEpochs, rungSizes } from '../../src/schedulers/halving-ladder.js';

/** Hyperband's brackets (Li et al. 2018, Algorithm 1): trials at the first rung, and per rung. */
const brackets = [
  {
    epochs: 81,
    eta: 3,
    rungs: [[81, 27, 9, 3, 1], [34, 11, 3, 1], [15, 5, 1], [8, 2], [5]],
    trials: 143,
    epochsInAll: 1902,
  },
  {
    epochs: 27,
    eta: 3,
    rungs: [[27, 9, 3, 1], [12, 4, 1], [6, 2], [4]],
    trials: 49,
    epochsInAll: 423,
  },
  {
    epochs: 16,
    eta: 2,
    rungs: [[16, 8, 4, 2, 1], [10, 5, 2, 1], [7, 3, 1], [5, 2], [5]],
    trials: 43,
    epochsInAll: 372,
  },
  { epochs: 9, eta: 3, rungs: [[9, 3, 1], [5, 1], [3]], trials: 17, epochsInAll: 78 },
];

describe('the ladder of successive halving', () => {
  it.each(brackets)('has the published rungs of ($epochs, $eta)', (published) => {
    const { epochs, eta, rungs } = published;
    let trials = 0;
    let epochsInAll = 0;
    for (const [bracket, sizes] of rungs.entries()) {
      const ladder = rungEpochs(eta ** bracket, epochs, eta);
      expect(rungSizes(sizes[0]!, ladder.length, eta)).toEqual(sizes);
      trials += sizes[0]!;
      // The published figure counts each rung from the first epoch.
      sizes.forEach((size, rung) => {
        epochsInAll += size * ladder[rung]!;
      });
    }
    expect({ trials, epochsInAll }).toEqual({
      trials: published.trials,
      epochsInAll: published.epochsInAll,
    });
  });

  it.each([
    [243, 3, [1, 3, 9, 27, 81, 243], [243, 81, 27, 9, 3, 1]],
    [1000, 10, [1, 10, 100, 1000], [1000, 100, 10, 1]],
    [125, 5, [1, 5, 25, 125], [125, 25, 5, 1]],
    [343, 7, [1, 7, 49, 343], [343, 49, 7, 1]],
    [729, 3, [1, 3, 9, 27, 81, 243, 729], [729, 243, 81, 27, 9, 3, 1]],
  ])('counts rungs of (%i, %i) exactly, where logarithms do not', (epochs, eta, ladder, sizes) => {
    expect(rungEpochs(1, epochs, eta)).toEqual(ladder);
    expect(rungSizes(epochs, ladder.length, eta)).toEqual(sizes);
  });

  it.each([
    [1, 30, 3, [1, 3, 9, 30]],
    [2, 25, 2, [2, 4, 8, 25]],
    [5, 100, 4, [5, 20, 100]],
    [1, 80, 3, [1, 3, 9, 80]],
    [3, 8, 3, [8]],
    [9, 4, 3, [4]],
    [7, 7, 2, [7]],
  ])('raises the last rung of %i..%i by %i to the budget', (minEpochs, epochs, eta, ladder) => {
    expect(rungEpochs(minEpochs, epochs, eta)).toEqual(ladder);
  });

  it('gives each rung at least eta times the epochs of the one before, and less than eta² at last', () => {
    const whole = fc.integer({ min: 1, max: 2000 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 2, max: 10 }), (minEpochs, epochs, eta) => {
        const ladder = rungEpochs(minEpochs, epochs, eta);
        expect(ladder.at(-1)).toBe(epochs);
        for (let rung = 1; rung < ladder.length; rung++) {
          const growth = ladder[rung]! / ladder[rung - 1]!;
          if (rung < ladder.length - 1) expect(growth).toBe(eta);
          else expect(growth >= eta && growth < eta * eta).toBe(true);
        }
      }),
    );
  });

  it('keeps one trial at least, and none where there are none', () => {
    expect(rungSizes(2, 4, 3)).toEqual([2, 1, 1, 1]);
    expect(rungSizes(0, 3, 3)).toEqual([0, 0, 0]);
  });

  it('leaves open what nobody knows yet', () => {
    expect(rungSizes(Number.POSITIVE_INFINITY, 2, 3)).toEqual([Infinity, Infinity]);
  });
});
