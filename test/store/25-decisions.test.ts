// Decisions in the record: each once, in logical order; a replay that decides otherwise is told of and
// changes nothing, unless a trial that had failed was tried again.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.js';
import type { DecisionEvent } from '../../src/vocabulary/event.js';
import { startTrial, sweepStart, tellTrial, temporaryDirectory } from './recorded-sweep.js';

const behind = {
  rule: 'successive_halving',
  text: 'val_loss 2.31 is behind 1.87 at rung 1',
  facts: { value: 2.31, threshold: 1.87 },
};

function decision(sequence: number, change: Partial<DecisionEvent> = {}): DecisionEvent {
  return {
    kind: 'decision',
    sequence,
    at: sequence * 0.1,
    known: sequence,
    trial: 0,
    action: 'continue',
    epoch: sequence,
    reason: null,
    ...change,
  };
}

function recorded(directory: string): unknown[] {
  const database = new Database(join(directory, 'nightsweep.db'), { readonly: true });
  const rows = database
    .prepare('SELECT sequence, at, known, trial, action, epoch, rule, reason, facts FROM decisions')
    .all();
  database.close();
  return rows;
}

/** Tells the decisions to a sweep that is begun (again). @returns the troubles that were told */
async function told(directory: string, decisions: readonly DecisionEvent[]): Promise<string[]> {
  const troubles: string[] = [];
  const store = openStore(directory, { onTrouble: ({ message }) => troubles.push(message) });
  const recorder = await store.beginSweep(sweepStart());
  startTrial(recorder, 0);
  for (const event of decisions) recorder.listen(event);
  await recorder.finish('completed', null);
  await store.close();
  return troubles;
}

test('a decision is recorded with what was known and why', async () => {
  const directory = temporaryDirectory();
  const stop = decision(1, { action: 'stop', reason: behind });
  expect(await told(directory, [decision(0, { action: 'start' }), stop])).toEqual([]);
  const none = { rule: null, reason: null, facts: null };
  const why = { rule: behind.rule, reason: behind.text, facts: JSON.stringify(behind.facts) };
  const columns = { trial: 0, known: 0, at: 0, epoch: 0 };
  expect(recorded(directory)).toEqual([
    { ...columns, sequence: 0, action: 'start', ...none },
    { ...columns, sequence: 1, known: 1, at: 0.1, epoch: 1, action: 'stop', ...why },
  ]);
});

test('a replay that decides the same leaves the record as it is, and goes on behind it', async () => {
  const directory = temporaryDirectory();
  const stop = decision(1, { action: 'stop', reason: behind });
  await told(directory, [decision(0), stop]);
  const before = recorded(directory);
  expect(await told(directory, [decision(0), stop, decision(2)])).toEqual([]);
  expect(recorded(directory).slice(0, 2)).toEqual(before);
  expect(recorded(directory)).toHaveLength(3);
});

test.each([
  ['another trial', { trial: 1 }],
  ['another action', { action: 'stop' }],
  ['another time', { at: 0.1 + 2 ** -50 }],
  ['another number of results', { known: 3 }],
  ['another epoch', { epoch: 2 }],
  ['another reason', { reason: behind }],
] as const)('a replay with %s is told of once, and the record stays', async (_, change) => {
  const directory = temporaryDirectory();
  await told(directory, [decision(0), decision(1), decision(2)]);
  const before = recorded(directory);
  const other = [decision(0), decision(1, change), decision(2, change)];
  const troubles = await told(directory, other);
  expect(troubles).toHaveLength(1);
  expect(troubles[0]).toMatch(
    /^expected decision 1 of digits as it was recorded \(continue trial 0/,
  );
  expect(troubles[0]).toMatch(/changed from outside.*nightsweep verify digits/);
  expect(recorded(directory)).toEqual(before);
});

test('a failed trial that comes to something else when tried again is decided anew, and all that follows', async () => {
  const directory = temporaryDirectory();
  const failed = decision(1, { action: 'fail', reason: behind });
  await told(directory, [decision(0), failed, decision(2), decision(3), decision(4)]);
  const before = recorded(directory);
  // One that fails again as it did changes nothing.
  expect(await told(directory, [decision(0), failed])).toEqual([]);
  expect(recorded(directory)).toEqual(before);

  const anew = [decision(1, { trial: 5 }), decision(2, { trial: 6 })];
  expect(await told(directory, [decision(0), ...anew])).toEqual([]);
  expect(recorded(directory)).toMatchObject([{ sequence: 0, trial: 0 }, ...anew.map(numbered)]);
  expect(await told(directory, [decision(0), ...anew])).toEqual([]);
  // What replaced it is compared like everything else.
  expect(await told(directory, [decision(0), decision(1), anew[1]!])).toHaveLength(1);
});

test('what a failure had led to stays in the record until what replaces it is durable', async () => {
  const directory = temporaryDirectory();
  await told(directory, [decision(0, { action: 'fail', reason: behind }), decision(1)]);
  const before = recorded(directory);
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const other = new Database(join(directory, 'nightsweep.db'));
  other.exec("CREATE TRIGGER t BEFORE INSERT ON decision BEGIN SELECT RAISE(ABORT, 'no'); END");
  recorder.listen(decision(0, { trial: 5 }));
  await expect(recorder.flush()).rejects.toThrow('no');
  expect(recorded(directory)).toEqual(before);
  recorder.listen(decision(1, { trial: 6 }));
  other.exec('DROP TRIGGER t');
  other.close();
  await recorder.flush();
  expect(recorded(directory)).toMatchObject([{ trial: 5 }, { trial: 6 }]);
  await store.close();
});

const numbered = ({ sequence, trial }: DecisionEvent) => ({ sequence, trial });

test('a difference is found within one run as well, before and after the commit', async () => {
  for (const flushed of [false, true]) {
    const troubles: Error[] = [];
    const directory = temporaryDirectory();
    const store = openStore(directory, { onTrouble: (error) => troubles.push(error) });
    const recorder = await store.beginSweep(sweepStart());
    recorder.listen(decision(0));
    if (flushed) await recorder.flush();
    recorder.listen(decision(0, { trial: 4 }));
    expect(troubles).toHaveLength(1);
    await store.close();
    expect(recorded(directory)).toMatchObject([{ sequence: 0, trial: 0 }]);
  }
});

test('decisions survive a commit that failed, each once', async () => {
  const directory = temporaryDirectory();
  const store = openStore(directory);
  const recorder = await store.beginSweep(sweepStart());
  const other = new Database(join(directory, 'nightsweep.db'));
  other.exec("CREATE TRIGGER t BEFORE INSERT ON trial BEGIN SELECT RAISE(ABORT, 'no'); END");
  tellTrial(recorder, { number: 0, curve: [{ val_loss: 1 }] });
  recorder.listen(decision(0));
  await expect(recorder.flush()).rejects.toThrow('no');
  recorder.listen(decision(1));
  other.exec('DROP TRIGGER t');
  other.close();
  await recorder.flush();
  expect(recorded(directory)).toMatchObject([{ sequence: 0 }, { sequence: 1 }]);
  await store.close();
});
