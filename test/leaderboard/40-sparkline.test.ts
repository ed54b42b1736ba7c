// A curve in one line.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from '../../src/leaderboard/sparkline.js';

test.each([
  [[], ''],
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[3, 3, 3], '▄▄▄'],
  [[1, Number.NaN, 2], '▁ █'],
  [[1, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY], '▁██▁'],
  [[Number.NaN], ' '],
  [[-1.7e308, 1.7e308], '▁█'],
])('%j is %s', (values, line) => {
  expect(sparkline(values)).toBe(line);
});

test('a long curve is averaged to the width, gaps only where nothing is a number', () => {
  expect(sparkline([0, 0, 7, 7], 2)).toBe('▁█');
  expect(sparkline([0, Number.NaN, Number.NaN, Number.NaN, 7, 7], 3)).toBe('▁ █');
});

test('any curve gives as many blocks as it has values, and never more than the width', () => {
  const curves = fc.array(fc.double(), { maxLength: 100 });
  fc.assert(
    fc.property(curves, fc.integer({ min: 1, max: 60 }), (values, width) => {
      const line = sparkline(values, width);
      expect(line).toMatch(/^[▁▂▃▄▅▆▇█ ]*$/u);
      expect([...line]).toHaveLength(Math.min(values.length, width));
    }),
  );
});
