// A curve in rows of blocks.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartLines } from '../../src/cli/terminal/chart.js';
import { textWidth } from '../../src/cli/terminal/text-width.js';

const chart = (values: readonly number[], ceiling = Number.POSITIVE_INFINITY) => ({
  values,
  ceiling,
  ticks: [],
  shown: (value: number) => String(value),
});

test('stands on its least value and reaches its greatest', () => {
  expect(chartLines(chart([0, 1, 2, 3]), { width: 20, height: 2 })).toEqual([
    '3 ┤  ▃█',
    '0 ┤▁▆██',
    '   ',
  ]);
});

test('is cut at its ceiling, and NaN is a gap', () => {
  expect(chartLines(chart([0, Number.NaN, 9, 2], 2), { width: 20, height: 1 })[0]).toBe('2 ┤▁ ██');
});

test('has ticks below their values, and none that would touch another', () => {
  const ticks = [0, 2, 5].map((index) => ({ index, label: `at${index}` }));
  const lines = chartLines({ ...chart([1, 2, 3, 4, 5, 6]), ticks }, { width: 20, height: 1 });
  expect(lines.at(-1)).toBe('   at0  at5');
});

test('fits into its width and height, whatever the values', () => {
  const size = { width: fc.integer({ min: 30, max: 90 }), height: fc.integer({ min: 1, max: 9 }) };
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 1 }), fc.record(size), (values, room) => {
      const ticks = [{ index: values.length - 1, label: 'end' }];
      const lines = chartLines({ ...chart(values), ticks }, room);
      expect(lines).toHaveLength(room.height + 1);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(room.width);
    }),
  );
});
