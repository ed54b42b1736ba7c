// The range test of learning rates: the rates it tries, when it ends, and what it suggests.

import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/core/kernels/engine.js';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import { learningRateRange } from '../../src/trainables/network/learning-rate-range.js';
import { suggestion } from '../../src/trainables/network/learning-rate-suggestion.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;
const data = tinyData('classification');

function test(range: { from: number; to: number; steps: number }, changes: Configuration = {}) {
  const configuration = { ...tinyConfiguration(), ...changes };
  return learningRateRange(new Engine(kernels), data, { configuration, seed: 5, ...range });
}

describe('a range test', () => {
  const mild = { from: 1e-5, to: 1e-3, steps: 41 };

  it('climbs geometrically from one end to the other', () => {
    const { points, diverged } = test(mild);
    const rates = points.map(({ lr }) => lr);
    expect([rates[0], rates.at(-1), rates.length, diverged]).toEqual([1e-5, 1e-3, 41, false]);
    rates.slice(1).forEach((lr, i) => {
      expect(lr / rates[i]!).toBeCloseTo(100 ** (1 / 40), 10);
    });
  });
  it('goes round where it has more steps than the data have batches', () => {
    const { points } = test(mild, { batch_size: 1000 });
    expect(points).toHaveLength(41);
  });
  it('is the same bits again', () => {
    expect(test(mild)).toEqual(test(mild));
  });
  it('smooths: each loss counts nine tenths of the one after it', () => {
    const [first, second] = test(mild).points;
    expect(first!.smoothed).toBe(first!.loss);
    expect(second!.smoothed).toBeCloseTo((0.9 * first!.loss + second!.loss) / 1.9, 12);
  });
  it('ends where the smoothed loss is more than four times its least', () => {
    const { points, diverged } = test({ from: 1e-3, to: 1000, steps: 200 });
    const smoothed = points.map((point) => point.smoothed);
    const last = smoothed.pop()!;
    expect(diverged).toBe(true);
    expect(last).toBeGreaterThan(4 * Math.min(...smoothed));
    smoothed.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(4 * Math.min(...smoothed.slice(0, i + 1)));
    });
  });
  it('ends where the loss is no number', () => {
    const parts = { ...data.parts, train: { ...data.parts.train } };
    parts.train.inputs = data.parts.train.inputs.map(() => Number.NaN);
    const order = { configuration: tinyConfiguration(), seed: 5, ...mild };
    const { points, diverged } = learningRateRange(new Engine(kernels), { ...data, parts }, order);
    expect([points.length, diverged]).toEqual([1, true]);
  });
});

describe('a suggestion', () => {
  const pointsOf = (losses: readonly number[]) =>
    losses.map((loss, i) => ({ lr: 10 ** (i / 10 - 5), loss, smoothed: loss }));

  it('is none where the loss never fell', () => {
    expect(suggestion(pointsOf([1, 1, 2, 5]), 50)).toBeNull();
    expect(suggestion([], 50)).toBeNull();
    expect(suggestion(pointsOf([Number.NaN]), 50)).toBeNull();
  });

  // Level to 20, one unit down a step to 30, level to 40, then up.
  const valley = Array.from({ length: 50 }, (_, i) =>
    i < 20 ? 12 : i < 30 ? 12 - (i - 20) : i < 40 ? 2 - 0.01 * (i - 30) : 2 + (i - 40),
  );

  it('is where the loss falls fastest, and a tenth of where it is least', () => {
    const { steepest, minimum, tenth } = suggestion(pointsOf(valley), 50)!;
    expect(steepest).toBeCloseTo(10 ** (20 / 10 - 5), 12);
    expect(minimum).toBeCloseTo(10 ** (39 / 10 - 5), 12);
    expect(tenth).toBeCloseTo(minimum / 10, 12);
  });
  it('is a range below the least, in numbers that a person would write', () => {
    expect(suggestion(pointsOf(valley), 50)!.range).toEqual({ min: 0.0008, max: 0.03 });
  });
  it('passes over the noise of the first batches', () => {
    const noisy = valley.map((loss, i) => (i === 0 ? 40 : i === 2 ? 0.5 : loss));
    expect(suggestion(pointsOf(noisy), 50)).toEqual(suggestion(pointsOf(valley), 50));
  });
});
