// Checkpoint files on the disk: where they lie, and that a damaged one is as good as none.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openReader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { keyOf, startTrial, sweepStart, temporaryDirectory } from './recorded-sweep.js';

const state: TrainingState = {
  epoch: 9,
  step: 90,
  tensors: { '0.weight': { shape: [2, 2], data: Float32Array.of(1, 2, 3, Number.NaN) } },
};

async function storeState(directory: string): Promise<void> {
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  recorder.listen({ kind: 'state', training: keyOf(0), state });
  await recorder.flush();
  await store.close();
}

function checkpointFiles(directory: string): string[] {
  const root = join(directory, 'checkpoints');
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map((file) => join(root, folder, file)),
  );
}

async function loaded(directory: string): Promise<TrainingState | null> {
  const store = openStore(directory);
  const { memo } = await store.beginSweep(sweepStart());
  const found = memo.loadState(keyOf(0), 9);
  await store.close();
  return found;
}

const damages: readonly [string, (file: string) => void][] = [
  ['gone', (file) => rmSync(file)],
  ['empty', (file) => truncateSync(file, 0)],
  ['torn', (file) => truncateSync(file, readFileSync(file).length - 4)],
  ['longer', (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(4)]))],
  [
    'flipped in one bit',
    (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 9]! ^= 1;
      writeFileSync(file, bytes);
    },
  ],
];

test('where the newest checkpoint is damaged, the one before it serves', async () => {
  const directory = temporaryDirectory();
  await storeState(directory);
  const [newest] = checkpointFiles(directory);
  const store = openStore(directory);
  const { listen, memo, flush } = await store.beginSweep(sweepStart());
  const earlier = { ...state, epoch: 3, step: 30 };
  listen({ kind: 'state', training: keyOf(0), state: earlier });
  await flush();
  // Sound in itself, but another state's.
  const [other] = checkpointFiles(directory).filter((file) => file !== newest);
  writeFileSync(newest!, readFileSync(other!));
  expect(memo.recall(keyOf(0)).states).toEqual([3, 9]);
  expect(memo.loadState(keyOf(0), 9)).toBeNull();
  expect(memo.loadState(keyOf(0), 3)).toEqual(earlier);
  await store.close();
});

describe('a checkpoint that is', () => {
  test.each(damages)('%s loads as none', async (_, spoil) => {
    const directory = temporaryDirectory();
    await storeState(directory);
    const [file] = checkpointFiles(directory);
    spoil(file!);
    expect(await loaded(directory)).toBeNull();
  });

  test('damaged is made good when its state is told again', async () => {
    const directory = temporaryDirectory();
    await storeState(directory);
    truncateSync(checkpointFiles(directory)[0]!, 10);
    await storeState(directory);
    expect(await loaded(directory)).toEqual(state);
  });
});

test('a checkpoint is named by the hash of its bytes, and no draft is left beside it', async () => {
  const directory = temporaryDirectory();
  await storeState(directory);
  const files = checkpointFiles(directory);
  expect(files).toHaveLength(1);
  const hash = createHash('sha256').update(readFileSync(files[0]!)).digest('hex');
  expect(files[0]).toBe(join(directory, 'checkpoints', hash.slice(0, 2), `${hash}.safetensors`));
  expect(await loaded(directory)).toEqual(state);
});

test('a checkpoint that cannot be written rejects the flush, and is written when it can be', async () => {
  const directory = temporaryDirectory();
  const troubles: Error[] = [];
  const store = openStore(directory, { onTrouble: (error) => troubles.push(error) });
  const recorder = await store.beginSweep(sweepStart());
  writeFileSync(join(directory, 'checkpoints'), 'in the way');
  startTrial(recorder, 0);
  recorder.listen({ kind: 'state', training: keyOf(0), state });
  await expect(recorder.flush()).rejects.toThrow(/expected to write, found .*resume the sweep/);
  expect(troubles).toHaveLength(1);
  expect(recorder.memo.loadState(keyOf(0), 9)).toBe(state);
  rmSync(join(directory, 'checkpoints'));
  await recorder.flush();
  expect(recorder.memo.loadState(keyOf(0), 9)).toEqual(state);
  expect(checkpointFiles(directory)).toHaveLength(1);
  await store.close();
});

