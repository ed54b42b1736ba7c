// Exports: cells that would do harm, then the shape of each format, byte by byte.

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ComparedRow } from '../../src/leaderboard/comparison.js';
import { exportLeaderboard } from '../../src/leaderboard/exports/export.js';
import { type Leaderboard, readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import type { ParameterValue } from '../../src/vocabulary/configuration.js';
import { everyKind, everyKindParameters, recordedLeaderboard } from './recorded-leaderboard.js';

let board: Leaderboard;
let remove = () => {};

beforeAll(async () => {
  const recorded = await recordedLeaderboard(everyKindParameters, everyKind);
  remove = recorded.remove;
  board = readLeaderboard(recorded.reader, recorded.reader.findSweep());
});
afterAll(() => remove());

/** The same leaderboard with one trial of these parameters. */
function withParameters(parameters: Record<string, ParameterValue>): Leaderboard {
  const row: ComparedRow = { ...board.rows[0]!, parameters };
  return { ...board, rows: [row], sweep: { ...board.sweep, parameters: Object.keys(parameters) } };
}

function csvLines(parameters: Record<string, ParameterValue>): string[][] {
  return parse(exportLeaderboard(withParameters(parameters), 'csv'));
}

test('an unknown format is refused', () => {
  expect(() => exportLeaderboard(board, 'jsn')).toThrow(/did you mean `json`\?/);
  expect(() => exportLeaderboard(board, 'constructor')).toThrow(/use one of `csv`, `json`, `md`/);
});

describe('csv', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("x","y")'])(
    'makes the text %j harmless',
    (text) => {
      expect(csvLines({ text })[1]?.[8]).toBe(`'${text}`);
      expect(csvLines({ [text]: 1 })[0]?.[8]).toBe(`'${text}`);
    },
  );

  test('leaves numbers, booleans and other text as they are', () => {
    const line = csvLines({ a: -1, b: -1e-9, c: true, d: 'adam-w', e: "'", f: [64, 32] })[1];
    expect(line?.slice(8, 14)).toEqual(['-1', '-1e-9', 'true', 'adam-w', "'", '[64,32]']);
  });

  test('is read back by a parser, whatever is in its cells', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvLines({ text })[1]?.[8];
        expect([text, `'${text}`]).toContain(cell);
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });

  test('has a row for each trial by rank, parameters and the metrics of the best epoch', () => {
    expect(exportLeaderboard(board, 'csv')).toBe(
      [
        'rank,trial,state,value,epoch,epochs,reason,seed,lr,optimizer,block.width,nesterov,val_accuracy,val_loss',
        '1,1,completed,0.95,1,1,,7,0.01,adam,32,,0.95,0.2',
        '2,0,completed,0.9,1,1,,7,0.1,sgd,64,true,0.9,0.4',
        '3,5,paused,0.7,1,1,successive_halving,7,0.05,sgd,64,false,0.7,0.9',
        '4,2,stopped,0.5,1,1,no better for 3 epochs,7,0.001,adam,32,,0.5,1.5',
        "5,3,stopped,NaN,1,1,diverged,7,10,it's,16,,NaN,Infinity",
        '6,4,failed,,,0,failure,7,auto,rmsprop,16,false,,',
        '',
      ].join('\n'),
    );
  });

  test('has times only if asked, and then last', () => {
    const [header, first] = parse(exportLeaderboard(board, 'csv', { times: true })) as string[][];
    expect(header?.slice(-2)).toEqual(['started', 'ended']);
    expect(first?.at(-1)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('tells a parameter from a column or metric of its name', () => {
    const header = csvLines({ seed: 1, val_loss: 2 })[0];
    expect(header?.slice(7)).toEqual([
      'seed',
      'config.seed',
      'val_loss',
      'val_accuracy',
      'metric.val_loss',
    ]);
  });
});

describe('cells of confusion matrices', () => {
  const cells = { 'val_confusion[0,1]': 4, 'val_confusion[1,1]': 9 };
  const trials = [{ parameters: { lr: 1 }, metrics: { val_accuracy: 0.5, ...cells } }];

  test('are neither columns nor in JSON, and can be asked for by name', async () => {
    const { reader, remove: removeCells } = await recordedLeaderboard(['lr'], trials);
    try {
      const sweep = reader.findSweep();
      const all = readLeaderboard(reader, sweep);
      const [head] = exportLeaderboard(all, 'csv').split('\n');
      expect(head?.split(',').slice(8)).toEqual(['lr', 'val_accuracy']);
      const [object] = JSON.parse(exportLeaderboard(all, 'json'));
      expect(object.metrics).toEqual({ val_accuracy: 0.5 });
      const rowsWhere = (where: string) => readLeaderboard(reader, sweep, { where }).rows.length;
      expect(rowsWhere('`val_confusion[0,1]` > 3')).toBe(1);
      expect(rowsWhere('`val_confusion[0,1]` > 4')).toBe(0);
      expect(() => rowsWhere('val_los < 1')).toThrow(/seed, rule, lr, val_accuracy; text/);
    } finally {
      removeCells();
    }
  });
});

describe('json', () => {
  test('has one object per trial; NaN and infinities are texts, null is not measured', () => {
    const objects = JSON.parse(exportLeaderboard(board, 'json')) as unknown[];
    expect(objects).toHaveLength(6);
    expect(objects[4]).toEqual({
      sweep: 'abc123def456',
      trial: 3,
      rank: 5,
      front: null,
      metric: 'val_accuracy',
      value: 'NaN',
      values: { val_accuracy: 'NaN' },
      se: null,
      p_value: null,
      tied: null,
      epoch: 1,
      epochs: 1,
      rows: null,
      state: 'stopped',
      other_core: false,
      config: { lr: 10, optimizer: "it's", 'block.width': 16 },
      seed: 7,
      reason: { rule: 'diverged', text: 'diverged', facts: { limit: 3 } },
      metrics: { val_accuracy: 'NaN', val_loss: 'Infinity' },
    });
    expect(objects[5]).toMatchObject({ value: null, epoch: null, metrics: {} });
  });
});

describe('markdown', () => {
  test('cannot be broken out of by a cell', () => {
    const text = 'a|b\\|c\nd <img src=x> `e` [f](g)';
    const lines = exportLeaderboard(withParameters({ text }), 'md').split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toContain('| a\\|b\\\\\\|c d &lt;img src=x> \\`e\\` \\[f\\](g) |');
  });

  test('is a table with a row for each trial', () => {
    const lines = exportLeaderboard(board, 'md').split('\n');
    expect(lines[0]).toMatch(/^\| rank \| trial \| state \| value \|/);
    expect(lines[1]).toMatch(/^(\| --- ){14}\|$/);
    expect(lines[2]).toBe(
      '| 1 | 1 | completed | 0.95 | 1 | 1 |  | 7 | 0.01 | adam | 32 |  | 0.95 | 0.2 |',
    );
    expect(lines).toHaveLength(9);
  });
});
