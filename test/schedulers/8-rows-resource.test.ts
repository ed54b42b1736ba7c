// Rows in place of epochs: scikit-learn's tables through the schedule, and what becomes of trials whose
// candidates go on.

import { describe, expect, it } from 'vitest';
import { ashaScheduler } from '../../src/schedulers/asha.js';
import { hyperbandScheduler } from '../../src/schedulers/hyperband.js';
import { rowsResourceScheduler } from '../../src/schedulers/rows-resource.js';
import {
  plannedEpochs,
  plannedTrials,
  type Scheduler,
  type Settlement,
} from '../../src/schedulers/scheduler.js';
import { scikitLearnHalvingScheduler } from '../../src/schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../../src/schedulers/successive-halving.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const EPOCHS = 7;
const inRows = (ladder: Scheduler) => rowsResourceScheduler({ ladder, epochs: EPOCHS });
const halving = (trials: number | null = 3) =>
  inRows(successiveHalvingScheduler({ trials, minEpochs: 100, epochs: 300, eta: 3, objective }));

function reach(scheduler: Scheduler, trial: number, value: number): readonly Settlement[] {
  return scheduler.report({ trial, outcome: 'reached', epoch: EPOCHS, value });
}

describe('a report that was not asked for', () => {
  it('is refused: of a trial that has not begun, at another epoch, and of one whose candidate went on', () => {
    const scheduler = halving();
    expect(() => reach(scheduler, 0, 1)).toThrow(/trial 0/);
    for (let trial = 0; trial < 3; trial++) scheduler.next();
    const early = { trial: 0, outcome: 'reached', epoch: 100, value: 1 } as const;
    expect(() => scheduler.report(early)).toThrow(/at epoch 7, found epoch 100/);
    for (let trial = 0; trial < 3; trial++) reach(scheduler, trial, trial);
    scheduler.next();
    expect(() => reach(scheduler, 0, 1)).toThrow(/trial 0/);
  });
});

describe('the rungs of scikit-learn, in rows', () => {
  const usual = {
    eta: 3,
    least: 20,
    aggressive: false,
    minEpochs: 'exhaust' as number | 'exhaust',
  };
  it.each([
    [{ candidates: 60, epochs: 180, minEpochs: 20, aggressive: true }, '60,7,3', '20,60,180'],
    [{ candidates: 60, epochs: 180, minEpochs: 20 }, '60,20,7', '20,60,180'],
    [{ candidates: 60, epochs: 1000 }, '60,20,7,3', '37,111,333,999'],
    [{ candidates: 6, epochs: 1000 }, '6,2', '333,999'],
    [{ candidates: 6, epochs: 599 }, '6,2', '199,597'],
    [{ candidates: 6, epochs: 60 }, '6,2', '20,60'],
    [{ candidates: 6, epochs: 50 }, '6', '20'],
    [{ candidates: 6, epochs: 1000, minEpochs: 20, eta: 2 }, '6,3,2', '20,40,80'],
    [{ candidates: 24, epochs: 40, minEpochs: 20, eta: 2, aggressive: true }, '24,2', '20,40'],
    [{ candidates: 81, epochs: 810, minEpochs: 10 }, '81,27,9,3,1', '10,30,90,270,810'],
  ])('of %o are started as they are planned', (options, candidates, resources) => {
    const all = { ...usual, ...options, trials: options.candidates, objective };
    const scheduler = inRows(scikitLearnHalvingScheduler(all));
    const { plan } = scheduler;
    expect(plan.map((rung) => rung.configurations).join()).toBe(candidates);
    expect(plan.map((rung) => rung.rows).join()).toBe(resources);
    const started = new Map<number, number>();
    for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
      if (step.kind !== 'start') throw new Error(`found ${step.kind}`);
      const { rows, number } = step.candidate!;
      expect(step.to).toBe(EPOCHS);
      started.set(rows, (started.get(rows) ?? 0) + 1);
      reach(scheduler, step.trial, number);
    }
    expect([...started.keys()].join()).toBe(resources);
    expect([...started.values()].join()).toBe(candidates);
    const trials = [...started.values()].reduce((sum, count) => sum + count, 0);
    expect(plannedTrials(plan)).toBe(trials);
    expect(plannedEpochs(plan)).toBe(trials * EPOCHS);
  });
});

