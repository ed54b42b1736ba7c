// Tables: whole in a pipe, and within the window in a terminal.

import { describe, expect, test } from 'vitest';
import { labelledLines } from '../../src/cli/terminal/labelled.js';
import { plainTable } from '../../src/cli/terminal/plain-table.js';
import { textWidth } from '../../src/cli/terminal/text-width.js';
import { trialTable } from '../../src/cli/trial-table.js';
import type { ComparedRow } from '../../src/leaderboard/comparison.js';
import type { Leaderboard } from '../../src/leaderboard/leaderboard.js';
import type { SweepSummary } from '../../src/store/read-sweeps.js';
import { keptTerminal } from './started-sweep.js';

const names = ['lr', 'batch_size', 'hidden', 'optimizer', 'momentum', 'dropout'];

function row(rank: number, more: Partial<ComparedRow> = {}): ComparedRow {
  return {
    rank,
    front: null,
    trial: 1000 + rank,
    state: 'stopped',
    value: 1 - rank / 100,
    se: null,
    pValue: null,
    tied: null,
    replicates: [{ seed: 7, fold: null, value: 1 - rank / 100 }],
    epoch: 3,
    epochs: 9,
    rows: null,
    reason: null,
    seed: 7,
    parameters: {
      lr: 0.00123456,
      batch_size: 32,
      hidden: [128, 64],
      optimizer: 'adam',
      dropout: 0.25,
    },
    metrics: {},
    otherCore: false,
    started: '',
    ended: null,
    ...more,
  };
}

function leaderboard(rows: readonly ComparedRow[]): Leaderboard {
  const sweep = {
    objective: { name: 'val_accuracy', goal: 'maximize' },
    objectives: [{ name: 'val_accuracy', goal: 'maximize' }],
    parameters: names,
    seeds: 1,
    folds: null,
  };
  return { sweep: sweep as unknown as SweepSummary, rows, metrics: [], front: null };
}

describe('a leaderboard', () => {
  const rows = [
    row(1),
    row(2, { state: 'completed', epoch: 9 }),
    row(3, { value: null, epoch: null }),
  ];
  const linesAt = (columns: number | null) =>
    trialTable(leaderboard(rows), keptTerminal(columns)).split('\n');

  test('has a column for every parameter where there is room', () => {
    expect(linesAt(140)).toEqual([
      '  rank  trial  val_accuracy  epoch  state      lr        batch_size  hidden    optimizer  momentum  dropout',
      '     1   1001        0.9900    3/9  stopped    0.001235  32          [128,64]  adam       –         0.25',
      '     2   1002        0.9800    9/9  completed  0.001235  32          [128,64]  adam       –         0.25',
      '     3   1003             –    –/9  stopped    0.001235  32          [128,64]  adam       –         0.25',
    ]);
  });
  test('keeps rank and value whole in a narrow window, and cuts the configuration', () => {
    expect(linesAt(80).slice(0, 2)).toEqual([
      '  rank  trial  val_accuracy  epoch  state      configuration',
      '     1   1001        0.9900    3/9  stopped    lr 0.001235 · batch_size 32 · h…',
    ]);
  });
  test.each([60, 80, 100, 140])('fits %i columns', (columns) => {
    for (const line of linesAt(columns)) expect(textWidth(line)).toBeLessThan(columns);
  });
  test('is never cut in a pipe', () => {
    expect(linesAt(null)).toEqual(linesAt(140));
  });
  test('of several metrics has their columns, and in a narrow window the values all the same', () => {
    const metrics = { val_accuracy: 0.99, parameters: 3466, prediction_time: 0.6848 };
    const plain = leaderboard([row(1, { front: 1, metrics }), row(2, { metrics: {} })]);
    const named = (names: readonly string[]) => names.map((name) => ({ name, goal: 'minimize' }));
    const linesOf = (names: readonly string[], columns: number) => {
      const sweep = { ...plain.sweep, objectives: named(names) } as unknown as SweepSummary;
      return trialTable({ ...plain, sweep }, keptTerminal(columns)).split('\n');
    };
    expect(linesOf(['val_accuracy', 'parameters'], 80)).toEqual([
      '  rank  front  trial  val_accuracy  parameters  epoch  state    configuration',
      '     1      1   1001        0.9900        3466    3/9  stopped  lr 0.001235 ·…',
      '     2      –   1002        0.9800           –    3/9  stopped  lr 0.001235 ·…',
    ]);
    expect(linesOf(['val_accuracy', 'parameters', 'prediction_time'], 80)).toEqual([
      '  rank  front  trial  val_accuracy  epoch  state    configuration',
      '     1      1   1001        0.9900    3/9  stopped  parameters 3466 · predicti…',
      '     2      –   1002        0.9800    3/9  stopped  parameters – · prediction_…',
    ]);
  });
  test('of replicates has errors and marks, and says what they are, in 80 columns', () => {
    const replicates = [1, 2, 3].map((seed) => ({ seed, fold: null, value: 0.9 }));
    const of = (rank: number, tied: boolean | null) =>
      row(rank, { se: 0.01 / rank, pValue: tied === null ? null : 0.5, tied, replicates });
    for (const [seeds, folds] of [
      [100, 100],
      [3, null],
    ] as const) {
      const plain = leaderboard([of(1, null), of(2, true), of(3, false)]);
      const board = { ...plain, sweep: { ...plain.sweep, seeds, folds } };
      const shown = trialTable(board, keptTerminal(80)).split('\n');
      for (const line of shown) expect(textWidth(line)).toBeLessThan(80);
      expect(shown.slice(0, 4).map((line) => line.slice(0, 52))).toEqual(
        [
          '  rank  trial  val_accuracy      se  epoch  state    ',
          '     1   1001      0.9900     0.010    3/9  stopped  ',
          '     2   1002      0.9800 ≈  0.0050    3/9  stopped  ',
          '     3   1003      0.9700    0.0033    3/9  stopped  ',
        ].map((line) => line.slice(0, 52)),
      );
      expect(shown.slice(5)).toEqual([
        '  se: standard error of the mean over replicates',
        '  ≈: cannot be told from the first at the 5 % level, by a',
        folds === null
          ? '     paired t-test, 3 seeds'
          : '     corrected resampled t-test (Nadeau & Bengio 2003), 100 seeds × 100 folds',
        '  Marks are no proof: of many trials some differ, or seem equal, by chance.',
      ]);
    }
  });
  test('shows what is in a name and does not obey it', () => {
    const hostile = row(1, { parameters: { lr: 1, optimizer: '\u001b[2Jadam\n' } });
    const text = trialTable(leaderboard([hostile]), keptTerminal(null));
    expect(text).toContain('\\u{1b}[2Jadam\\n');
    expect(text.split('\n')).toHaveLength(2);
  });
});

test('an empty table is its head', () => {
  const options = { columns: 80, headStyle: (text: string) => text };
  expect(plainTable([{ head: 'name' }, { head: 'id' }], [], options)).toBe('  name  id');
});

test('labelled lines stand below each other, and are cut at the edge', () => {
  const entries = [
    ['state', 'completed'],
    ['epochs', 'x'.repeat(40), 'second'],
  ] as const;
  expect(labelledLines(entries, keptTerminal(30))).toBe(
    `  state   completed\n  epochs  ${'x'.repeat(18)}…\n          second`,
  );
});