describe('states that come faster than the disk takes them', () => {
  const flood = async (count: number) => {
    const directory = temporaryDirectory();
    const store = openStore(directory);
    const recorder = await store.beginSweep(sweepStart());
    for (let trial = 0; trial < count; trial++) {
      startTrial(recorder, trial);
      const data = Float32Array.of(trial, 1, 2, 3);
      const tensors = { '0.weight': { shape: [2, 2], data } };
      recorder.listen({ kind: 'state', training: keyOf(trial), state: { ...state, tensors } });
    }
    return { directory, store, recorder };
  };

  test('are no backlog while they are few', async () => {
    const { store, recorder } = await flood(10);
    expect(recorder.backlog()).toBeNull();
    await store.close();
  });

  test('are a backlog that resolves when the disk has caught up, with every state on it', async () => {
    const { directory, store, recorder } = await flood(200);
    const late = recorder.backlog();
    expect(late).toBeInstanceOf(Promise);
    await late;
    expect(recorder.backlog()).toBeNull();
    await store.close();
    expect(checkpointFiles(directory)).toHaveLength(200);
  });
});

test('states that cannot be written stay a backlog until they can', async () => {
  const directory = temporaryDirectory();
  const blocked = join(directory, 'checkpoints');
  writeFileSync(blocked, 'in the way');
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  for (let trial = 0; trial < 100; trial++) {
    startTrial(recorder, trial);
    recorder.listen({ kind: 'state', training: keyOf(trial), state });
  }
  await expect(recorder.flush()).rejects.toThrow();
  const late = recorder.backlog();
  expect(late).toBeInstanceOf(Promise);
  rmSync(blocked);
  // Nobody flushes: the store tries again by itself.
  await late;
  await store.close();
  expect(checkpointFiles(directory)).toHaveLength(1);
});

test('a trial is over only when its state is safe', async () => {
  const directory = temporaryDirectory();
  const blocked = join(directory, 'checkpoints');
  writeFileSync(blocked, 'in the way');
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  recorder.listen({ kind: 'state', training: keyOf(0), state });
  const best = { epoch: 9, value: 1 };
  const fate = { state: 'completed' } as const;
  recorder.listen({ kind: 'trial_settled', trial: 0, fate, epochs: 9, best });
  await expect(recorder.flush()).rejects.toThrow();
  expect(completed(directory)).toBe(0);
  rmSync(blocked);
  await recorder.flush();
  expect(completed(directory)).toBe(1);
  expect(recorder.memo.loadState(keyOf(0), 9)).toEqual(state);
  await store.close();
});

test('until then it runs: no number is missing beside trials that came later', async () => {
  const directory = temporaryDirectory();
  const blocked = join(directory, 'checkpoints');
  writeFileSync(blocked, 'in the way');
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const settle = (trial: number) => {
    startTrial(recorder, trial);
    if (trial === 0) recorder.listen({ kind: 'state', training: keyOf(trial), state });
    const fate = { state: 'stopped', reason: { rule: 'rule', text: 'why', facts: {} } } as const;
    recorder.listen({ kind: 'trial_settled', trial, fate, epochs: 0, best: null });
  };
  settle(0);
  settle(1);
  const rows = () => {
    const reader = openReader(directory);
    const sweep = reader.findSweep();
    const found = [0, 1].map((trial) => reader.trial(sweep, trial));
    reader.close();
    return found.map((trial) => [trial.state, trial.reason?.text, trial.replicates.length]);
  };
  await expect(recorder.flush()).rejects.toThrow();
  const stopped = ['stopped', 'why', 1];
  expect(rows()).toEqual([['running', undefined, 1], stopped]);
  rmSync(blocked);
  await recorder.flush();
  expect(rows()).toEqual([stopped, stopped]);
  await store.close();
});

function completed(directory: string): number {
  const reader = openReader(directory);
  const { trials } = reader.findSweep();
  reader.close();
  return trials.completed;
}