describe('a candidate', () => {
  it('is a trial of its own at each rung, and its trial before is named', () => {
    const scheduler = halving();
    const first = [0, 1, 2].map(() => scheduler.next());
    expect(first).toEqual(
      [0, 1, 2].map((trial) => ({
        kind: 'start',
        trial,
        to: EPOCHS,
        candidate: { number: trial, rows: 100, before: null },
      })),
    );
    [0.5, 0.3, 0.4].forEach((value, trial) => void reach(scheduler, trial, value));
    expect(scheduler.next()).toEqual({
      kind: 'start',
      trial: 3,
      to: EPOCHS,
      candidate: { number: 1, rows: 300, before: 1 },
    });
    expect(reach(scheduler, 3, 0.2)).toEqual([{ trial: 3, fate: { state: 'completed' } }]);
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });

  it('waits, and is stopped, for reasons that speak of rows', () => {
    const scheduler = halving();
    for (let trial = 0; trial < 3; trial++) scheduler.next();
    reach(scheduler, 0, 0.5);
    reach(scheduler, 1, 0.3);
    const settled = reach(scheduler, 2, Number.NaN);
    expect(settled).toMatchObject([
      {
        trial: 2,
        fate: {
          state: 'paused',
          reason: { text: 'waits for the rest of rung 1 of 2', facts: { rows: 100 } },
        },
      },
      {
        trial: 0,
        fate: {
          state: 'stopped',
          reason: {
            rule: 'successive_halving',
            text: 'val_loss 0.5 on 100 rows ranks 2 of 3; the first goes on',
            facts: { rows: 100, rank: 2 },
          },
        },
      },
      {
        trial: 2,
        fate: { reason: { text: 'val_loss is NaN on 100 rows: a diverged trial does not go on' } },
      },
    ]);
  });

  it('that goes on at once says why', () => {
    const ladder = ashaScheduler({ trials: 9, minEpochs: 100, epochs: 300, eta: 3, objective });
    const scheduler = inRows(ladder);
    for (let trial = 0; trial < 3; trial++) {
      scheduler.next();
      reach(scheduler, trial, trial);
    }
    expect(scheduler.next()).toMatchObject({
      trial: 3,
      candidate: { number: 0, rows: 300, before: 0 },
      reason: { rule: 'asha', text: 'val_loss 0 on 100 rows ranks 1 of 3; the first goes on' },
    });
    expect(scheduler).toMatchObject({ isAdaptive: true, isPlanExact: false, allots: 'rows' });
  });

  it('that failed does not go on, though a place is left', () => {
    const scheduler = halving(2);
    for (let trial = 0; trial < 2; trial++) scheduler.next();
    expect(scheduler.report({ trial: 0, outcome: 'ended' })).toEqual([]);
    reach(scheduler, 1, 0.9);
    expect(scheduler.next()).toMatchObject({ trial: 2, candidate: { number: 1 } });
  });

  it('that there is not leaves its number to the next trial', () => {
    const scheduler = halving(null);
    for (let trial = 0; trial < 3; trial++) scheduler.next();
    expect(scheduler.exhausted()).toEqual([]);
    reach(scheduler, 0, 2);
    reach(scheduler, 1, 1);
    expect(scheduler.next()).toMatchObject({ trial: 2, candidate: { number: 1, before: 1 } });
  });

  it('is told the bracket it climbs in', () => {
    const ladder = hyperbandScheduler({
      trials: 5,
      minEpochs: 100,
      epochs: 300,
      eta: 3,
      objective,
    });
    const scheduler = inRows(ladder);
    expect([0, 1, 2, 3, 4].map((candidate) => scheduler.bracketOf!(candidate))).toEqual([
      0, 0, 0, 1, 1,
    ]);
    expect(scheduler.plan).toEqual([
      { bracket: 0, configurations: 3, epochs: EPOCHS, rows: 100 },
      { bracket: 0, configurations: 1, epochs: EPOCHS, rows: 300 },
      { bracket: 1, configurations: 2, epochs: EPOCHS, rows: 300 },
    ]);
    expect(plannedEpochs(scheduler.plan)).toBe(6 * EPOCHS);
  });
});
