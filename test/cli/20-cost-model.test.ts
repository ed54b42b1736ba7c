// Seconds of training from what was measured: what such a model can say it says exactly, and what it cannot say
// it says without a bias.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CostModel, fitCostModel, secondsOf } from '../../src/cli/plan/cost-model.js';

const amount = fc.double({ min: 1e-3, max: 1, noNaN: true });
const sizes = [1e6, 7e6, 3e7];

/** By a model that is true: configurations of all sizes, on all data and on parts of it. */
function measuredBy(truth: CostModel) {
  return sizes.flatMap((cost) =>
    [0.25, 1, 8].map((epochs) => ({
      work: epochs * cost,
      cost,
      seconds: secondsOf(truth, epochs, cost),
    })),
  );
}

describe('a cost model', () => {
  it('of a single piece gives its time', () => {
    const model = fitCostModel([], [{ work: 3e6, cost: 1e6, seconds: 0.25 }]);
    expect(secondsOf(model, 3, 1e6)).toBeCloseTo(0.25);
    expect(model.spread).toBeCloseTo(0);
  });

  it('has no coefficient below zero, whatever was measured', () => {
    const size = fc.double({ min: 1, max: 1e12, noNaN: true });
    const seconds = fc.double({ min: 1e-5, max: 100, noNaN: true });
    const piece = fc.record({ work: size, cost: size, seconds });
    const pieces = fc.array(piece, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), pieces, (short, long) => {
        for (const value of Object.values(fitCostModel(short, long))) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
        }
      }),
    );
  });

  it('finds what an epoch and its work cost', () => {
    fc.assert(
      fc.property(amount, amount, (perEpoch, perUnit) => {
        const truth = { perSegment: 0, perEpoch, perCost: perUnit / 1e7, spread: 0 };
        const found = fitCostModel([], measuredBy(truth));
        expect(secondsOf(found, 27, 1e8) / secondsOf(truth, 27, 1e8)).toBeCloseTo(1, 6);
        expect(found.spread).toBeCloseTo(0, 6);
      }),
    );
  });

  it('finds what a segment costs by itself in pieces with hardly any work', () => {
    const truth = { perSegment: 0.02, perEpoch: 0, perCost: 1e-8, spread: 0 };
    const short = [0.019, 0.02, 0.02, 0.5].map((seconds) => ({ work: 1, cost: 1e6, seconds }));
    const found = fitCostModel(short, measuredBy(truth));
    expect(found.perSegment).toBeCloseTo(0.02, 4);
    expect(secondsOf(found, 1, 1e7) / secondsOf(truth, 1, 1e7)).toBeCloseTo(1, 1);
  });

  it('does not take pieces of equal length for trainings of equal length', () => {
    // As calibration makes them: the larger the network, the less of it is trained.
    const noise = [0.6, 1.7, 1, 0.8, 1.3, 0.7, 1.2, 1.1];
    const pieces = noise.map((factor, i) => {
      const cost = 1e6 * 3 ** (i % 4);
      return { work: 1e6 * factor, cost, seconds: 0.1 };
    });
    const found = fitCostModel([], pieces);
    const ratio = secondsOf(found, 1, 27e6) / secondsOf(found, 1, 1e6);
    expect(ratio).toBeGreaterThan(9);
  });

  it('gives in sum what was measured in sum, also where it fits badly', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 9, maxLength: 9 }), (times) => {
        const truth = { perSegment: 0, perEpoch: 1, perCost: 1, spread: 0 };
        const long = measuredBy(truth).map((piece, i) => ({ ...piece, seconds: times[i]! }));
        const model = fitCostModel([], long);
        const total = long.reduce(
          (sum, { work, cost }) => sum + secondsOf(model, work / cost, cost),
          0,
        );
        expect(total / times.reduce((sum, time) => sum + time, 0)).toBeCloseTo(1, 6);
      }),
    );
  });
});
