// Interim states are kept for a restart only: each goes, row and file, when two later states of its
// training are durable, and not before; but that of the best epoch stays beside them. What a trial needs in
// the end is kept for good.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { checkpointFiles } from '../../src/store/checkpoint-files.js';
import type { SweepRecorder } from '../../src/store/recorder.js';
import { openStore } from '../../src/store/store.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { keyOf, startTrial, sweepStart, temporaryDirectory } from './recorded-sweep.js';

function stateAt(epoch: number): TrainingState {
  const tensors = { '0.weight': { shape: [2, 1], data: Float32Array.of(epoch, -1) } };
  return { epoch, step: 10 * epoch, tensors };
}

function tellState(
  recorder: SweepRecorder,
  epoch: number,
  interim: boolean,
  trial = 0,
  beside: number | null = null,
): void {
  const mark = interim ? { interim: true as const, beside } : {};
  recorder.listen({ kind: 'state', training: keyOf(trial), state: stateAt(epoch), ...mark });
}

async function begun(trials = 1) {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  for (let trial = 0; trial < trials; trial++) startTrial(recorder, trial);
  const statesOf = (trial = 0) => recorder.memo.recall(keyOf(trial)).states;
  return { directory, store, recorder, statesOf };
}

function files(directory: string): string[] {
  const root = join(directory, 'checkpoints');
  return readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
}

function rows(directory: string): unknown[] {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const found = database.prepare('SELECT epoch, interim FROM state ORDER BY training, epoch').all();
  database.close();
  return found;
}

test('an interim state is remembered and loaded like any other', async () => {
  const { store, recorder, statesOf } = await begun();
  tellState(recorder, 3, true);
  await recorder.flush();
  expect(statesOf()).toEqual([3]);
  expect(recorder.memo.loadState(keyOf(0), 3)).toEqual(stateAt(3));
  await store.close();
});

test.each([true, false])(
  'it goes when two later ones are durable (interim: %s)',
  async (interim) => {
    const { directory, store, recorder } = await begun();
    tellState(recorder, 3, true);
    await recorder.flush();
    tellState(recorder, 5, true);
    await recorder.flush();
    expect(files(directory)).toHaveLength(2);
    tellState(recorder, 7, interim);
    await recorder.flush();
    expect(rows(directory)).toEqual([
      { epoch: 5, interim: 1 },
      { epoch: 7, interim: Number(interim) },
    ]);
    expect(files(directory)).toHaveLength(2);
    expect(recorder.memo.recall(keyOf(0))).toMatchObject({ states: [5, 7], removed: [] });
    await store.close();
  },
);

test('that of the best epoch stays, however many follow, until another is the best', async () => {
  const { directory, store, recorder } = await begun();
  const kept = async () => {
    await recorder.flush();
    return (rows(directory) as { epoch: number }[]).map(({ epoch }) => epoch);
  };
  for (const epoch of [2, 4, 6, 8]) tellState(recorder, epoch, true, 0, 2);
  expect(await kept()).toEqual([2, 6, 8]);
  tellState(recorder, 9, true, 0, 9);
  expect(await kept()).toEqual([8, 9]);
  await store.close();
});

test.each([true, false])(
  'what a settled trial needs is kept for good (told now: %s)',
  async (now) => {
    const { directory, store, recorder } = await begun();
    tellState(recorder, 3, true);
    if (!now) await recorder.flush();
    recorder.listen({ kind: 'state_kept', training: keyOf(0), epoch: 3 });
    for (const epoch of [5, 7, 9]) tellState(recorder, epoch, true);
    await recorder.flush();
    expect(rows(directory)).toEqual([
      { epoch: 3, interim: 0 },
      { epoch: 7, interim: 1 },
      { epoch: 9, interim: 1 },
    ]);
    await store.close();
  },
);

test('it goes also where all become durable together, whichever was told first', async () => {
  for (const epochs of [
    [3, 4, 5],
    [5, 4, 3],
  ]) {
    const { directory, store, recorder } = await begun();
    for (const epoch of epochs) tellState(recorder, epoch, true);
    await recorder.flush();
    expect(rows(directory)).toEqual([
      { epoch: 4, interim: 1 },
      { epoch: 5, interim: 1 },
    ]);
    expect(files(directory)).toHaveLength(2);
    await store.close();
  }
});

test('it stays beside an earlier state, and states that are not interim stay always', async () => {
  const { directory, store, recorder } = await begun();
  tellState(recorder, 1, false);
  tellState(recorder, 5, true);
  tellState(recorder, 2, false);
  await recorder.flush();
  expect(rows(directory)).toEqual([
    { epoch: 1, interim: 0 },
    { epoch: 2, interim: 0 },
    { epoch: 5, interim: 1 },
  ]);
  expect(files(directory)).toHaveLength(3);
  await store.close();
});

