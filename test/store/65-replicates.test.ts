// Trials of several trainings: what the views say of them, and what is kept until it is safe.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { readLeaderboard } from '../../src/leaderboard/leaderboard.js';
import { openReader } from '../../src/store/reader.js';
import type { SweepRecorder } from '../../src/store/recorder.js';
import { openStore } from '../../src/store/store.js';
import type { BestEpoch } from '../../src/vocabulary/metric.js';
import { betterEpoch } from '../../src/vocabulary/metric.js';
import { meanEpoch, standardError } from '../../src/vocabulary/replicate.js';
import { keyOf, sweepStart, temporaryDirectory } from './recorded-sweep.js';

function query(directory: string, sql: string): unknown[] {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows;
}

const replicatesOf = (trial: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    training: keyOf(`${trial}/${i}`),
    seed: 7 + i,
    fold: 0,
  }));

/** Tells a whole trial: losses[replicate][epoch - 1]. Epochs come replicate by replicate. */
function tellReplicates(
  { listen }: SweepRecorder,
  trial: number,
  losses: readonly (readonly number[])[],
  source: 'trained' | 'memo' = 'trained',
): void {
  const replicates = replicatesOf(trial, losses.length);
  const parameters = { lr: 0.1 + trial };
  listen({ kind: 'trial_started', trial, replicates, parameters, configuration: parameters });
  const curves = losses.map((curve) =>
    curve.map((val_loss, i) => ({ epoch: i + 1, metrics: { val_loss, train_loss: val_loss / 2 } })),
  );
  curves.forEach((curve, replicate) => {
    const leg = { trial, replicate, from: 0, to: curve.length };
    if (source === 'trained') listen({ kind: 'segment_started', ...leg });
    for (const epoch of curve) {
      const { training } = replicates[replicate]!;
      listen({ kind: 'epoch', trial, training, epoch, source });
    }
  });
  let best: BestEpoch | null = null;
  for (const i of curves[0]!.keys()) {
    const epochs = curves.map((curve) => curve[i]!);
    const epoch = meanEpoch(epochs);
    const se = standardError(epochs.map(({ metrics }) => metrics.val_loss));
    listen({ kind: 'trial_epoch', trial, epoch, se });
    const next = { epoch: i + 1, value: epoch.metrics.val_loss!, ...(se === null ? {} : { se }) };
    best = betterEpoch(best, next, sweepStart().objective);
  }
  const epochs = curves[0]!.length;
  listen({ kind: 'trial_settled', trial, fate: { state: 'completed' }, epochs, best });
}

async function recorded(...trials: (readonly (readonly number[])[])[]) {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart({ seeds: trials[0]!.length }));
  for (const [trial, losses] of trials.entries()) tellReplicates(recorder, trial, losses);
  await recorder.finish('completed', null);
  await store.close();
  return directory;
}

