// Successive halving by scikit-learn's rule: its rungs against what scikit-learn prints, and what the
// scheduler makes of rungs that give nothing more.

import { describe, expect, it } from 'vitest';
import { scikitLearnHalvingScheduler } from '../../src/schedulers/scikit-learn-halving.js';
import { scikitLearnLadder } from '../../src/schedulers/scikit-learn-ladder.js';

const usual = { eta: 3, least: 20, aggressive: false, min: 'exhaust' as number | 'exhaust' };

describe('the ladder of scikit-learn', () => {
  it.each([
    [{ candidates: 60, max: 180, min: 20, aggressive: true }, '60,20,7,3', '20,20,60,180'],
    [{ candidates: 60, max: 180, min: 20 }, '60,20,7', '20,60,180'],
    [{ candidates: 60, max: 1000 }, '60,20,7,3', '37,111,333,999'],
    [{ candidates: 6, max: 1000 }, '6,2', '333,999'],
    [{ candidates: 6, max: 600 }, '6,2', '200,600'],
    [{ candidates: 6, max: 599 }, '6,2', '199,597'],
    [{ candidates: 6, max: 300 }, '6,2', '100,300'],
    [{ candidates: 6, max: 60 }, '6,2', '20,60'],
    [{ candidates: 6, max: 50 }, '6', '20'],
    [{ candidates: 6, max: 1000, min: 20, eta: 2 }, '6,3,2', '20,40,80'],
    [
      { candidates: 24, max: 40, min: 20, eta: 2, aggressive: true },
      '24,12,6,3,2',
      '20,20,20,20,40',
    ],
    [{ candidates: 81, max: 810, min: 10 }, '81,27,9,3,1', '10,30,90,270,810'],
  ])('of %o has the rungs that scikit-learn prints', (options, candidates, resources) => {
    const rungs = scikitLearnLadder({ ...usual, ...options });
    expect(rungs.map((rung) => rung.candidates).join()).toBe(candidates);
    expect(rungs.map((rung) => rung.resource).join()).toBe(resources);
  });

  it('counts its rungs where logarithms do not', () => {
    const rungs = scikitLearnLadder({ ...usual, candidates: 243, min: 1, max: 243 });
    expect(rungs.map((rung) => rung.resource)).toEqual([1, 3, 9, 27, 81, 243]);
  });
});

describe('successive halving by scikit-learn’s rule', () => {
  const options = {
    trials: 60 as number | null,
    candidates: 60,
    eta: 3,
    minEpochs: 20 as number | 'exhaust',
    epochs: 180,
    aggressive: false,
    objective: { name: 'val_loss', goal: 'minimize' },
  } as const;

  it('needs to know how many candidates there will be', () => {
    const without = { ...options, trials: null, candidates: Number.POSITIVE_INFINITY };
    expect(() => scikitLearnHalvingScheduler(without)).toThrow(/add trials/);
  });

  it('keeps a third of them, rounded up', () => {
    expect(scikitLearnHalvingScheduler(options).plan).toEqual([
      { configurations: 60, epochs: 20 },
      { configurations: 20, epochs: 60 },
      { configurations: 7, epochs: 180 },
    ]);
  });

  it('makes the cuts of rungs that give no more epochs at once', () => {
    expect(scikitLearnHalvingScheduler({ ...options, aggressive: true }).plan).toEqual([
      { configurations: 60, epochs: 20 },
      { configurations: 7, epochs: 60 },
      { configurations: 3, epochs: 180 },
    ]);
  });

  it('keeps its ladder where the sampler has less than was reckoned with', () => {
    const scheduler = scikitLearnHalvingScheduler({ ...options, trials: null });
    for (let trial = 0; trial < 5; trial++) scheduler.next();
    scheduler.exhausted();
    expect(scheduler.plan).toEqual([
      { configurations: 4, epochs: 20 },
      { configurations: 2, epochs: 60 },
      { configurations: 1, epochs: 180 },
    ]);
  });

  it('promotes the two best of [4, 3, 5, 1] and no NaN, though a place is left', () => {
    const four = { ...options, trials: 5, candidates: 5, eta: 2, minEpochs: 1, epochs: 2 };
    const scheduler = scikitLearnHalvingScheduler({
      ...four,
      objective: { name: 'val_accuracy', goal: 'maximize' },
    });
    const values = [4, 3, Number.NaN, 5, 1];
    for (const _ of values) scheduler.next();
    const settled = values.flatMap((value, trial) =>
      scheduler.report({ trial, outcome: 'reached', epoch: 1, value }),
    );
    expect(
      settled.filter(({ fate }) => fate.state === 'stopped').map(({ trial }) => trial),
    ).toEqual([2, 4]);
    expect([0, 1, 2].map(() => scheduler.next())).toMatchObject([
      { kind: 'continue', trial: 3 },
      { kind: 'continue', trial: 0 },
      { kind: 'continue', trial: 1 },
    ]);
  });
});
