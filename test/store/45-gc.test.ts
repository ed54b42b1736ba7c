// What gc takes away, and what it must not: states that a kept or an unfinished trial needs, files that a
// row names, files that are somebody else's.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type CollectOrder, collect } from '../../src/store/collect.js';
import type { SweepRecorder } from '../../src/store/recorder.js';
import { openStore } from '../../src/store/store.js';
import type { SweepEnd, SweepStart } from '../../src/store/sweep-start.js';
import { Slip } from '../../src/vocabulary/errors.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { keyOf, startTrial, sweepStart, temporaryDirectory } from './recorded-sweep.js';

interface Told {
  /** The objective; less is better. */
  readonly value: number;
  readonly training?: string;
  readonly fate?: TrialFate;
  /** Decides the bytes of its states. */
  readonly weight?: number;
}

/** A trial of two epochs, each with a state. */
function tell(recorder: SweepRecorder, trial: number, told: Told): void {
  const { value, training = keyOf(trial), fate = { state: 'completed' }, weight = trial } = told;
  startTrial(recorder, trial, { lr: trial }, training);
  for (const epoch of [1, 2]) {
    const metrics = { val_loss: value };
    recorder.listen({
      kind: 'epoch',
      trial,
      training,
      epoch: { epoch, metrics },
      source: 'trained',
    });
    recorder.listen({ kind: 'trial_epoch', trial, epoch: { epoch, metrics }, se: null });
    const tensors = { w: { shape: [100], data: new Float32Array(100).fill(weight) } };
    recorder.listen({ kind: 'state', training, state: { epoch, step: epoch, tensors } });
  }
  const best = { epoch: 1, value };
  recorder.listen({ kind: 'trial_settled', trial, fate, epochs: 2, best });
}

async function recorded(
  directory: string,
  trials: readonly Told[],
  end: SweepEnd = 'completed',
  change: Partial<SweepStart> = {},
): Promise<void> {
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart(change));
  trials.forEach((told, trial) => {
    tell(recorder, trial, told);
  });
  await recorder.finish(end, null);
  await store.close();
}

const other = { id: 'fedcba987654', name: 'other' };

/** Eight trials; the higher its number, the worse a trial is. */
const eight: readonly Told[] = [0, 1, 2, 3, 4, 5, 6, 7].map((value) => ({ value }));

function order(change: Partial<CollectOrder> = {}): CollectOrder {
  return { selector: undefined, keep: 5, dryRun: false, ...change };
}

function files(directory: string): string[] {
  const root = join(directory, 'checkpoints');
  if (!existsSync(root)) return [];
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map((file) => join(root, folder, file)),
  );
}

function query<Row>(directory: string, sql: string): Row[] {
  const database = new Database(join(directory, 'nightsweep.db'));
  const rows = database.prepare(sql).all() as Row[];
  database.close();
  return rows;
}

/** Trials of a sweep that have states to load, by number. */
async function trialsWithStates(directory: string, name = 'digits'): Promise<number[]> {
  const rows = query<{ trial: number; key: string; epoch: number }>(
    directory,
    `SELECT c.trial, g.key, c.epoch FROM checkpoints c JOIN training g ON g.row = c.training_row
     WHERE c.name = '${name}'`,
  );
  const store = openStore(directory);
  const { memo } = await store.beginSweep(sweepStart({ id: '000000000000', name: 'looking' }));
  for (const { key, epoch } of rows) expect(memo.loadState(key, epoch)).not.toBeNull();
  await store.close();
  query(directory, "DELETE FROM sweep WHERE name = 'looking' RETURNING 1");
  return [...new Set(rows.map(({ trial }) => trial))].sort();
}

describe('gc refuses', () => {
  test('a directory without results, and makes none', () => {
    const directory = join(temporaryDirectory(), 'results');
    expect(() => collect(directory, order())).toThrow(Slip);
    expect(existsSync(directory)).toBe(false);
  });

  test('a sweep that there is not', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    expect(() => collect(directory, order({ selector: 'digit' }))).toThrow(/did you mean `digits`/);
    expect(files(directory)).toHaveLength(16);
  });
});

