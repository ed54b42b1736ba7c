// Confusion matrices as text: what is missing, what does not fit, and the matrix itself.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { confusionLines, confusionsIn } from '../../src/cli/confusion-view.js';
import { textWidth } from '../../src/cli/terminal/text-width.js';
import { confusionCell } from '../../src/vocabulary/confusion-cell.js';

const cell = (actual: number, predicted: number | null, rows: number) => ({
  actual,
  predicted,
  rows,
});

test('other metrics are no cells, and a cell knows its part', () => {
  const metrics = { val_loss: 1, 'test_confusion[1,0]': 4, 'val_confusion[0,nan]': 2 };
  expect(confusionsIn(metrics)).toEqual({ test: [cell(1, 0, 4)], val: [cell(0, null, 2)] });
  expect(confusionsIn({ val_loss: 1 })).toEqual({});
});

describe('a matrix', () => {
  test('has a line for each class and a column for each prediction', () => {
    const cells = [cell(0, 0, 31), cell(0, 2, 2), cell(1, 1, 104), cell(2, 0, 1), cell(2, 2, 30)];
    expect(confusionLines(cells, 65)).toEqual([
      'true    0    1    2',
      '   0   31    ·    2',
      '   1    ·  104    ·',
      '   2    1    ·   30',
    ]);
  });
  test('tells of rows that predicted nothing', () => {
    expect(confusionLines([cell(0, null, 2), cell(1, null, 1), cell(1, 0, 1)], 65)).toEqual([
      'true  0  1',
      '   0  ·  ·',
      '   1  1  ·',
      '3 rows without a prediction: NaN or infinite',
    ]);
  });
});

describe('a matrix for which there is no room', () => {
  const classes = Array.from({ length: 26 }, (_, c) => c);
  const right = classes.map((c) => cell(c, c, 100));
  test('is its most frequent mistakes', () => {
    const wrong = [cell(3, 5, 2), cell(8, 9, 12)];
    expect(confusionLines([...right, ...wrong], 65)).toEqual([
      'class 8 taken for 9: 12 of its 112 rows',
      'class 3 taken for 5: 2 of its 102 rows',
    ]);
  });
  test('says how many others there are', () => {
    const wrong = classes.slice(1).map((c) => cell(c, 0, c));
    const lines = confusionLines([...right, ...wrong], 65);
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 120 rows in other pairs');
  });
  test('may have no mistakes', () => {
    expect(confusionLines(right, 65)).toEqual(['no row is taken for another class']);
  });
});

test('no line is wider than its room', () => {
  const cells = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 99_999 })));
  fc.assert(
    fc.property(cells, fc.integer({ min: 60, max: 200 }), (some, room) => {
      const unique = new Map(some.map(([t, p, n]) => [confusionCell(t, p, 41), cell(t, p, n)]));
      const lines = confusionLines([...unique.values()], room);
      expect(lines.filter((line) => textWidth(line) > room)).toEqual([]);
    }),
  );
});
