// Reading: choosing a sweep, what is said of it, and that it works while somebody writes.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openReader, type Reader } from '../../src/store/reader.js';
import { openStore, type Store } from '../../src/store/store.js';
import { keyOf, startTrial, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

function openBoth(): { directory: string; store: Store; reader: Reader } {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const reader = openReader(directory);
  onTestFinished(async () => {
    reader.close();
    await store.close();
  });
  return { directory, store, reader };
}

describe('the objective of a sweep', () => {
  const objective = { name: 'val_loss', goal: 'minimize' } as const;

  test('says that the last epoch speaks for a trial, where the definition does', async () => {
    const { store, reader } = openBoth();
    const last = { ...objective, epoch: 'last' } as const;
    await store.beginSweep(sweepStart({ objective: last, definition: { objective: last } }));
    expect(reader.findSweep().objective).toEqual(last);
  });

  test('says nothing of it else', async () => {
    const { store, reader } = openBoth();
    await store.beginSweep(sweepStart({ objective, definition: { objective } }));
    expect(reader.findSweep().objective).toEqual(objective);
  });
});

describe('the choice of a sweep', () => {
  test('where there is none says what to do', () => {
    const { directory, reader } = openBoth();
    expect(reader.sweeps()).toEqual([]);
    expect(() => reader.findSweep()).toThrow(
      `a sweep in ${directory}, found none yet: run one first`,
    );
  });

  test('by an unknown name guesses what was meant', async () => {
    const { store, reader } = openBoth();
    await store.beginSweep(sweepStart({ name: 'digits-random' }));
    expect(() => reader.findSweep('digit-random')).toThrow(/did you mean `digits-random`\?/);
    expect(() => reader.findSweep('')).toThrow(/use one of `digits-random`/);
  });

  test('by the start of two ids lists both', async () => {
    const { store, reader } = openBoth();
    await store.beginSweep(sweepStart({ id: 'abc000000000', name: 'one' }));
    await store.beginSweep(sweepStart({ id: 'abc111111111', name: 'two' }));
    expect(() => reader.findSweep('abc')).toThrow(
      '2 begin with abc: use more digits of abc111111111 (two), abc000000000 (one)',
    );
    expect(reader.findSweep('abc0').name).toBe('one');
  });

  test('is the one begun last if nothing is said, also of several with one name', async () => {
    const { store, reader } = openBoth();
    await store.beginSweep(sweepStart({ id: 'aaaaaaaaaaaa', name: 'digits' }));
    await store.beginSweep(sweepStart({ id: 'bbbbbbbbbbbb', name: 'digits' }));
    expect(reader.findSweep().id).toBe('bbbbbbbbbbbb');
    await store.beginSweep(sweepStart({ id: 'aaaaaaaaaaaa', name: 'digits' }));
    expect(reader.findSweep().id).toBe('aaaaaaaaaaaa');
    expect(reader.findSweep('digits').id).toBe('aaaaaaaaaaaa');
    expect(reader.sweeps()).toHaveLength(2);
  });
});

describe('a sweep', () => {
  test('is told with its trials by state and the epochs they took', async () => {
    const { store, reader } = openBoth();
    const recorder = await store.beginSweep(sweepStart());
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }, { val_loss: 2 }] });
    startTrial(recorder, 1);
    await recorder.flush();
    expect(reader.findSweep()).toMatchObject({
      name: 'digits',
      state: 'running',
      objective: { name: 'val_loss', goal: 'minimize' },
      parameters: ['lr', 'optimizer'],
      trials: { running: 1, paused: 0, completed: 1, stopped: 0, failed: 0 },
      trialsInAll: 2,
      epochsTrained: 2,
      epochsBudget: 27,
      finished: null,
    });
  });

  test('that says running, but whose process is gone, is interrupted', async () => {
    const { directory, store, reader } = openBoth();
    await store.beginSweep(sweepStart());
    expect(reader.findSweep().state).toBe('running');
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const database = new Database(join(directory, 'nightsweep.db'));
    database.prepare('UPDATE sweep SET pid = ?').run(gone);
    expect(reader.findSweep().state).toBe('interrupted');
    database.prepare("UPDATE sweep SET host = 'elsewhere'").run();
    expect(reader.findSweep().state).toBe('running');
    database.close();
  });

  test('that was finished says how and when', async () => {
    const { store, reader } = openBoth();
    const recorder = await store.beginSweep(sweepStart());
    await recorder.finish('paused', 'stopped by Ctrl-C');
    const paused = reader.findSweep();
    expect(paused).toMatchObject({ state: 'paused', reason: 'stopped by Ctrl-C', finished: null });
    await (await store.beginSweep(sweepStart())).finish('completed', null);
    expect(reader.findSweep()).toMatchObject({ state: 'completed', reason: null, pid: null });
    expect(reader.findSweep().finished).toMatch(/^\d{4}-\d\d-\d\dT/);
  });
});

describe('a trial', () => {
  test('that there is not is a slip', async () => {
    const { store, reader } = openBoth();
    const recorder = await store.beginSweep(sweepStart());
    tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
    await recorder.flush();
    const sweep = reader.findSweep();
    for (const ask of [() => reader.trial(sweep, 1), () => reader.curve(sweep, 1)]) {
      expect(ask).toThrow('no trial 1 (it has 1, numbered from 0): `nightsweep top digits`');
    }
  });

  test('is told whole: configuration, reason, metrics of its best epoch, training', async () => {
    const { store, reader } = openBoth();
    const recorder = await store.beginSweep(sweepStart());
    const reason = { rule: 'patience', text: 'no better', facts: { patience: 1 } };
    const curve = [
      { val_loss: 0.5, val_accuracy: 0.8 },
      { val_loss: 0.75, val_accuracy: 0.9 },
    ];
    tellTrial(recorder, { number: 3, curve, fate: { state: 'stopped', reason } });
    await recorder.flush();
    const trial = reader.trial(reader.findSweep(), 3);
    expect(trial).toMatchObject({
      rank: 1,
      trial: 3,
      state: 'stopped',
      value: 0.5,
      epoch: 1,
      epochs: 2,
      reason,
      seed: 7,
      se: null,
      replicates: [{ seed: 7, fold: null, value: 0.5 }],
      parameters: { lr: 0.1, optimizer: 'adam' },
      metrics: { val_loss: 0.5, val_accuracy: 0.8 },
      training: keyOf(3),
      configuration: { lr: 0.1, optimizer: 'adam', epochs: 27 },
      detail: null,
    });
    expect(reader.curve(reader.findSweep(), 3)).toEqual([
      { epoch: 1, metrics: curve[0] },
      { epoch: 2, metrics: curve[1] },
    ]);
    expect(reader.metricNames(reader.findSweep())).toEqual(['val_accuracy', 'val_loss']);
  });
});
