// --sort and -n.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import type { Reader } from '../../src/store/reader.js';
import { everyKind, everyKindParameters, recordedLeaderboard } from './recorded-leaderboard.js';

let reader: Reader;
let remove = () => {};

beforeAll(async () => {
  ({ reader, remove } = await recordedLeaderboard(everyKindParameters, everyKind));
});
afterAll(() => remove());

function order(sort: string | undefined, limit?: number): string {
  const { rows } = readLeaderboard(reader, reader.findSweep(), { sort, limit });
  return rows.map(({ trial }) => trial).join(' ');
}

const slips: readonly [string, RegExp][] = [
  ['', /expected a column to sort by, found the end at character 1/],
  ['0.5', /found `0.5`/],
  ['desc', /found `desc` at character 1/],
  ['lr down', /expected `asc`, `desc`, a comma or the end, found `down` at character 4/],
  ['lr,', /expected a column to sort by, found the end at character 4/],
  ['vall_loss', /did you mean `val_loss`\?/],
  [Array(9).fill('lr').join(), /at most 8 columns to sort by, found 9/],
];

test.each(slips)('the key `%s` is refused', (sort, message) => {
  expect(() => order(sort)).toThrow(message);
});

test.each([0, -1, 1.5, Number.NaN])('a limit of %d is refused', (limit) => {
  expect(() => order(undefined, limit)).toThrow(/rows of at least 1/);
});

describe('the order is', () => {
  test.each([
    [undefined, '1 0 5 2 3 4'],
    ['val_loss', '1 0 5 2 3 4'],
    // Infinity is a value; what is missing comes last both ways.
    ['val_loss desc', '3 2 5 0 1 4'],
    ['value asc', '2 5 0 1 3 4'],
    ['nesterov desc', '0 5 4 1 2 3'],
    ['block.width DESC, val_loss desc', '5 0 2 1 3 4'],
    ['trial', '0 1 2 3 4 5'],
  ])('by %s: %s', (sort, trials) => {
    expect(order(sort)).toBe(trials);
  });

  test('cut where it was asked to be', () => {
    expect(order(undefined, 2)).toBe('1 0');
    expect(order('trial desc', 3)).toBe('5 4 3');
  });
});
