// Ranks of a sweep with several objectives: fronts, the first objective within them, and behind them all
// that is on none; the same in conditions, orders, limits and exports.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLeaderboard } from '../../src/leaderboard/exports/export.js';
import {
  type LeaderboardRequest,
  readLeaderboard,
  readTrial,
} from '../../src/leaderboard/leaderboard.js';
import { trialObject } from '../../src/leaderboard/trial-object.js';
import type { Reader } from '../../src/store/reader.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { everyKind, recordedLeaderboard } from './recorded-leaderboard.js';

const objectives = [
  { name: 'val_accuracy', goal: 'maximize' },
  { name: 'parameters', goal: 'minimize' },
];

const because = (rule: string) => ({ rule, text: rule, facts: {} });
const failed: TrialFate = { state: 'failed', reason: because('failure'), detail: 'stack' };
const diverged: TrialFate = { state: 'stopped', reason: because('diverged') };
const paused: TrialFate = { state: 'paused', reason: because('pause') };

const point = (accuracy: number, parameters: number): Metrics => ({
  val_accuracy: accuracy,
  parameters,
});

const trials: readonly { metrics: Metrics; fate?: TrialFate }[] = [
  { metrics: point(0.9, 100) },
  { metrics: point(0.95, 200) },
  { metrics: point(0.9, 150) },
  { metrics: point(0.8, 100) },
  { metrics: point(Number.NaN, 1), fate: diverged },
  { metrics: point(0.99, 1), fate: failed },
  { metrics: point(0.7, 50), fate: paused },
  { metrics: { val_accuracy: 0.99 } },
  { metrics: point(0.85, 300) },
  { metrics: {}, fate: failed },
];

let reader: Reader;
let remove = () => {};
beforeAll(async () => {
  const recorded = trials.map((trial, i) => ({ ...trial, parameters: { lr: i / 10 } }));
  ({ reader, remove } = await recordedLeaderboard(['lr'], recorded, { objectives }));
});
afterAll(() => remove());

const asked = (request: LeaderboardRequest = {}) =>
  readLeaderboard(reader, reader.findSweep(), request);
const numbers = (request?: LeaderboardRequest) => asked(request).rows.map(({ trial }) => trial);

test('ranks are by front, then by the first objective; then comes what is on no front', () => {
  const told = asked().rows.map(({ rank, front, trial }) => [rank, front, trial]);
  expect(told).toEqual([
    [1, 1, 1],
    [2, 1, 0],
    [3, 1, 6],
    [4, 2, 2],
    [5, 2, 3],
    [6, 3, 8],
    [7, null, 7],
    [8, null, 4],
    [9, null, 5],
    [10, null, 9],
  ]);
});

test('the front is counted, and its share of the box of what was seen', () => {
  // Scaled: (0, 0.6), (0.2, 0.2) and (1, 0) below (1, 1).
  const { front } = asked({ limit: 1, where: 'trial = 3' });
  expect(front?.size).toBe(3);
  expect(front?.hypervolume).toBeCloseTo(0.4 + 0.8 * 0.4, 12);
});

describe('conditions and orders know of fronts', () => {
  test.each([
    [{ where: 'front = 1' }, [1, 0, 6]],
    [{ where: 'front is null' }, [7, 4, 5, 9]],
    [{ where: 'rank <= 2 and parameters > 100' }, [1]],
    [{ sort: 'front desc, parameters', limit: 4 }, [8, 3, 2, 6]],
    [{ limit: 2 }, [1, 0]],
    [{ where: "state = 'completed'", limit: 3 }, [1, 0, 2]],
  ])('%o', (request, expected) => {
    expect(numbers(request)).toEqual(expected);
  });

  test('of one metric there are none, and the columns that there are are told', async () => {
    const single = await recordedLeaderboard(['lr'], everyKind.slice(0, 2));
    const read = (where: string) =>
      readLeaderboard(single.reader, single.reader.findSweep(), { where });
    expect(() => read('front = 1')).toThrow(
      /expected a column, found `front`.*there are rank, trial/,
    );
    expect(read('rank = 1').rows[0]).toMatchObject({ trial: 1, front: null });
    expect(read('rank = 1').front).toBeNull();
    single.remove();
  });
});

test('one trial has the rank that it has among all', () => {
  expect(readTrial(reader, reader.findSweep(), 6)).toMatchObject({ rank: 3, front: 1, tied: null });
});

test('objects have the value of each metric, and exports the front', () => {
  const { sweep, rows } = asked();
  expect(trialObject(sweep, rows[0]!)).toMatchObject({
    rank: 1,
    front: 1,
    metric: 'val_accuracy',
    value: 0.95,
    values: { val_accuracy: 0.95, parameters: 200 },
  });
  expect(trialObject(sweep, rows[6]!).values).toEqual({ val_accuracy: 0.99, parameters: null });
  const [head, first] = exportLeaderboard(asked(), 'csv').split('\n');
  expect(head).toBe(
    'rank,trial,state,value,epoch,epochs,reason,seed,front,lr,parameters,val_accuracy',
  );
  expect(first).toBe('1,1,completed,0.95,1,1,,7,1,0.1,200,0.95');
});
