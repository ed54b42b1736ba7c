// Trainings that are written down for themselves: the memo has them, and no sweep has anything of them.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import type { TrainingRecorder } from '../../src/store/training-recorder.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { keyOf, startTrial, sweepStart, tellEpochs, temporaryDirectory } from './recorded-sweep.js';

function stateAt(epoch: number): TrainingState {
  const tensors = { '0.weight': { shape: [2, 1], data: Float32Array.of(epoch, -1) } };
  return { epoch, step: 10 * epoch, tensors };
}

/** Epochs that are trained, each with an interim state. */
function trainOn({ listen }: TrainingRecorder, from: number, to: number): void {
  const training = keyOf(0);
  const replicates = [{ training, seed: 7, fold: 0 }];
  const configuration = { lr: 0.1, epochs: 27 };
  listen({ kind: 'trial_started', trial: 0, replicates, parameters: { lr: 0.1 }, configuration });
  for (let epoch = from + 1; epoch <= to; epoch++) {
    const measured = { epoch, metrics: { val_loss: epoch } };
    listen({ kind: 'epoch', trial: 0, training, epoch: measured, source: 'trained' });
    listen({ kind: 'trial_epoch', trial: 0, epoch: measured, se: null });
    listen({ kind: 'state', training, state: stateAt(epoch), interim: true, beside: null });
  }
  const best = { epoch: to, value: to };
  listen({ kind: 'trial_settled', trial: 0, fate: { state: 'completed' }, epochs: to, best });
}

function count(directory: string, table: string): number {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const rows = database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  database.close();
  return rows;
}

test('they are remembered at once, and by a later sweep; there is no trial of them', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = store.recordTrainings('core');
  trainOn(recorder, 0, 2);
  expect(recorder.memo.recall(keyOf(0)).curve).toHaveLength(2);
  await recorder.flush();
  expect(['sweep', 'trial', 'decision'].map((table) => count(directory, table))).toEqual([0, 0, 0]);
  await store.close();

  const later = openStore(directory);
  const { memo } = await later.beginSweep(sweepStart());
  expect(memo.recall(keyOf(0))).toMatchObject({ states: [1, 2], curve: [{}, {}] });
  expect(memo.loadState(keyOf(0), 2)).toEqual(stateAt(2));
  await later.close();
});

test('what a sweep has of a training stays, and what is known is not written again', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const sweep = await store.beginSweep(sweepStart());
  startTrial(sweep, 0);
  tellEpochs(sweep, { number: 0, curve: [{ val_loss: 1 }] });
  await sweep.finish('paused', null);
  const recorder = store.recordTrainings('core');
  const known = { epoch: 1, metrics: { val_loss: 5 } };
  recorder.listen({ kind: 'epoch', trial: 0, training: keyOf(0), epoch: known, source: 'memo' });
  trainOn(recorder, 1, 3);
  await recorder.flush();
  const { curve } = recorder.memo.recall(keyOf(0));
  expect(curve.map(({ metrics }) => metrics.val_loss)).toEqual([1, 2, 3]);
  expect(count(directory, "trial WHERE state = 'running' AND epochs = 1")).toBe(1);
  await store.close();
});

test('an interim state goes when two later ones are there, unless it is to stay', async () => {
  const store = openStore(temporaryDirectory());
  const recorder = store.recordTrainings('core');
  trainOn(recorder, 0, 2);
  await recorder.flush();
  recorder.keepState(keyOf(0), 1);
  trainOn(recorder, 2, 3);
  await recorder.flush();
  trainOn(recorder, 3, 4);
  await recorder.flush();
  expect(recorder.memo.recall(keyOf(0)).states).toEqual([1, 3, 4]);
  await store.close();
});
