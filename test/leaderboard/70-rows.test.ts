// The leaderboard of a sweep whose schedule allots rows: a column more, by which may be asked; more rows come
// first, and so do their fronts.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLeaderboard } from '../../src/leaderboard/exports/export.js';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import { trialObject } from '../../src/leaderboard/trial-object.js';
import type { Reader } from '../../src/store/reader.js';
import { type Recorded, recordedLeaderboard } from './recorded-leaderboard.js';

const schedule = { type: 'asha', resource: 'rows' };
const trial = (accuracy: number, parameters: number, rows: number): Recorded => ({
  parameters: { lr: accuracy },
  metrics: { val_accuracy: accuracy, parameters },
  rows,
});
const trials = [
  trial(0.99, 10, 100),
  trial(0.7, 50, 300),
  trial(0.8, 90, 300),
  trial(0.6, 70, 300),
  trial(0.9, 5, 100),
];

let one: { reader: Reader; remove: () => void };
let several: typeof one;
beforeAll(async () => {
  one = await recordedLeaderboard(['lr'], trials, { schedule });
  const objectives = [
    { name: 'val_accuracy', goal: 'maximize' },
    { name: 'parameters', goal: 'minimize' },
  ];
  several = await recordedLeaderboard(['lr'], trials, { schedule, objectives });
});
afterAll(() => {
  one.remove();
  several.remove();
});

const ask = ({ reader }: typeof one, request = {}) =>
  readLeaderboard(reader, reader.findSweep('digits'), request);

describe('rows', () => {
  test('rank before values', () => {
    const { rows } = ask(one);
    expect(rows.map(({ trial: number }) => number)).toEqual([2, 1, 3, 0, 4]);
  });

  test('may be filtered and sorted by', () => {
    expect(ask(one, { where: 'rows < 300' }).rows.map(({ rank }) => rank)).toEqual([4, 5]);
    const sorted = ask(one, { sort: 'rows, value desc' }).rows;
    expect(sorted.map(({ trial: number }) => number)).toEqual([0, 4, 2, 1, 3]);
  });

  test('are a column of exports, and a key of JSON', () => {
    const board = ask(one);
    expect(exportLeaderboard(board, 'csv').split('\n').slice(0, 2)).toEqual([
      'rank,trial,state,value,epoch,epochs,reason,seed,rows,lr,parameters,val_accuracy',
      '1,2,completed,0.8,1,1,,7,300,0.8,90,0.8',
    ]);
    expect(trialObject(board.sweep, board.rows[3]!)).toMatchObject({ trial: 0, rows: 100 });
  });

  test('are no column of any other sweep', async () => {
    const { reader, remove } = await recordedLeaderboard(['lr'], [trial(0.5, 1, 9)]);
    const sweep = reader.findSweep('digits');
    expect(() => readLeaderboard(reader, sweep, { where: 'rows > 1' })).toThrow(/a column/);
    remove();
  });
});

describe('fronts', () => {
  test('of trials on more rows come first, and the first of all is among them', () => {
    const { rows, front } = ask(several);
    expect(rows.map(({ trial: number, front: at, rows: on }) => [number, at, on])).toEqual([
      [2, 1, 300],
      [1, 1, 300],
      [3, 2, 300],
      [0, 3, 100],
      [4, 3, 100],
    ]);
    expect(front?.size).toBe(2);
  });
});
