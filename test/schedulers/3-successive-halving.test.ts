// Successive halving: who goes on from a rung, who is left behind, and why.

import { describe, expect, it } from 'vitest';
import { plannedEpochs, type Scheduler, type Settlement } from '../../src/schedulers/scheduler.js';
import { successiveHalvingScheduler } from '../../src/schedulers/successive-halving.js';
import { Slip } from '../../src/vocabulary/errors.js';

const accuracy = { name: 'val_accuracy', goal: 'maximize' } as const;
const usual = { trials: 9, minEpochs: 1, epochs: 9, eta: 3, objective: accuracy };

/** Reports a whole rung, by trial number; null: the trial ended. Returns what the last report settled. */
function reportRung(scheduler: Scheduler, epoch: number, values: Record<number, number | null>) {
  let settled: readonly Settlement[] = [];
  for (const [key, value] of Object.entries(values)) {
    const trial = Number(key);
    if (value === null) settled = scheduler.report({ trial, outcome: 'ended' });
    else settled = scheduler.report({ trial, outcome: 'reached', epoch, value });
  }
  return settled;
}

function startAll(scheduler: Scheduler): void {
  while (scheduler.next().kind === 'start');
}

/** Trials that go on, in the order in which they are handed out. */
function promoted(scheduler: Scheduler): number[] {
  const trials: number[] = [];
  for (let step = scheduler.next(); step.kind === 'continue'; step = scheduler.next()) {
    trials.push(step.trial);
  }
  return trials;
}

const stoppedText = (settled: readonly Settlement[], trial: number) =>
  settled.flatMap(({ trial: of, fate }) =>
    of === trial && fate.state === 'stopped' ? [fate.reason.text] : [],
  );

describe('successive halving', () => {
  it('refuses an eta that halves nothing, and a rung of no epochs', () => {
    expect(() => successiveHalvingScheduler({ ...usual, eta: 1 })).toThrow(Slip);
    expect(() => successiveHalvingScheduler({ ...usual, eta: 2.5 })).toThrow(/found 2.5/);
    expect(() => successiveHalvingScheduler({ ...usual, minEpochs: 0 })).toThrow(/min_epochs/);
  });

  it('plans epochs that continue: 27 by 3 are 81 epochs, not 108', () => {
    const { plan } = successiveHalvingScheduler({ ...usual, trials: 27, epochs: 27 });
    expect(plan).toEqual([
      { configurations: 27, epochs: 1 },
      { configurations: 9, epochs: 3 },
      { configurations: 3, epochs: 9 },
      { configurations: 1, epochs: 27 },
    ]);
    expect(plannedEpochs(plan)).toBe(27 + 9 * 2 + 3 * 6 + 18);
  });

  it('pauses those that wait, and says for what', () => {
    const scheduler = successiveHalvingScheduler({ ...usual, trials: 27, epochs: 27 });
    startAll(scheduler);
    expect(reportRung(scheduler, 1, { 5: 0.5 })).toEqual([
      {
        trial: 5,
        fate: {
          state: 'paused',
          reason: {
            rule: 'successive_halving',
            text: 'waits for the rest of rung 1 of 4',
            facts: { rung: 1, rungs: 4, epoch: 1 },
          },
        },
      },
    ]);
    expect(scheduler.next()).toEqual({ kind: 'wait' });
  });

  it('lets the best go on from where they are, and stops the others with their rank', () => {
    const scheduler = successiveHalvingScheduler({ ...usual, trials: 6 });
    startAll(scheduler);
    const settled = reportRung(scheduler, 1, {
      0: 0.2,
      1: 0.9123456789,
      2: 0.1,
      3: 0.95,
      4: 0,
      5: 0.3,
    });
    expect(settled.map(({ trial }) => trial)).toEqual([5, 0, 2, 4, 5]);
    expect(stoppedText(settled, 0)).toEqual([
      'val_accuracy 0.2 at epoch 1 ranks 4 of 6; the first 2 go on',
    ]);
    expect(settled[1]!.fate).toMatchObject({
      reason: {
        facts: { metric: 'val_accuracy', value: 0.2, epoch: 1, rank: 4, of: 6, places: 2 },
      },
    });
    expect(scheduler.next()).toEqual({ kind: 'continue', trial: 3, from: 1, to: 3 });
    expect(promoted(scheduler)).toEqual([1]);
    const last = reportRung(scheduler, 3, { 3: 0.5, 1: 0.9123456789 });
    expect(stoppedText(last, 3)).toEqual([
      'val_accuracy 0.5 at epoch 3 ranks 2 of 2; the first goes on',
    ]);
    expect(promoted(scheduler)).toEqual([1]);
    expect(reportRung(scheduler, 9, { 1: 0.1 })).toEqual([
      { trial: 1, fate: { state: 'completed' } },
    ]);
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });

  it('breaks ties by trial number', () => {
    const scheduler = successiveHalvingScheduler(usual);
    startAll(scheduler);
    reportRung(scheduler, 1, { 8: 1, 7: 1, 6: 1, 5: 1, 4: 1, 3: 1, 2: 1, 1: 1, 0: 1 });
    expect(promoted(scheduler)).toEqual([0, 1, 2]);
  });

  it('promotes the two best of [4, 3, 5, 1] without a NaN among them', () => {
    const scheduler = successiveHalvingScheduler({ ...usual, trials: 5, eta: 2, epochs: 2 });
    startAll(scheduler);
    reportRung(scheduler, 1, { 0: 4, 1: 3, 2: 5, 3: 1, 4: Number.NaN });
    expect(promoted(scheduler)).toEqual([2, 0]);
  });

  it('never promotes what ended or diverged, even where places are left', () => {
    const scheduler = successiveHalvingScheduler(usual);
    startAll(scheduler);
    const settled = reportRung(scheduler, 1, {
      0: null,
      1: null,
      2: null,
      3: null,
      4: null,
      5: 0.5,
      6: Number.NaN,
      7: Infinity,
      8: 0.1,
    });
    expect(promoted(scheduler)).toEqual([5, 8]);
    expect(stoppedText(settled, 6)).toEqual([
      'val_accuracy is NaN at epoch 1: a diverged trial does not go on',
    ]);
    expect(stoppedText(settled, 7)[0]).toMatch(/is Infinity at epoch 1/);
  });

  it('ends where nobody is left', () => {
    const scheduler = successiveHalvingScheduler({ ...usual, trials: 2 });
    startAll(scheduler);
    reportRung(scheduler, 1, { 0: null, 1: Number.NaN });
    expect(scheduler.next()).toEqual({ kind: 'done' });
  });

  it('computes its places from the trials there are, also where the last reports came first', () => {
    const scheduler = successiveHalvingScheduler({ ...usual, trials: 81 });
    for (const trial of [0, 1, 2, 3, 4, 5]) {
      scheduler.next();
      reportRung(scheduler, 1, { [trial]: trial });
    }
    scheduler.next();
    expect(scheduler.exhausted().map(({ trial }) => trial)).toEqual([0, 1, 2, 3]);
    expect(promoted(scheduler)).toEqual([5, 4]);
    expect(scheduler.plan.map((rung) => rung.configurations)).toEqual([6, 2, 1]);
  });
});
