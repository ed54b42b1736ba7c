// What a view counts: epochs, trials by state, the best so far; and how fast it goes.

import { beforeEach, describe, expect, test } from 'vitest';
import { sweepSpeed } from '../../src/cli/live-view/speed.js';
import { sweepTally, type Tally } from '../../src/cli/live-view/tally.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { replicates, startedNine } from './started-sweep.js';

const { definition, plan } = startedNine;
const reason = { rule: 'patience', text: 'no better for 2 epochs', facts: {} };
let tally: Tally;

beforeEach(() => {
  tally = sweepTally([definition.objective], plan.rungs);
});

function start(trial: number): void {
  const parameters = { lr: trial / 100 };
  tally.hear({ kind: 'trial_started', trial, replicates, parameters, configuration: {} });
}

function epoch(
  trial: number,
  number: number,
  value: number,
  source: 'trained' | 'memo' = 'trained',
) {
  const metrics = { val_accuracy: value };
  const told = { epoch: number, metrics };
  tally.hear({ kind: 'epoch', trial, training: '', epoch: told, source });
  tally.hear({ kind: 'trial_epoch', trial, epoch: told, se: null });
}

function settle(trial: number, fate: TrialFate, epochs: number): void {
  tally.hear({ kind: 'trial_settled', trial, fate, epochs, best: null });
}

test('trials move from state to state, and their number stays', () => {
  start(0);
  start(1);
  expect(tally.trials).toEqual({ running: 2, paused: 0, completed: 0, stopped: 0, failed: 0 });
  settle(0, { state: 'paused', reason }, 1);
  expect(tally.trials).toMatchObject({ running: 1, paused: 1 });
  epoch(0, 2, 0.5);
  expect(tally.trials).toMatchObject({ running: 2, paused: 0 });
  settle(0, { state: 'completed' }, 9);
  settle(1, { state: 'failed', reason, detail: '' }, 0);
  expect(tally.trials).toEqual({ running: 0, paused: 0, completed: 1, stopped: 0, failed: 1 });
  expect(tally.begun).toBe(2);
});

test('a trial that goes straight from one rung to its end was not paused twice', () => {
  start(0);
  settle(0, { state: 'paused', reason }, 1);
  settle(0, { state: 'stopped', reason }, 1);
  expect(tally.trials).toEqual({ running: 0, paused: 0, completed: 0, stopped: 1, failed: 0 });
});

describe('epochs', () => {
  test('are trained or remembered', () => {
    start(0);
    epoch(0, 1, 0.5, 'memo');
    epoch(0, 2, 0.6);
    expect([tally.trained, tally.remembered, tally.done]).toEqual([1, 1, 2]);
  });
  test('that a stopped trial does not need any more count as done, up to its next rung', () => {
    start(0);
    for (const e of [1, 2, 3, 4, 5]) epoch(0, e, 0.5);
    settle(0, { state: 'stopped', reason }, 5);
    expect([tally.trained, tally.done]).toEqual([5, 9]);
  });
  test('of a trial that is left behind at a rung are all it was planned to have', () => {
    start(0);
    epoch(0, 1, 0.5);
    settle(0, { state: 'stopped', reason }, 1);
    expect(tally.done).toBe(1);
  });
  test('of replicates all count, and those that a stopped trial spares as well', () => {
    const pair = [...replicates, { training: 'b', seed: 8, fold: 0 }];
    tally.hear({
      kind: 'trial_started',
      trial: 0,
      replicates: pair,
      parameters: {},
      configuration: {},
    });
    const metrics = { val_accuracy: 0.5 };
    const tell = (training: string, number: number) =>
      tally.hear({
        kind: 'epoch',
        trial: 0,
        training,
        epoch: { epoch: number, metrics },
        source: 'trained',
      });
    for (const e of [1, 2, 3, 4, 5, 6]) tell('', e);
    for (const e of [1, 2, 3, 4]) tell('b', e);
    expect([tally.done, tally.best]).toEqual([10, null]);
    tally.hear({ kind: 'trial_epoch', trial: 0, epoch: { epoch: 4, metrics }, se: 0 });
    expect(tally.best).toMatchObject({ trial: 0, epoch: 4, value: 0.5 });
    settle(0, { state: 'stopped', reason }, 4);
    expect([tally.trained, tally.done]).toEqual([10, 18]);
  });
  test('past a rung tell that it is behind', () => {
    start(0);
    epoch(0, 1, 0.5);
    expect(tally.rungsPassed).toBe(0);
    epoch(0, 2, 0.5);
    expect(tally.rungsPassed).toBe(1);
    epoch(0, 9, 0.5);
    expect(tally.rungsPassed).toBe(2);
  });
});

test('the best is the first of equals, has its configuration, and is never NaN or infinite', () => {
  start(0);
  start(1);
  epoch(0, 1, Number.NaN);
  epoch(1, 1, Number.POSITIVE_INFINITY);
  expect(tally.best).toBeNull();
  epoch(1, 2, 0.7);
  epoch(0, 2, 0.7);
  expect(tally.best).toEqual({ trial: 1, epoch: 2, value: 0.7, parameters: { lr: 0.01 } });
});

describe('speed', () => {
  test('is unknown until there is something to tell', () => {
    const speed = sweepSpeed();
    expect(speed.epochsPerSecond).toBeNull();
    speed.note(0, 0, 0);
    speed.note(1000, 0, 0);
    expect([speed.epochsPerSecond, speed.trialsPerMinute]).toEqual([null, null]);
  });
  test('is that of the last half minute', () => {
    const speed = sweepSpeed();
    for (let second = 0; second <= 60; second++) speed.note(second * 1000, second * 10, second);
    for (let second = 61; second <= 120; second++) {
      speed.note(second * 1000, 600 + (second - 60) * 2, second);
    }
    expect(speed.epochsPerSecond).toBeCloseTo(2);
    expect(speed.trialsPerMinute).toBeCloseTo(60);
  });
});
