// What the memo knows, and from when on.

import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { keyOf, startTrial, sweepStart, tellEpochs, temporaryDirectory } from './recorded-sweep.js';

function stateAt(epoch: number, weight: number): TrainingState {
  const tensors = { '0.weight': { shape: [2, 1], data: Float32Array.of(weight, -weight) } };
  return { epoch, step: 10 * epoch, tensors };
}

test('a training that nobody told of is unknown', async () => {
  const store = openStore(temporaryDirectory());
  const { memo } = await store.beginSweep(sweepStart());
  expect(memo.recall(keyOf(0))).toEqual({ curve: [], states: [], removed: [] });
  expect(memo.loadState(keyOf(0), 1)).toBeNull();
  await store.close();
});

test('what was told is known at once, before it is committed', async () => {
  const store = openStore(temporaryDirectory());
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  tellEpochs(recorder, { number: 0, curve: [{ val_loss: 2 }, { val_loss: Number.NaN }] });
  const state = stateAt(2, 0.5);
  recorder.listen({ kind: 'state', training: keyOf(0), state });
  expect(recorder.memo.recall(keyOf(0))).toEqual({
    curve: [
      { epoch: 1, metrics: { val_loss: 2 } },
      { epoch: 2, metrics: { val_loss: Number.NaN } },
    ],
    states: [2],
    removed: [],
  });
  expect(recorder.memo.loadState(keyOf(0), 2)).toBe(state);
  await store.close();
});

test('what one sweep trained, another recalls, also in a later process', async () => {
  const directory = temporaryDirectory();
  const first = openStore(directory);
  const recorder = await first.beginSweep(sweepStart());
  startTrial(recorder, 0);
  tellEpochs(recorder, {
    number: 0,
    curve: [
      { val_loss: -0, a: 1 },
      { val_loss: 0.1, a: 2 },
    ],
  });
  recorder.listen({ kind: 'state', training: keyOf(0), state: stateAt(1, 0.25) });
  recorder.listen({ kind: 'state', training: keyOf(0), state: { epoch: 2, step: 4, tensors: {} } });
  await first.close();

  const second = openStore(directory);
  const { memo } = await second.beginSweep(sweepStart({ id: 'fedcba987654', name: 'other' }));
  const { curve, states } = memo.recall(keyOf(0));
  expect(curve.map(({ metrics }) => metrics)).toStrictEqual([
    { val_loss: -0, a: 1 },
    { val_loss: 0.1, a: 2 },
  ]);
  expect(states).toEqual([1, 2]);
  expect(memo.loadState(keyOf(0), 1)).toEqual(stateAt(1, 0.25));
  expect(memo.loadState(keyOf(0), 2)).toEqual({ epoch: 2, step: 4, tensors: {} });
  expect(memo.loadState(keyOf(0), 3)).toBeNull();
  await second.close();
});

test('a curve ends before a gap', async () => {
  const store = openStore(temporaryDirectory());
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  const curve = [{ val_loss: 4 }, { val_loss: 3 }, { val_loss: 2 }, { val_loss: 1 }];
  tellEpochs(recorder, { number: 0, curve: curve.slice(0, 1) });
  tellEpochs(recorder, { number: 0, curve }, 2);
  const epochs = () => recorder.memo.recall(keyOf(0)).curve.map(({ epoch }) => epoch);
  expect(epochs()).toEqual([1]);
  await recorder.flush();
  expect(epochs()).toEqual([1]);
  tellEpochs(recorder, { number: 0, curve: curve.slice(0, 2) }, 1);
  expect(epochs()).toEqual([1, 2, 3, 4]);
  await store.close();
});

test('of an epoch that is told twice the last is kept, with every metric once', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  for (const val_loss of [1, 2]) {
    tellEpochs(recorder, { number: 0, curve: [{ val_loss }] });
    await recorder.flush();
  }
  expect(recorder.memo.recall(keyOf(0)).curve).toEqual([{ epoch: 1, metrics: { val_loss: 2 } }]);
  await store.close();
});