describe('of a finished sweep', () => {
  test('the best are kept whole; of the others states and files go, and it says how many', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    const size = statSync(files(directory)[0]!).size;
    const collected = collect(directory, order());
    expect(collected).toMatchObject({ files: 6, bytes: 6 * size, strays: { files: 0, bytes: 0 } });
    expect(collected.sweeps).toMatchObject([{ sweep: { name: 'digits' }, files: 6 }]);
    expect(files(directory)).toHaveLength(10);
    expect(await trialsWithStates(directory)).toEqual([0, 1, 2, 3, 4]);
  });

  test('what went is remembered as removed, with its curve', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    collect(directory, order());
    const store = openStore(directory);
    const { memo } = await store.beginSweep(sweepStart());
    expect(memo.recall(keyOf(7))).toMatchObject({ states: [], removed: [1, 2] });
    expect(memo.recall(keyOf(7)).curve).toHaveLength(2);
    expect(memo.recall(keyOf(0))).toMatchObject({ states: [1, 2], removed: [] });
    await store.close();
  });

  test('nothing more goes the second time', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    collect(directory, order());
    expect(collect(directory, order())).toMatchObject({ files: 0, bytes: 0 });
  });

  test('with --dry-run nothing goes, and it says the same', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    const before = [files(directory), query(directory, 'SELECT * FROM state')];
    const would = collect(directory, order({ keep: 2, dryRun: true }));
    expect([files(directory), query(directory, 'SELECT * FROM state')]).toEqual(before);
    expect(would.files).toBe(12);
    expect(collect(directory, order({ keep: 2 }))).toEqual(would);
  });

  test('interim states go, also of the best: no restart will ask for them', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    query(directory, 'UPDATE state SET interim = 1 WHERE epoch = 2 RETURNING 1');
    expect(collect(directory, order({ keep: 8 })).files).toBe(8);
    expect(query(directory, 'SELECT DISTINCT epoch, removed FROM state')).toEqual([
      { epoch: 1, removed: 0 },
    ]);
  });
});

describe('what stays', () => {
  test.each([['paused'], ['running']] as const)('all of a sweep that is %s', async (state) => {
    const directory = temporaryDirectory();
    await recorded(directory, eight, 'paused');
    // Under a process that is gone: interrupted, and may go on.
    if (state === 'running') {
      query(directory, "UPDATE sweep SET state = 'running', pid = 1, host = 'x' RETURNING 1");
    }
    expect(collect(directory, order({ keep: 0 })).files).toBe(0);
    expect(files(directory)).toHaveLength(16);
  });

  test('of a finished sweep, all of a trial that is not settled', async () => {
    const directory = temporaryDirectory();
    const reason = { rule: 'interrupted', text: 'x', facts: {} };
    const trials = [{ value: 1 }, { value: 2, fate: { state: 'paused', reason } as const }];
    await recorded(directory, trials, 'failed');
    collect(directory, order({ keep: 0 }));
    expect(await trialsWithStates(directory)).toEqual([1]);
  });

  test('a training that a sweep shares which can still go on', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    await recorded(directory, [{ value: 7, training: keyOf(7) }], 'paused', other);
    collect(directory, order({ keep: 0 }));
    expect(await trialsWithStates(directory)).toEqual([7]);
    expect(await trialsWithStates(directory, 'other')).toEqual([0]);
  });

  test('a training that is among the best of another sweep', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    const shared = [{ value: 9 }, { value: 7, training: keyOf(7), weight: 7 }];
    await recorded(directory, shared, 'completed', other);
    collect(directory, order({ keep: 1 }));
    expect(await trialsWithStates(directory)).toEqual([0, 7]);
  });

  test('whatever belongs to a sweep that was not asked for', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, eight);
    await recorded(directory, [{ value: 7, training: keyOf(7), weight: 7 }], 'completed', other);
    writeFileSync(join(directory, '.nightsweep.db.1.new'), '');
    const { sweeps, strays } = collect(directory, order({ selector: 'digits', keep: 0 }));
    expect(sweeps).toMatchObject([{ files: 14 }]);
    expect(strays.files).toBe(0);
    expect(await trialsWithStates(directory)).toEqual([7]);
  });

  test('a file that another training’s state has as well', async () => {
    const directory = temporaryDirectory();
    await recorded(directory, [{ value: 1 }, { value: 2, weight: 0 }]);
    expect(files(directory)).toHaveLength(2);
    expect(collect(directory, order({ keep: 1 })).files).toBe(0);
    expect(await trialsWithStates(directory)).toEqual([0]);
    expect(collect(directory, order({ keep: 0 })).files).toBe(2);
    expect(files(directory)).toEqual([]);
  });
});