describe('a trial of several replicates', () => {
  test('is ranked by the mean at the best epoch of the mean curve', async () => {
    // The second has the best single value, at an epoch that is not its mean's best.
    const directory = await recorded(
      [
        [0.5, 0.3],
        [0.5, 0.4],
      ],
      [
        [0.1, 0.5],
        [0.9, 0.4],
      ],
    );
    expect(query(directory, 'SELECT rank, trial, value, epoch, se FROM leaderboard')).toEqual([
      { rank: 1, trial: 0, value: 0.35, epoch: 2, se: expect.closeTo(0.05, 15) },
      { rank: 2, trial: 1, value: 0.45, epoch: 2, se: expect.closeTo(0.05, 15) },
    ]);
    const reader = openReader(directory);
    const { rows } = readLeaderboard(reader, reader.findSweep());
    expect(rows[0]).toMatchObject({
      value: 0.35,
      metrics: { val_loss: 0.35, train_loss: 0.175 },
      replicates: [
        { seed: 7, fold: null, value: 0.3 },
        { seed: 8, fold: null, value: 0.4 },
      ],
      pValue: null,
      tied: null,
    });
    // Differences 0.2 and 0: t = 1 with 1 degree of freedom.
    expect(rows[1]).toMatchObject({ pValue: expect.closeTo(0.5, 12), tied: true });
    expect(reader.curve(reader.findSweep(), 1)).toEqual([
      { epoch: 1, metrics: { val_loss: 0.5, train_loss: 0.25 } },
      { epoch: 2, metrics: { val_loss: 0.45, train_loss: 0.225 } },
    ]);
    expect(reader.findSweep()).toMatchObject({ epochsTrained: 8, seeds: 2, folds: null });
    reader.close();
  });

  test('has a mean curve, NaN where one replicate is, and a row for each replicate', async () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const directory = await recorded([
      [0.5, nan, infinity, infinity],
      [1.5, 1, -infinity, 1],
    ]);
    expect(
      query(directory, "SELECT epoch, value, kind FROM curves WHERE metric = 'val_loss'"),
    ).toEqual([
      { epoch: 1, value: 1, kind: 'finite' },
      { epoch: 2, value: null, kind: 'nan' },
      { epoch: 3, value: null, kind: 'nan' },
      { epoch: 4, value: infinity, kind: 'inf' },
    ]);
    expect(
      query(directory, 'SELECT replicate, seed, fold, value, epoch, training FROM replicates'),
    ).toEqual([
      { replicate: 0, seed: 7, fold: null, value: 0.5, epoch: 1, training: keyOf('0/0') },
      { replicate: 1, seed: 8, fold: null, value: 1.5, epoch: 1, training: keyOf('0/1') },
    ]);
  });

  test('is filtered and sorted by means', async () => {
    const directory = await recorded([[0.5], [0.7]], [[0.4], [0.6]], [[0.1], [Number.NaN]]);
    const reader = openReader(directory);
    const ask = (request: object) =>
      readLeaderboard(reader, reader.findSweep(), request).rows.map(({ trial }) => trial);
    expect(ask({ where: 'train_loss < 0.29' })).toEqual([1]);
    expect(ask({ where: 'train_loss is null' })).toEqual([2]);
    expect(ask({ sort: 'train_loss desc' })).toEqual([0, 1, 2]);
    expect(ask({ where: 'se < 0.2' })).toEqual([1, 0]);
    reader.close();
  });

  test('is not over before the states of all its replicates are safe', async () => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart({ seeds: 2 }));
    const [, second] = replicatesOf(0, 2);
    const data = new Float32Array(4 << 20);
    const tensors = { w: { shape: [data.length], data } };
    const parameters = { lr: 0.1 };
    const replicates = replicatesOf(0, 2);
    recorder.listen({ kind: 'trial_started', trial: 0, replicates, parameters, configuration: {} });
    recorder.listen({
      kind: 'state',
      training: second!.training,
      state: { epoch: 1, step: 1, tensors },
    });
    tellReplicates(recorder, 0, [[1], [2]]);
    // Between the commits that a timer makes and the file that is still being written.
    await new Promise((resolve) => setImmediate(resolve));
    const seen = query(directory, 'SELECT state FROM trials');
    expect(seen.every((row) => (row as { state: string }).state === 'running')).toBe(true);
    await recorder.flush();
    expect(query(directory, 'SELECT state FROM trials')).toEqual([{ state: 'completed' }]);
    await store.close();
  });

  test('told again changes nothing, times included', async () => {
    const directory = temporaryDirectory();
    const tell = async (source: 'trained' | 'memo') => {
      const store = openStore(directory);
      const recorder = await store.beginSweep(sweepStart({ seeds: 3 }));
      tellReplicates(
        recorder,
        0,
        [
          [3, 2],
          [2, 1],
          [5, 4],
        ],
        source,
      );
      await recorder.finish('completed', null);
      await store.close();
      return ['trials', 'replicates', 'curves'].map((v) => query(directory, `SELECT * FROM ${v}`));
    };
    const first = await tell('trained');
    expect(await tell('memo')).toEqual(first);
    expect(first[1]).toHaveLength(3);
  });
});
