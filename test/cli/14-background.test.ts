// A sweep in the background: how it is started, what its log is called, and how its progress is read from
// the database.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attachedView } from '../../src/cli/background/attached-view.js';
import { startInBackground } from '../../src/cli/background/background-process.js';
import { logName } from '../../src/cli/background/log-name.js';
import { storedProgress } from '../../src/cli/background/stored-progress.js';
import { sweepSpeed } from '../../src/cli/live-view/speed.js';
import type { Leaderboard } from '../../src/leaderboard/leaderboard.js';
import type { ReachedCount } from '../../src/store/read-reached.js';
import { keptTerminal, startedNine } from './started-sweep.js';

const script = fileURLToPath(new URL('background-child.mjs', import.meta.url));

let directory: string;
let log: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nightsweep-background-'));
  log = join(directory, 'a.log');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a process in the background', () => {
  test('does not write over a log that is there', async () => {
    writeFileSync(log, 'kept');
    await expect(startInBackground(script, ['ended', '0'], log)).rejects.toThrow('EEXIST');
    expect(readFileSync(log, 'utf8')).toBe('kept');
  });
  test.each([0, 1, 2])(
    'that ends with %i before its sweep is recorded passes that on',
    async (code) => {
      const started = await startInBackground(script, ['ended', String(code)], log);
      expect(started).toEqual({ kind: 'ended', code });
      expect(readFileSync(log, 'utf8')).toContain('on the error output');
    },
  );
  test('that says something else has not recorded its sweep', async () => {
    const started = await startInBackground(script, ['noise', '1'], log);
    expect(started).toEqual({ kind: 'ended', code: 1 });
  });
  test('has begun when its sweep is recorded; what it says stands in its log', async () => {
    const started = await startInBackground(script, ['recorded'], log);
    expect(started).toMatchObject({ kind: 'recorded', message: { sweep: 'abc', name: 'nine' } });
    expect(readFileSync(log, 'utf8')).toContain('on the output\n');
  });
  test('that is not there is told of', async () => {
    const started = await startInBackground(join(directory, 'none.mjs'), [], log);
    expect(started).toEqual({ kind: 'ended', code: 1 });
    expect(readFileSync(log, 'utf8')).toContain('Cannot find module');
  });
});

describe('a log', () => {
  const at = new Date(2026, 10, 25, 3, 4, 5);
  test('is called by the name and the time', () => {
    expect(logName('digits', at, directory)).toBe('digits-20261125-030405.log');
  });
  test('of the same second has a number', () => {
    for (const name of ['digits-20261125-030405.log', 'digits-20261125-030405-2.log']) {
      writeFileSync(join(directory, name), '');
    }
    expect(logName('digits', at, directory)).toBe('digits-20261125-030405-3.log');
  });
});

describe('progress read from the database', () => {
  const { plan, definition } = startedNine;
  const progress = (counts: readonly ReachedCount[], seeds = 1) => {
    const sum = (of: (count: ReachedCount) => number) =>
      counts.reduce((total, count) => total + of(count), 0);
    const sweep = {
      seeds,
      folds: null,
      objective: definition.objective,
      trials: {},
      trialsInAll: sum(({ trials }) => trials),
      epochsTrained: sum(({ trials, epochs }) => trials * epochs) * seeds,
    };
    const top = { sweep, rows: [], front: null } as unknown as Leaderboard;
    return storedProgress(top, counts, plan.rungs);
  };

  const looked = (counts: readonly ReachedCount[]) => ({
    tally: { ...progress(counts), trials: { ...none, stopped: counts[0]?.trials ?? 0 } },
    speed: sweepSpeed(),
    objective: definition.objective,
    ...plan,
    isPlanExact: true,
  });
  const none = { running: 0, paused: 0, completed: 0, stopped: 0, failed: 0 };

  test('is drawn in a terminal, and taken away at the end', async () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough;
    Object.assign(stream, { isTTY: true, columns: 80, rows: 24 });
    let text = '';
    stream.on('data', (chunk) => {
      text += chunk;
    });
    const view = await attachedView({ ...keptTerminal(80), stream });
    view.show(looked([{ state: 'stopped', epochs: 1, rows: null, trials: 6 }]));
    expect(text).toContain('6 of 21 epochs');
    expect(text).toContain('6 stopped · 3 to come');
    const before = text.length;
    view.end();
    // Its eight lines and the one where the cursor stood.
    expect(text.slice(before).split('\u001b[2K')).toHaveLength(10);
  });
  test('is a line in a pipe where a tenth or a rung is behind, and nothing else', async () => {
    const terminal = keptTerminal(null);
    const view = await attachedView(terminal);
    view.show(looked([]));
    expect(terminal.text()).toBe('');
    for (const trials of [6, 6])
      view.show(looked([{ state: 'stopped', epochs: 1, rows: null, trials }]));
    expect(terminal.text()).toBe(' 28 %  6 of 21 epochs\n');
    view.end();
  });
  test('does not say that a sweep which may go beyond its plan is at its end', async () => {
    const terminal = keptTerminal(null);
    const view = await attachedView(terminal);
    const beyond = (done: number) => {
      const { tally, ...look } = looked([]);
      return { ...look, tally: { ...tally, done }, isPlanExact: false };
    };
    for (const done of [21, 24, 30]) view.show(beyond(done));
    expect(terminal.text()).toBe(' 99 %  21 of about 21 epochs\n');
    view.end();
  });
  test('is nothing at the beginning', () => {
    expect(progress([])).toMatchObject({ done: 0, begun: 0, best: null, rungsPassed: 0 });
  });
  test('is the whole plan at the end', () => {
    const end: readonly ReachedCount[] = [
      { state: 'stopped', epochs: 1, rows: null, trials: 6 },
      { state: 'stopped', epochs: 3, rows: null, trials: 2 },
      { state: 'completed', epochs: 9, rows: null, trials: 1 },
    ];
    expect(progress(end)).toMatchObject({ done: plan.epochs, begun: 9, rungsPassed: 2 });
    expect(progress(end, 3).done).toBe(3 * plan.epochs);
  });
  test('counts what a trial that ended between two rungs spares', () => {
    const failed = progress([{ state: 'failed', epochs: 4, rows: null, trials: 1 }]);
    expect(failed).toMatchObject({ trained: 4, done: 9, rungsPassed: 2 });
    expect(progress([{ state: 'paused', epochs: 4, rows: null, trials: 1 }]).done).toBe(4);
    expect(progress([{ state: 'failed', epochs: 0, rows: null, trials: 2 }]).done).toBe(2);
  });
});
