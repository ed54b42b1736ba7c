// --where: what it refuses and how it says so, then what it finds. The sweep is in recorded-leaderboard.ts.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import type { Reader } from '../../src/store/reader.js';
import { Slip } from '../../src/vocabulary/errors.js';
import { everyKind, everyKindParameters, recordedLeaderboard } from './recorded-leaderboard.js';

let reader: Reader;
let remove = () => {};

beforeAll(async () => {
  ({ reader, remove } = await recordedLeaderboard(everyKindParameters, everyKind));
});
afterAll(() => remove());

/** Numbers of the trials that it finds, ascending. */
function found(where: string): string {
  const { rows } = readLeaderboard(reader, reader.findSweep(), { where });
  return rows
    .map(({ trial }) => trial)
    .sort()
    .join(' ');
}

const slips: readonly [string, RegExp][] = [
  ['', /expected a column, number or text, found the end at character 1/],
  ['   ', /found the end at character 4/],
  ['lr', /expected a comparison .* found the end at character 3: write for example `lr < 0.01`/],
  ['lr <', /expected a column, number or text, found the end at character 5/],
  ['lr < 0.01 and', /found the end at character 14/],
  ['lr < 0.01 lr > 0', /expected `and`, `or` or the end, found `lr` at character 11/],
  ['(lr < 0.01', /expected `\)`, found the end at character 11: close/],
  ['lr < 0.01)', /expected `and`, `or` or the end, found `\)` at character 10/],
  ['and lr < 1', /found `and` at character 1/],
  ['lr == 0.1', /found `==` at character 4: write `=`/],
  ['lr < 1 && lr > 0', /found `&&` at character 8: write `and`/],
  ['lr < 1 || lr > 0', /write `or`/],
  ['!(lr < 1)', /found `!` at character 1: write `not`/],
  ["optimizer = 'adam", /expected the quote ' to be closed, found the end at character 13/],
  ['lr < 1_000', /expected a number, found `1_000` at character 6/],
  ['lr < 0x10', /expected a number, found `0x10`/],
  ['lr < 1.2.3', /expected a number, found `1.2.3`/],
  ['lr < 1e999', /number below 1.8e308, found 1e999/],
  ['lr < 1; DROP TABLE trial', /found `;` at character 7/],
  ['lr < 1 -- comment', /found `--` at character 8/],
  ['lr in 0.1', /expected `\(`, found the number 0.1 at character 7: write a list/],
  ['lr in ()', /expected a column, number or text, found `\)`/],
  ['lr in (1', /found the end at character 9: separate values with commas/],
  [`lr in (${Array(201).fill(1)})`, /at most 200 values in a list/],
  ['lr is 3', /expected `null`, found the number 3/],
  ['lr not 3', /expected a comparison/],
  [
    'learning = 1',
    /expected a column, found `learning` at character 1: .*there are rank, trial, state, .*lr, optimizer, block.width, nesterov, val_accuracy, val_loss; text goes in quotes/,
  ],
  [
    'lr < 1 and val_acuracy > 0.9',
    /found `val_acuracy` at character 12: did you mean `val_accuracy`\? there are/,
  ],
  ['optimizer = adam', /found `adam` at character 13: .*text goes in quotes/],
  ['config.val_loss > 0', /found `config.val_loss`/],
  ['1 < 2', /expected a column on one side, found two values at character 1/],
  [
    "val_loss < '0.5'",
    /a number to compare with `val_loss`, found the text '0.5' at character 12: numbers stand without/,
  ],
  ['state = 3', /a number to compare with 3, found `state`/],
  [
    "state = 'complete'",
    /a state \(running, paused, completed, stopped, failed\), found 'complete' at character 9/,
  ],
  ["state in ('failed', 'broken')", /found 'broken' at character 21/],
  ['nesterov < true', /a number or text after `<`, found true or false at character 12/],
  [`${'('.repeat(60)}lr < 1${')'.repeat(60)}`, /at most 50 levels/],
  [`${'not '.repeat(60)}lr < 1`, /at most 50 levels/],
  [`${'- '.repeat(60)}lr < 1`, /at most 50 levels/],
  [`lr${' + 1'.repeat(201)} < 1`, /at most 200 operators/],
  ['lr + < 1', /expected a column, number or text, found `<` at character 6/],
  ["lr + 'a' < 1", /a number to calculate with, found the text 'a' at character 6/],
  ['state * 2 < 1', /a number to calculate with, found `state`/],
  ['(lr < 1) + 1 > 0', /expected `and`, `or` or the end, found `\+` at character 10/],
  ['lr < (lr < 1)', /a condition has no value to go on with/],
  ['(lr) and lr < 1', /expected a comparison .* found `and` at character 6/],
  ['max(lr, 1) < 2', /expected a comparison|expected a column/],
  [`lr < 1${' '.repeat(2000)}`, /at most 2000 characters, found 2006/],
];

describe('a condition that is refused', () => {
  test.each(slips)('%s', (where, message) => {
    expect(() => found(where)).toThrow(Slip);
    expect(() => found(where)).toThrow(message);
  });

  test('no text at all ends in anything but rows or a slip', () => {
    const pieces = [
      'lr',
      'state',
      "'x'",
      '"',
      '`',
      '(',
      ')',
      ',',
      '<',
      '=',
      'and',
      'not',
      'in',
      'is null',
      '+',
      '-',
      '/',
      '1',
      ';',
      ' ',
    ];
    const sources = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(sources, (where) => {
        try {
          found(where);
        } catch (error) {
          expect(error).toBeInstanceOf(Slip);
        }
      }),
      { numRuns: 500 },
    );
  });
});

