// Means over replicates: exact where there is one, and never hiding a NaN.

import { expect, test } from 'vitest';
import { mean, meanEpoch, meanMetrics, standardError } from '../../src/vocabulary/replicate.js';

test('the mean of one is itself, minus zero included', () => {
  for (const value of [-0, 0.1, Number.NaN, Number.NEGATIVE_INFINITY]) {
    expect(mean([value])).toBe(value);
  }
  const epoch = { epoch: 3, metrics: { val_loss: -0 } };
  expect(meanEpoch([epoch])).toBe(epoch);
});

test('NaN stays NaN, and infinities of both signs become one', () => {
  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  expect(mean([1, nan, 2])).toBeNaN();
  expect(mean([1, infinity])).toBe(infinity);
  expect(mean([-infinity, infinity])).toBeNaN();
});

test('a metric that one replicate lacks has no mean', () => {
  expect(meanMetrics([{ val_loss: 1, val_f1: 0.5 }, { val_loss: 3 }])).toEqual({ val_loss: 2 });
});

test('cells of confusion matrices are counts: they are summed, and a missing one is empty', () => {
  const cells = meanMetrics([
    { 'val_confusion[0,0]': 9, 'val_confusion[0,1]': 1 },
    { 'val_confusion[0,0]': 10, 'val_confusion[1,0]': 2 },
  ]);
  expect(cells).toEqual({
    'val_confusion[0,0]': 19,
    'val_confusion[0,1]': 1,
    'val_confusion[1,0]': 2,
  });
});

test('a standard error needs two finite values', () => {
  expect(standardError([1])).toBeNull();
  expect(standardError([1, Number.NaN])).toBeNull();
  expect(standardError([1, Number.POSITIVE_INFINITY])).toBeNull();
  // scipy.stats.sem
  expect(standardError([0.91, 0.93, 0.92, 0.95, 0.9])).toBeCloseTo(0.008602325267042616, 15);
});
