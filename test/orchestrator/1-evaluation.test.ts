// What an evaluation asks of its parts, tells its listener and counts, on scripted curves.

import { describe, expect, it } from 'vitest';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import { patienceStopper } from '../../src/stoppers/patience.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import { rememberingMemo } from './remembering-memo.js';
import * as scripted from './scripted-sweep.js';

const { runSweep, lines, stories, statesKept, full, halving, gridX, keyOf } = scripted;
const failure: Failure = { kind: 'trap', message: 'unreachable', detail: 'the stack', attempts: 2 };

describe('an evaluation', () => {
  it('passes on what a listener throws, and stops what is running', async () => {
    const listen = () => {
      throw new Error('the disk is full');
    };
    await expect(runSweep({ listen })).rejects.toThrow('the disk is full');
    let epochs = 0;
    const late = (event: { kind: string }) => {
      if (event.kind === 'epoch' && ++epochs === 5) throw new Error('the disk is full');
    };
    await expect(runSweep({ listen: late })).rejects.toThrow('the disk is full');
    expect(epochs).toBeLessThan(20);
  });

  it('refuses a scheduler that waits for nothing', async () => {
    const scheduler = { ...full(1), next: () => ({ kind: 'wait' }) as const };
    await expect(runSweep({ scheduler })).rejects.toThrow(/nothing is in flight/);
  });

  it('trains every trial to its end, and tells of it in order', async () => {
    const { outcome, events } = await runSweep({ scheduler: full(3, 2), budget: 2 });
    expect(outcome).toEqual({
      kind: 'finished',
      trials: { completed: 3, stopped: 0, failed: 0, paused: 0 },
      epochsTrained: 6,
      epochsRemembered: 0,
    });
    expect(lines(events, 2)).toEqual([
      'started',
      '0→2',
      'trained 1',
      'trained 2',
      'completed at 2',
    ]);
  });

  it('hands the trial, its configuration, the seed, the budget and the objective to the executor', async () => {
    const events: Parameters<typeof scripted.parts>[1] = [];
    const parts = scripted.parts(
      { sampler: gridX(1), scheduler: full(1, 2), budget: 2 },
      events,
      [],
    );
    const { executor } = parts;
    const segments: unknown[] = [];
    const start: typeof executor.start = (segment, state, onEpoch) => {
      segments.push({ segment, state });
      return executor.start(segment, state, onEpoch);
    };
    await orchestrate({ ...parts, executor: { ...executor, start } });
    expect(segments).toEqual([
      {
        segment: {
          trial: 0,
          training: keyOf(0),
          configuration: { x: 0 },
          seed: 7,
          fold: 0,
          from: 0,
          to: 2,
          budget: 2,
          objective: { name: 'val_accuracy', goal: 'maximize' },
        },
        state: null,
      },
    ]);
  });

  it('remembers the best epoch, the earliest of equals, also where the end is worse', async () => {
    const accuracy = [0.5, 0.7, 0.7, Number.NaN];
    const curve = (_: number, epoch: number) => ({ val_accuracy: accuracy[epoch - 1]! });
    const { events } = await runSweep({ curve, scheduler: full(1, 4), budget: 4 });
    expect(stories(events)[0]!.best).toEqual({ epoch: 2, value: 0.7 });
    expect(statesKept(events)).toEqual([2, 4]);
  });

  it('takes the last epoch for the trial where the objective says so', async () => {
    const objective = { name: 'val_accuracy', goal: 'maximize', epoch: 'last' } as const;
    const curve = (_: number, epoch: number) => ({ val_accuracy: 1 / epoch });
    const { events } = await runSweep({ curve, scheduler: full(1, 4), budget: 4, objective });
    expect(stories(events)[0]!.best).toEqual({ epoch: 4, value: 0.25 });
    expect(statesKept(events)).toEqual([4]);
  });

  it('ends where the sampler is exhausted', async () => {
    const { outcome } = await runSweep({ sampler: gridX(4), scheduler: full(null) });
    expect(outcome.trials.completed).toBe(4);
    expect((await runSweep({ sampler: gridX(4), scheduler: halving(81) })).outcome).toMatchObject({
      kind: 'finished',
      trials: { completed: 1, stopped: 3, failed: 0, paused: 0 },
    });
  });

  it('lets the best of a rung go on from their state', async () => {
    const curve = (x: number, epoch: number) => ({ val_accuracy: x + epoch / 100 });
    const sweep = await runSweep({ curve, sampler: gridX(9), scheduler: halving(9) });
    expect(lines(sweep.events, 8)).toEqual([
      ...['started', '0→1', 'trained 1', 'paused at 1'],
      ...['1→3', 'trained 2', 'trained 3', 'paused at 3', '3→9'],
      ...[4, 5, 6, 7, 8, 9].map((epoch) => `trained ${epoch}`),
      'completed at 9',
    ]);
    expect(lines(sweep.events, 6)).toEqual([
      ...['started', '0→1', 'trained 1', 'paused at 1'],
      ...['1→3', 'trained 2', 'trained 3', 'paused at 3', 'stopped at 3'],
    ]);
    expect(lines(sweep.events, 0).at(-1)).toBe('stopped at 1');
    expect(sweep.outcome.epochsTrained).toBe(9 + 3 * 2 + 6);
    expect(new Set(sweep.played).size).toBe(sweep.played.length);
  });

  it('obeys a rule at once: later epochs are not heard of, and the first rule gives the reason', async () => {
    const metric = { name: 'val_accuracy', goal: 'maximize' } as const;
    const rules = [0.25, 0].map((minDelta) =>
      patienceStopper({ metric, patience: 2, minDelta, startAfter: 0 }),
    );
    const curve = () => ({ val_accuracy: 0.5 });
    for (let shuffle = 0; shuffle < 8; shuffle++) {
      const { events } = await runSweep({ curve, rules, scheduler: full(1), shuffle });
      expect(lines(events, 0)).toEqual([
        ...['started', '0→9', 'trained 1', 'trained 2', 'trained 3', 'stopped at 3'],
      ]);
      expect(stories(events)[0]!.fate).toMatchObject({ reason: { facts: { min_delta: 0.25 } } });
      // The best epoch's state always; the one at the stop where the executor heard of it in time.
      expect([[1], [1, 3]]).toContainEqual(statesKept(events));
    }
  });

  it('settles a failure with its cause, and goes on with the others', async () => {
    const fails = (x: number, epoch: number) => (x === 1 && epoch === 4 ? failure : null);
    const { events, outcome } = await runSweep({
      sampler: gridX(3),
      scheduler: full(null),
      failure: fails,
    });
    expect(outcome.trials).toEqual({ completed: 2, stopped: 0, failed: 1, paused: 0 });
    expect(stories(events)[1]!.fate).toEqual({
      state: 'failed',
      reason: { rule: 'failure', text: 'unreachable', facts: { kind: 'trap', attempts: 2 } },
      detail: 'the stack',
    });
    expect(stories(events)[1]!.epochs).toHaveLength(3);
  });

  it('never lets a failed trial climb, though its value was the best', async () => {
    const curve = (x: number, epoch: number) => ({ val_accuracy: x + epoch / 100 });
    const fails = (x: number, epoch: number) => (x === 8 && epoch === 2 ? failure : null);
    const { events } = await runSweep({
      curve,
      sampler: gridX(9),
      scheduler: halving(9),
      failure: fails,
    });
    expect(stories(events).map(({ fate }) => fate?.state)).toEqual([
      ...Array(7).fill('stopped'),
      'completed',
      'failed',
    ]);
  });

  it('trains two trials of one training once, and tells of both', async () => {
    const memo = rememberingMemo();
    const sweep = await runSweep({ memo, sampler: scripted.randomX(3), scheduler: full(40) });
    expect(sweep.played.length).toBe(3 * 9);
    expect(sweep.outcome.trials.completed).toBe(40);
    expect(sweep.outcome.epochsTrained).toBe(3 * 9);
    expect(sweep.outcome.epochsRemembered).toBe(37 * 9);
    const told = stories(sweep.events);
    for (const { x, epochs } of told) {
      expect(epochs).toEqual(told.find((story) => story.x === x)!.epochs);
    }
  });

  it('lets only so many trials wait for one training', async () => {
    let [underway, most] = [0, 0];
    const listen = (event: { kind: string }) => {
      if (event.kind === 'trial_started') most = Math.max(most, ++underway);
      if (event.kind === 'trial_settled') underway--;
    };
    const sweep = { sampler: scripted.randomX(1), scheduler: full(500), capacity: 2, listen };
    expect((await runSweep(sweep)).outcome.trials.completed).toBe(500);
    expect(most).toBeLessThan(50);
  });
});
