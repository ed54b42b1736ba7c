// Asynchronous successive halving: which trial goes on when, and what is said of those that do not.

import { describe, expect, it } from 'vitest';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import type { Scheduler, Step } from '../../src/schedulers/scheduler.js';
import { Slip } from '../../src/vocabulary/errors.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const ladder = { trials: 12 as number | null, minEpochs: 1, epochs: 9, eta: 3, objective };

/** Runs one job at a time, with the loss of a configuration at every rung. @returns (trial, rung) */
function jobs(scheduler: Scheduler, losses: readonly number[], most = 100): [number, number][] {
  const done: [number, number][] = [];
  while (done.length < most) {
    const step = scheduler.next();
    if (step.kind !== 'start' && step.kind !== 'continue') break;
    const { trial, to } = step;
    done.push([trial, [1, 3, 9].indexOf(to)]);
    scheduler.report({ trial, outcome: 'reached', epoch: to, value: losses[trial]! });
  }
  return done;
}

describe('ASHA', () => {
  it('refuses a ladder that is none', () => {
    expect(() => ashaScheduler({ ...ladder, eta: 1 })).toThrow(Slip);
    expect(() => ashaScheduler({ ...ladder, minEpochs: 0 })).toThrow('min_epochs');
  });

  it('does the jobs of Algorithm 2 with one worker', () => {
    const losses = [0.9, 0.8, 0.7, 0.85, 0.6, 0.65, 0.95, 0.5, 0.55, 0.62, 0.45, 0.99];
    const published =
      '(0,0)(1,0)(2,0)(2,1)(3,0)(4,0)(4,1)(5,0)(5,1)(4,2)(6,0)(7,0)(7,1)(7,2)(8,0)(8,1)(9,0)(10,0)(10,1)(10,2)';
    const done = jobs(ashaScheduler(ladder), losses, 20);
    expect(done.map(([trial, rung]) => `(${trial},${rung})`).join('')).toBe(published);
  });

  it('gives no place to a trial that diverged, to whichever side', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const done = jobs(ashaScheduler({ ...ladder, trials: 3 }), [value, 0.8, 0.7]);
      expect(done.at(-1)).toEqual([2, 1]);
    }
  });

  it('says why a trial goes on', () => {
    const scheduler = ashaScheduler(ladder);
    for (const value of [0.9, 0.8, 0.7]) {
      const { trial, to } = scheduler.next() as Step & { kind: 'start' };
      scheduler.report({ trial, outcome: 'reached', epoch: to, value });
    }
    expect(scheduler.next()).toEqual({
      kind: 'continue',
      trial: 2,
      from: 1,
      to: 3,
      reason: {
        rule: 'asha',
        text: 'val_loss 0.7 at epoch 1 ranks 1 of 3; the first goes on',
        facts: { metric: 'val_loss', value: 0.7, epoch: 1, rank: 1, of: 3, places: 1 },
      },
    });
  });

  it('never promotes a value that is not a number, though it takes a place in the rung', () => {
    const scheduler = ashaScheduler({ ...ladder, trials: 3 });
    const done = jobs(scheduler, [Number.NaN, Number.NaN, 0.7]);
    expect(done).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 1],
    ]);
  });

  it('settles those that wait when nothing can change any more', () => {
    const scheduler = ashaScheduler({ ...ladder, trials: 2 });
    scheduler.next();
    scheduler.next();
    const first = scheduler.report({ trial: 1, outcome: 'reached', epoch: 1, value: 0.5 });
    expect(first.map(({ trial, fate }) => [trial, fate.state])).toEqual([[1, 'paused']]);
    const second = scheduler.report({ trial: 0, outcome: 'reached', epoch: 1, value: 0.4 });
    expect(second.map(({ trial, fate }) => [trial, fate.state])).toEqual([
      [0, 'paused'],
      [0, 'stopped'],
      [1, 'stopped'],
    ]);
    expect(second[2]!.fate).toMatchObject({
      reason: { text: 'val_loss 0.5 at epoch 1 ranks 2 of 2; too few to let one go on' },
    });
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });

  it('goes by trial number between equals', () => {
    const done = jobs(ashaScheduler({ ...ladder, trials: 6 }), Array(6).fill(0.5));
    expect(done).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [0, 1],
      [3, 0],
      [4, 0],
      [5, 0],
      [1, 1],
    ]);
  });
});