const finds: readonly [string, string][] = [
  ['lr < 0.05', '1 2'],
  ['lr <= 0.05', '1 2 5'],
  ['lr > 0.05', '0 3'],
  ['lr >= 5e-2', '0 3 5'],
  ['lr = 0.1', '0'],
  ['lr <> 0.1', '1 2 3 4 5'],
  ['0.05 > lr', '1 2'],
  ['lr > -1', '0 1 2 3 5'],
  // Text is neither less nor greater than a number.
  ["lr > 'a'", '4'],
  ["lr = 'auto'", '4'],
  ["optimizer = 'adam'", '1 2'],
  ['optimizer = "adam"', '1 2'],
  ["optimizer = 'it''s'", '3'],
  ["optimizer in ('adam', 'rmsprop')", '1 2 4'],
  ["optimizer not in ('adam', 'rmsprop')", '0 3 5'],
  ["lr in (0.1, 'auto')", '0 4'],
  ['block.width = 64', '0 5'],
  ['`block.width` = 64', '0 5'],
  ['config.lr = 0.1', '0'],
  ['metric.val_loss = 0.4', '0'],
  ['nesterov = true', '0'],
  ['nesterov != true', '1 2 3 4 5'],
  ['nesterov = false', '4 5'],
  ['nesterov is null', '1 2 3'],
  ['nesterov is not null', '0 4 5'],
  ['val_accuracy >= 0.9', '0 1'],
  ['value >= 0.9', '0 1'],
  ['rank <= 2', '0 1'],
  ['trial = 4', '4'],
  ['epochs = 0', '4'],
  ['epoch is null', '4'],
  ['seed = 7', '0 1 2 3 4 5'],
  ["state = 'stopped'", '2 3'],
  ["rule = 'diverged'", '3'],
  ['val_loss > 1e300', '3'],
  // NaN and what is missing: no comparison holds but !=, and `not` is its opposite.
  ['val_accuracy < 0.9', '2 5'],
  ['not val_accuracy < 0.9', '0 1 3 4'],
  ['val_accuracy != 0.9', '1 2 3 4 5'],
  ['val_accuracy is null', '3 4'],
  ['val_accuracy > val_loss', '0 1'],
  ["lr < 0.05 and optimizer = 'adam' and val_accuracy >= 0.9", '1'],
  ['lr = 0.1 or lr = 0.01 and val_loss > 5', '0'],
  ['(lr = 0.1 or lr = 0.01) and val_loss < 5', '0 1'],
  ['NOT (lr = 0.1) AND lr IS NOT NULL', '1 2 3 4 5'],
  ["optimizer = '; DROP TABLE trial; --'", ''],
  // Arithmetic: of numbers, text comes to nothing; whole numbers are divided as numbers are.
  ['lr * 10 = 1', '0'],
  ['lr -0.05 > 0', '0 3'],
  ['-lr < -0.05', '0 3'],
  ['(lr + 1) * 2 > 2.1', '0 3'],
  ['block.width / 128 = 0.5', '0 5'],
  ['lr + 0 is null', '4'],
  ['lr / 0 > 1', ''],
  ['val_accuracy - val_loss > 0', '0 1'],
];

describe('a condition finds', () => {
  test.each(finds)('%s: %s', (where, trials) => {
    expect(found(where)).toBe(trials);
  });

  test('rows that keep the ranks of the whole sweep', () => {
    const where = "optimizer = 'sgd'";
    const { rows } = readLeaderboard(reader, reader.findSweep(), { where, limit: 1 });
    expect(rows.map(({ rank, trial }) => [rank, trial])).toEqual([[2, 0]]);
  });
});

test('the test part chooses nothing: neither a condition nor an order may look at it', async () => {
  const metrics = { val_accuracy: 0.9, test_accuracy: 0.8 };
  const own = await recordedLeaderboard(['lr'], [{ parameters: { lr: 1 }, metrics }]);
  const sweep = own.reader.findSweep();
  const unseen =
    /found `test_accuracy` at character \d+: the test part would no longer be unseen if trials were chosen by it, use `val_accuracy`/;
  for (const request of [
    { where: 'test_accuracy > 0.9' },
    { where: 'lr = 1 and metric.test_accuracy is null' },
    { sort: 'lr, test_accuracy desc' },
  ]) {
    expect(() => readLeaderboard(own.reader, sweep, request)).toThrow(unseen);
  }
  expect(() => readLeaderboard(own.reader, sweep, { where: 'acc > 1' })).toThrow(
    /rule, lr, val_accuracy; text/,
  );
  expect(readLeaderboard(own.reader, sweep).rows[0]?.metrics).toEqual(metrics);
  own.remove();
});
