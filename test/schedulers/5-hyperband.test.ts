// Hyperband: its brackets against the figures of the paper, and how brackets run side by side.

import { describe, expect, it } from 'vitest';
import { hyperbandScheduler } from '../../src/schedulers/hyperband.js';
import { hyperbandBrackets, hyperbandTrials } from '../../src/schedulers/hyperband-brackets.js';
import { plannedEpochs, type Scheduler } from '../../src/schedulers/scheduler.js';
import { Slip } from '../../src/vocabulary/errors.js';

const objective = { name: 'val_loss', goal: 'minimize' } as const;
const usual = { trials: 17 as number | null, minEpochs: 1, epochs: 9, eta: 3, objective };

/** Configurations at each rung, bracket by bracket. */
function rungsOf({ plan }: Scheduler): readonly (readonly number[])[] {
  const rungs: number[][] = [];
  for (const { bracket, configurations } of plan) {
    rungs[bracket!] = [...(rungs[bracket!] ?? []), configurations];
  }
  return rungs;
}

/** Takes steps until there is nothing to do but wait. */
function handOut(scheduler: Scheduler): string[] {
  const steps: string[] = [];
  for (let step = scheduler.next(); step.kind === 'start' || step.kind === 'continue'; ) {
    steps.push(`${step.trial} to ${step.to}`);
    step = scheduler.next();
  }
  return steps;
}

