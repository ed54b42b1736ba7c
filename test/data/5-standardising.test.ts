// Means and scales come from the training part alone, in float64, and constant columns do no harm.

import { expect, it } from 'vitest';
import { fitStandard, writeScaled } from '../../src/data/encoding/scaling.js';

function matrix(values: readonly number[], names: readonly string[] = ['x']) {
  return { origin: 'a table', names, values: Float64Array.from(values) };
}

function rows(...numbers: readonly number[]): Uint32Array {
  return Uint32Array.from(numbers);
}

it('numbers whose spread no float64 can hold', () => {
  const message = /`x` that can be scaled, found ones that are too large or too close/;
  expect(() => fitStandard(matrix([1e200, -1e200]), rows(0, 1))).toThrow(message);
  expect(() => fitStandard(matrix([1e308, 1.5e308]), rows(0, 1))).toThrow(message);
  expect(() => fitStandard(matrix([1e-200, 2e-200]), rows(0, 1))).toThrow(message);
});

it('a row that lies too far from the training part to be a float32', () => {
  const column = matrix([1, 1, 1e300]);
  const scaling = fitStandard(column, rows(0, 1));
  expect(() => writeScaled(column, scaling, rows(2), new Float32Array(1))).toThrow(/`x`/);
});

it('the mean and the population standard deviation of each column', () => {
  const column = matrix([1, 10, 2, 10, 3, 40, 4, 40], ['a', 'b']);
  expect(fitStandard(column, rows(0, 1, 2, 3))).toEqual({
    shifts: Float64Array.of(2.5, 25),
    scales: Float64Array.of(Math.sqrt(1.25), 15),
  });
});

it('only the rows that are named count', () => {
  const column = matrix([1, 1e6, 3]);
  expect(fitStandard(column, rows(0, 2))).toEqual(fitStandard(matrix([1, 3]), rows(0, 1)));
});

it('a constant column becomes zeros, also where its mean would not be exact', () => {
  const column = matrix(Array(10).fill(0.1));
  const all = rows(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  const scaling = fitStandard(column, all);
  expect(scaling).toEqual({ shifts: Float64Array.of(0.1), scales: Float64Array.of(1) });
  const out = new Float32Array(10).fill(7);
  writeScaled(column, scaling, all, out);
  expect(out).toEqual(new Float32Array(10));
});

it('rows are written in the order that is asked for', () => {
  const out = new Float32Array(2);
  const scaling = { shifts: Float64Array.of(10), scales: Float64Array.of(4) };
  writeScaled(matrix([10, 12, 18]), scaling, rows(2, 0), out);
  expect(out).toEqual(Float32Array.of(2, 0));
});