test('it stays until the later ones are really durable', async () => {
  const { directory, store, recorder } = await begun();
  tellState(recorder, 3, true);
  await recorder.flush();
  const other = new Database(join(directory, 'nightsweep.db'));
  other.exec(
    "CREATE TRIGGER t BEFORE INSERT ON state WHEN NEW.epoch = 6 BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  tellState(recorder, 5, true);
  tellState(recorder, 6, false);
  await expect(recorder.flush()).rejects.toThrow('no');
  expect(rows(directory)).toEqual([{ epoch: 3, interim: 1 }]);
  expect(recorder.memo.loadState(keyOf(0), 3)).toEqual(stateAt(3));
  expect(files(directory)).toHaveLength(3);
  other.exec('DROP TRIGGER t');
  other.close();
  await recorder.flush();
  expect(rows(directory)).toEqual([
    { epoch: 5, interim: 1 },
    { epoch: 6, interim: 0 },
  ]);
  expect(files(directory)).toHaveLength(2);
  await store.close();
});

test('of a state that is told both ways the one that stays is recorded', async () => {
  for (const order of [
    [true, false],
    [false, true],
  ]) {
    for (const flushed of [false, true]) {
      const { directory, store, recorder } = await begun();
      for (const interim of order) {
        tellState(recorder, 4, interim);
        if (flushed) await recorder.flush();
      }
      await recorder.flush();
      expect(rows(directory)).toEqual([{ epoch: 4, interim: 0 }]);
      expect(files(directory)).toHaveLength(1);
      await store.close();
    }
  }
});

test('a file that another training’s row names stays', async () => {
  const { directory, store, recorder } = await begun(2);
  // The same bytes, and so the same file.
  for (const trial of [0, 1]) tellState(recorder, 3, true, trial);
  await recorder.flush();
  for (const epoch of [5, 6]) tellState(recorder, epoch, true, 0);
  await recorder.flush();
  expect(recorder.memo.loadState(keyOf(1), 3)).toEqual(stateAt(3));
  for (const epoch of [5, 6]) tellState(recorder, epoch, true, 1);
  await recorder.flush();
  expect(files(directory)).toHaveLength(2);
  await store.close();
});

test('a file whose row is on its way stays, until nobody holds it any more', async () => {
  const directory = temporaryDirectory();
  const { write, release, remove } = checkpointFiles(directory);
  const writing = write(stateAt(3));
  const { file } = await write(stateAt(3));
  await writing;
  for (const _holder of ['first', 'second']) {
    remove(file!);
    expect(files(directory)).toHaveLength(1);
    release(file!);
  }
  remove(file!);
  expect(files(directory)).toEqual([]);
});

test('a file that cannot be removed is no trouble', async () => {
  const { directory, store, recorder } = await begun();
  tellState(recorder, 3, true);
  await recorder.flush();
  const [file] = files(directory);
  const path = join(directory, 'checkpoints', file!.slice(0, 2), file!);
  // A folder in its place: as root, a permission would not do.
  rmSync(path);
  mkdirSync(path);
  writeFileSync(join(path, 'x'), '');
  for (const epoch of [5, 6]) tellState(recorder, epoch, true);
  await recorder.flush();
  expect(rows(directory)).toEqual([
    { epoch: 5, interim: 1 },
    { epoch: 6, interim: 1 },
  ]);
  await store.close();
});

test('a removed state is listed as removed, loads as none, and is there again when it is told again', async () => {
  const { directory, store, recorder } = await begun();
  for (const epoch of [1, 2]) tellState(recorder, epoch, false);
  await recorder.flush();
  const other = new Database(join(directory, 'nightsweep.db'));
  other.exec('UPDATE state SET removed = 1 WHERE epoch = 1');
  other.close();
  expect(recorder.memo.recall(keyOf(0))).toMatchObject({ states: [2], removed: [1] });
  expect(recorder.memo.loadState(keyOf(0), 1)).toBeNull();
  tellState(recorder, 1, false);
  await recorder.flush();
  expect(recorder.memo.recall(keyOf(0))).toMatchObject({ states: [1, 2], removed: [] });
  await store.close();
});

test('a training knows under which core its bits were made', async () => {
  const { directory, store, recorder } = await begun();
  tellState(recorder, 1, false);
  await recorder.flush();
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  expect(database.prepare('SELECT core_build FROM training').pluck().all()).toEqual(['core']);
  database.close();
  await store.close();
});