describe('hyperband', () => {
  it('refuses a ladder that is none', () => {
    expect(() => hyperbandScheduler({ ...usual, eta: 1 })).toThrow(Slip);
    expect(() => hyperbandScheduler({ ...usual, minEpochs: 0 })).toThrow('min_epochs');
  });

  it('refuses a report of a trial that it does not wait for', () => {
    const scheduler = hyperbandScheduler(usual);
    expect(() => scheduler.report({ trial: 0, outcome: 'ended' })).toThrow('trial 0');
  });

  it.each([
    [81, 3, [[81, 27, 9, 3, 1], [34, 11, 3, 1], [15, 5, 1], [8, 2], [5]], 143, 1902],
    [27, 3, [[27, 9, 3, 1], [12, 4, 1], [6, 2], [4]], 49, 423],
    [16, 2, [[16, 8, 4, 2, 1], [10, 5, 2, 1], [7, 3, 1], [5, 2], [5]], 43, 372],
    [9, 3, [[9, 3, 1], [5, 1], [3]], 17, 78],
  ])('has the published brackets of (%i, %i)', (epochs, eta, rungs, trials, published) => {
    const options = { ...usual, epochs, eta };
    expect(hyperbandTrials(options)).toBe(trials);
    const scheduler = hyperbandScheduler({ ...options, trials });
    expect(rungsOf(scheduler)).toEqual(rungs);
    // The published figure counts each rung from the first epoch.
    const fromScratch = scheduler.plan.reduce(
      (sum, rung) => sum + rung.configurations * rung.epochs,
      0,
    );
    expect(fromScratch).toBe(published);
  });

  it.each([
    [243, 3, [243, 98, 41, 18, 9, 6], 415, 8457],
    [1000, 10, [1000, 134, 20, 4], 1158, 15_640],
  ])(
    'counts brackets of (%i, %i), where logarithms do not',
    (epochs, eta, first, trials, published) => {
      const options = { ...usual, epochs, eta };
      expect(hyperbandBrackets(options).map((bracket) => bracket.trials)).toEqual(first);
      const { plan } = hyperbandScheduler({ ...options, trials });
      expect(plan.reduce((sum, rung) => sum + rung.configurations * rung.epochs, 0)).toBe(
        published,
      );
    },
  );

  it('has brackets of the upper parts of one ladder, where epochs is no power', () => {
    const rungs = hyperbandBrackets({ minEpochs: 1, epochs: 30, eta: 3 }).map((one) => one.rungs);
    expect(rungs).toEqual([[1, 3, 9, 30], [3, 9, 30], [9, 30], [30]]);
  });

  it('counts epochs of each bracket from its own first rung', () => {
    const { plan } = hyperbandScheduler(usual);
    expect(plannedEpochs(plan)).toBe(9 + 3 * 2 + 6 + (5 * 3 + 6) + 3 * 9);
  });

  it('repeats its brackets until there are as many trials as were asked for, and cuts the last', () => {
    expect(rungsOf(hyperbandScheduler({ ...usual, trials: 17 + 9 + 2 }))).toEqual([
      [18, 6, 2],
      [7, 2],
      [3],
    ]);
    expect(rungsOf(hyperbandScheduler({ ...usual, trials: 4 }))).toEqual([[4, 1, 1]]);
  });

  it('knows in which bracket a trial of any repetition climbs', () => {
    const { bracketOf } = hyperbandScheduler(usual);
    const trials = [0, 8, 9, 13, 14, 16, 17, 17 * 1000 + 9];
    expect(trials.map((trial) => bracketOf!(trial))).toEqual([0, 0, 1, 1, 2, 2, 0, 1]);
  });

  it('plans a billion trials as shortly as seventeen', () => {
    const { plan } = hyperbandScheduler({ ...usual, trials: 1_000_000_000 });
    expect(plan).toHaveLength(6);
    expect(plan[0]).toEqual({ bracket: 0, configurations: 529_411_768, epochs: 1 });
  });

  it('lets the next bracket begin while one waits for its rung', () => {
    const scheduler = hyperbandScheduler(usual);
    expect(handOut(scheduler)).toEqual([
      ...Array.from({ length: 9 }, (_, trial) => `${trial} to 1`),
      ...Array.from({ length: 5 }, (_, trial) => `${trial + 9} to 3`),
      ...Array.from({ length: 3 }, (_, trial) => `${trial + 14} to 9`),
    ]);
  });

  it('lets an earlier bracket go on before a later one begins', () => {
    const scheduler = hyperbandScheduler(usual);
    for (let trial = 0; trial < 9; trial++) scheduler.next();
    expect(scheduler.next()).toMatchObject({ kind: 'start', trial: 9, to: 3 });
    for (let trial = 0; trial < 9; trial++) {
      scheduler.report({ trial, outcome: 'reached', epoch: 1, value: trial });
    }
    expect([0, 1, 2, 3].map(() => scheduler.next())).toMatchObject([
      { kind: 'continue', trial: 0, from: 1, to: 3 },
      { kind: 'continue', trial: 1, from: 1, to: 3 },
      { kind: 'continue', trial: 2, from: 1, to: 3 },
      { kind: 'start', trial: 10, to: 3 },
    ]);
  });

  it('ranks within a bracket only, and says in which', () => {
    const scheduler = hyperbandScheduler(usual);
    handOut(scheduler);
    const settled = [9, 10, 11, 12, 13].flatMap((trial) =>
      scheduler.report({ trial, outcome: 'reached', epoch: 3, value: trial }),
    );
    expect(settled.at(-1)).toEqual({
      trial: 13,
      fate: {
        state: 'stopped',
        reason: {
          rule: 'hyperband',
          text: 'bracket 2: val_loss 13 at epoch 3 ranks 5 of 5; the first goes on',
          facts: { bracket: 2, metric: 'val_loss', value: 13, epoch: 3, rank: 5, of: 5, places: 1 },
        },
      },
    });
    expect(handOut(scheduler)).toEqual(['9 to 9']);
  });

  it('decides the same in whatever order brackets get their results', () => {
    const fatesOf = (pick: (outstanding: number) => number) => {
      const scheduler = hyperbandScheduler({ ...usual, trials: 40 });
      const outstanding: { trial: number; to: number }[] = [];
      const fates: [number, unknown][] = [];
      for (let step = scheduler.next(); step.kind !== 'done'; step = scheduler.next()) {
        if (step.kind !== 'wait') outstanding.push(step);
        if (step.kind !== 'wait' && outstanding.length < 6) continue;
        const { trial, to: epoch } = outstanding.splice(pick(outstanding.length), 1)[0]!;
        const value = (trial * 7919) % 101;
        const settled = scheduler.report({ trial, outcome: 'reached', epoch, value });
        fates.push(...settled.map((one) => [one.trial, one.fate] as [number, unknown]));
      }
      return fates.sort(([a], [b]) => a - b);
    };
    expect(fatesOf((count) => count - 1)).toEqual(fatesOf(() => 0));
  });

  it('ends with the sampler, in the middle of a bracket', () => {
    const scheduler = hyperbandScheduler({ ...usual, trials: null });
    for (let trial = 0; trial < 12; trial++) {
      const step = scheduler.next();
      expect(step).toMatchObject({ kind: 'start', trial });
    }
    scheduler.next();
    expect(scheduler.exhausted()).toEqual([]);
    expect(rungsOf(scheduler)).toEqual([
      [9, 3, 1],
      [3, 1],
    ]);
    expect(scheduler.next()).toEqual({ kind: 'wait' });
    for (const trial of [9, 10, 11]) {
      scheduler.report({ trial, outcome: 'reached', epoch: 3, value: trial });
    }
    expect(handOut(scheduler)).toEqual(['9 to 9']);
  });
});