describe('files that belong to nobody', () => {
  const hash = 'ab'.repeat(32);

  async function littered(): Promise<{ directory: string; strays: string[]; foreign: string[] }> {
    const directory = temporaryDirectory();
    await recorded(directory, [{ value: 1 }]);
    const folder = join(directory, 'checkpoints', 'ab');
    mkdirSync(folder, { recursive: true });
    const strays = [
      join(folder, `${hash}.safetensors`),
      join(folder, `.${hash}.123.0.new`),
      join(directory, '.nightsweep.db.123.new'),
      join(directory, '.nightsweep.db.123.new-journal'),
    ];
    const foreign = [
      join(folder, 'best.safetensors'),
      join(folder, '.mine.new'),
      join(directory, 'notes.txt'),
      join(directory, '.nightsweep.db.new'),
    ];
    for (const file of [...strays, ...foreign]) writeFileSync(file, 'x');
    return { directory, strays, foreign };
  }

  test('go, and nothing else does', async () => {
    const { directory, strays, foreign } = await littered();
    expect(collect(directory, order()).strays).toEqual({ files: 4, bytes: 4 });
    expect(strays.filter(existsSync)).toEqual([]);
    expect(foreign.filter(existsSync)).toEqual(foreign);
    expect(await trialsWithStates(directory)).toEqual([0]);
  });

  test('stay while somebody is at work, unless they are old', async () => {
    const { directory, strays } = await littered();
    const store = openStore(directory);
    await store.beginSweep(sweepStart(other));
    expect(collect(directory, order()).strays.files).toBe(0);
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(strays[0]!, longAgo, longAgo);
    expect(collect(directory, order()).strays.files).toBe(1);
    expect(strays.filter(existsSync)).toEqual(strays.slice(1));
    await store.close();
  });
});

describe('while a sweep runs, checkpoints beyond the budget', () => {
  const size = 640;

  async function run(trials: readonly Told[], checkpointBytes: number | undefined) {
    const directory = temporaryDirectory();
    const notes: string[] = [];
    const store = openStore(directory, { checkpointBytes, onNote: (text) => notes.push(text) });
    const recorder = await store.beginSweep(sweepStart());
    let most = 0;
    for (const [trial, told] of trials.entries()) {
      tell(recorder, trial, told);
      await recorder.flush();
      const bytes = files(directory).map((file) => readFileSync(file).length);
      most = Math.max(
        most,
        bytes.reduce((sum, b) => sum + b, 0),
      );
    }
    await recorder.finish('completed', null);
    await store.close();
    return { directory, notes, most };
  }

  /** A bad one, a good one, and so on: the best eight are the odd ones. */
  const many = Array.from({ length: 40 }, (_, i) => ({ value: i % 2 === 0 ? 100 + i : i }));

  test('are those of the worst settled trials, and go; the best stay', async () => {
    const { directory, notes, most } = await run(many, 30 * size);
    expect(most).toBeLessThanOrEqual(34 * size);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/NIGHTSWEEP_CHECKPOINT_BYTES/);
    const left = await trialsWithStates(directory);
    expect(left).toEqual(expect.arrayContaining([1, 3, 5, 7, 9]));
    expect(left).not.toContain(0);
  });

  test('stay where trials may go on from them', async () => {
    const reason = { rule: 'rung', text: 'waits', facts: {} };
    const waiting = many.map((told) => ({ ...told, fate: { state: 'paused', reason } as const }));
    const { directory, notes } = await run(waiting, 30 * size);
    expect(files(directory)).toHaveLength(80);
    expect(notes).toHaveLength(1);
  });

  test('are none where the budget is large', async () => {
    const { directory, notes } = await run(many, undefined);
    expect(files(directory)).toHaveLength(80);
    expect(notes).toEqual([]);
  });
});
