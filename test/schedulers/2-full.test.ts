// The full scheduler: every trial to the whole budget, in order.

import { describe, expect, it } from 'vitest';
import { fullScheduler } from '../../src/schedulers/full.js';

describe('the full scheduler', () => {
  it('starts so many trials at once, each to the whole budget', () => {
    const scheduler = fullScheduler({ trials: 2, epochs: 9 });
    expect(scheduler.next()).toEqual({ kind: 'start', trial: 0, to: 9 });
    expect(scheduler.next()).toEqual({ kind: 'start', trial: 1, to: 9 });
    expect(scheduler.next()).toEqual({ kind: 'wait' });
  });

  it('completes a trial that got there, and says nothing of one that ended', () => {
    const scheduler = fullScheduler({ trials: 2, epochs: 9 });
    scheduler.next();
    scheduler.next();
    expect(scheduler.report({ trial: 1, outcome: 'ended' })).toEqual([]);
    expect(scheduler.report({ trial: 0, outcome: 'reached', epoch: 9, value: 1 })).toEqual([
      { trial: 0, fate: { state: 'completed' } },
    ]);
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });

  it('goes on without end where nobody has named one, until the sampler is exhausted', () => {
    const scheduler = fullScheduler({ trials: null, epochs: 1 });
    expect(scheduler.plan).toEqual([{ configurations: Infinity, epochs: 1 }]);
    for (let trial = 0; trial < 1000; trial++) {
      expect(scheduler.next()).toEqual({ kind: 'start', trial, to: 1 });
      scheduler.report({ trial, outcome: 'ended' });
    }
    scheduler.next();
    scheduler.exhausted();
    expect(scheduler.next()).toEqual({ kind: 'done' });
    expect(scheduler.plan).toEqual([{ configurations: 1000, epochs: 1 }]);
  });
});
