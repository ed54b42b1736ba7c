// A schedule that allots rows, wired: what the data refuse, what is planned, what is one training, and what a
// view counts.

import { beforeEach, describe, expect, test } from 'vitest';
import { defineSweep } from '../../src/cli/library.js';
import { frontSoFar } from '../../src/cli/live-view/front-so-far.js';
import { sweepMilestones } from '../../src/cli/live-view/milestones.js';
import { sweepTally, type Tally } from '../../src/cli/live-view/tally.js';
import { prepareSweep } from '../../src/cli/prepare-sweep.js';
import { costsOf, identityOf } from '../../src/cli/sweep-identity.js';
import { planSweep } from '../../src/cli/sweep-plan.js';
import { loadDataSets } from '../../src/data/load-data-set.js';
import type { SweepInput } from '../../src/definition/define-sweep.js';
import { replicates } from './started-sweep.js';

const input: SweepInput = {
  name: 'a',
  method: 'random',
  trials: 9,
  seed: 7,
  metric: { name: 'val_accuracy' },
  data: { generator: 'moons', samples: 200, validation: 0.2, test: 0.1 },
  epochs: 4,
  parameters: { lr: { min: 0.001, max: 0.1 } },
};
const halving = { type: 'successive_halving', resource: 'rows' } as const;

async function prepared(more: Partial<SweepInput>) {
  const definition = defineSweep({ ...input, ...more });
  const data = await loadDataSets(definition.data, definition.folds);
  return prepareSweep({ definition, data, coreBuild: 'core', workers: 1 });
}
const rungsOf = async (more: Partial<SweepInput>) =>
  (await prepared(more)).plan.rungs.map(({ configurations, rows }) => [configurations, rows]);

describe('the data refuse', () => {
  test.each([
    [
      { min_rows: 50, max_rows: 141 },
      /max_rows of at most the 140 rows of the training part, found 141/,
    ],
    [{ min_rows: 141 }, /min_rows of at most the 140 rows of the training part, found 141/],
    [{ min_rows: 1 }, /min_rows of at least the number of classes \(2\), found 1/],
    [
      { rule: 'scikit_learn', min_rows: 'smallest', max_rows: 3 },
      /at most max_rows \(3\), found 4/,
    ],
  ] as const)('%o', async (rows, message) => {
    await expect(prepared({ schedule: { ...halving, ...rows } })).rejects.toThrow(message);
  });

  test('nothing of a plan of which they are not known', () => {
    const definition = defineSweep({ ...input, schedule: { ...halving, min_rows: 9 } });
    expect(() => planSweep(definition, 'classification')).toThrow(/the data/);
  });
});

describe('rungs', () => {
  test('come to all rows of the training part, or to as many as are said', async () => {
    const all = { schedule: { ...halving, min_rows: 10 } };
    expect(await rungsOf(all)).toEqual([
      [9, 10],
      [3, 30],
      [1, 140],
    ]);
    const some = { schedule: { ...halving, min_rows: 10, max_rows: 90 } };
    expect((await rungsOf(some)).at(-1)).toEqual([1, 90]);
    const { plan } = await prepared(all);
    expect([plan.epochs, plan.configurations]).toEqual([13 * 4, 9]);
  });

  test('by scikit-learn’s rule use as many as possible, and begin at two for each class and fold', async () => {
    const schedule = { ...halving, rule: 'scikit_learn' } as const;
    expect(await rungsOf({ schedule })).toEqual([
      [9, 15],
      [3, 45],
      [1, 135],
    ]);
    const least = { schedule: { ...schedule, min_rows: 'smallest' } } as const;
    expect((await rungsOf(least))[0]).toEqual([9, 4]);
    const folds = { ...least, folds: 3, data: { generator: 'moons', samples: 200 } } as const;
    expect((await rungsOf(folds))[0]).toEqual([9, 12]);
  });

  test('of hyperband say how many configurations there are', async () => {
    const { trials: _none, ...unbounded } = input;
    const schedule = { type: 'hyperband', resource: 'rows', min_rows: 14 } as const;
    const definition = defineSweep({ ...unbounded, method: 'hyperband', schedule });
    const data = await loadDataSets(definition.data, null);
    const { plan } = prepareSweep({ definition, data, coreBuild: 'core', workers: 1 });
    expect(plan.rungs.filter(({ bracket }) => bracket === 0).map(({ rows }) => rows)).toEqual([
      14, 42, 140,
    ]);
    expect(plan.configurations).toBe(9 + 5 + 3);
  });
});

describe('a training on some rows', () => {
  const definition = defineSweep(input);
  const data = loadDataSets(definition.data, null);
  const identity = async (rows?: number) => {
    const sweep = { definition, data: await data, coreBuild: 'core' };
    return identityOf({ lr: 0.01 }, sweep, undefined, rows);
  };

  test('has a key of its own, and says so in its configuration', async () => {
    const [ten, twenty, whole] = [await identity(10), await identity(20), await identity()];
    expect(ten.configuration).toEqual({ ...whole.configuration, rows: 10 });
    expect(ten.parameters).toEqual(whole.parameters);
    const keys = [ten, twenty, whole].map((one) => one.replicates[0]!.training);
    expect(new Set(keys).size).toBe(3);
  });

  test('on all of them is the one that any other sweep has', async () => {
    expect(await identity(140)).toEqual(await identity());
    expect(await identity(9999)).toEqual(await identity());
  });

  test('is looked at fold by fold: a smaller fold may have no more', async () => {
    const cross = defineSweep({ ...input, folds: 3, data: { generator: 'moons', samples: 200 } });
    const folds = await loadDataSets(cross.data, 3);
    const sizes = folds.map(({ parts }) => parts.train.rows);
    const least = Math.min(...sizes);
    expect(Math.max(...sizes)).toBe(least + 1);
    const sweep = { definition: cross, data: folds, coreBuild: 'core' };
    const keysOn = (rows?: number) =>
      identityOf({ lr: 0.01 }, sweep, undefined, rows).replicates.map(({ training }) => training);
    const [limited, whole] = [keysOn(least), keysOn()];
    expect(limited.map((key, fold) => key === whole[fold])).toEqual(
      sizes.map((size) => size === least),
    );
  });

  test('costs as much as its rows', async () => {
    const schedule = { type: 'asha', resource: 'rows', min_rows: 10 } as const;
    const sweep = await prepared({ schedule, parameters: { batch_size: { values: [10] } } });
    const cost = (rows: number) => identityOf({ batch_size: 10 }, sweep, costsOf(sweep), rows).cost;
    const measuring = 2 * cost(10) - cost(20);
    expect(cost(70) - measuring).toBeCloseTo(7 * (cost(10) - measuring), 0);
  });
});

describe('a view', () => {
  const rungs = [
    { configurations: 3, epochs: 4, rows: 100 },
    { configurations: 1, epochs: 4, rows: 300 },
  ];
  const objective = { name: 'val_accuracy', goal: 'maximize' } as const;
  const reason = { rule: 'successive_halving', text: 'ranks 2 of 3', facts: {} };
  let tally: Tally;
  beforeEach(() => {
    tally = sweepTally([objective], rungs);
  });

  function tell(trial: number, rows: number, values: readonly number[]): void {
    const started = { trial, replicates, parameters: { lr: trial }, configuration: {}, rows };
    tally.hear({ kind: 'trial_started', ...started });
    values.forEach((value, i) => {
      const epoch = { epoch: i + 1, metrics: { val_accuracy: value } };
      tally.hear({ kind: 'epoch', trial, training: '', epoch, source: 'trained' });
      tally.hear({ kind: 'trial_epoch', trial, epoch, se: null });
    });
  }

  test('shows none as best that was trained on fewer rows than another', () => {
    tell(0, 100, [0.5, 0.9]);
    tell(1, 300, [0.4, 0.6]);
    tell(2, 100, [0.95]);
    expect(tally.best).toMatchObject({ trial: 1, value: 0.6 });
  });

  test('counts a rung as passed when a trial begins on more rows', () => {
    tell(0, 100, [0.5, 0.9, 0.9, 0.9]);
    expect(tally.rungsPassed).toBe(0);
    tell(1, 300, []);
    expect(tally.rungsPassed).toBe(1);
    const milestones = sweepMilestones(tally, { objective, rungs, epochs: 16, isPlanExact: true });
    expect(milestones.lines(null)[0]).toBe(
      'rung 1 of 2 (100 rows) is complete: 0 trials stopped so far, the best go on to 300 rows',
    );
  });

  test('counts the epochs that a trial does not need', () => {
    tell(0, 100, [0.5]);
    const settled = {
      trial: 0,
      fate: { state: 'stopped', reason },
      epochs: 1,
      best: null,
    } as const;
    tally.hear({ kind: 'trial_settled', ...settled });
    expect(tally.done).toBe(4);
  });

  test('has on its front the trials on the most rows alone', () => {
    const front = frontSoFar([objective, { name: 'parameters', goal: 'minimize' }]);
    const point = (trial: number, rows: number, accuracy: number, parameters: number) => {
      const started = { trial, replicates, parameters: {}, configuration: {}, rows };
      front.hear({ kind: 'trial_started', ...started });
      const metrics = { val_accuracy: accuracy, parameters };
      front.hear({ kind: 'trial_epoch', trial, epoch: { epoch: 1, metrics }, se: null });
    };
    point(0, 100, 0.9, 10);
    point(1, 100, 0.8, 5);
    expect(front.summary().size).toBe(2);
    point(2, 300, 0.7, 20);
    expect(front.summary().size).toBe(1);
    point(3, 100, 0.99, 1);
    front.hear({
      kind: 'trial_settled',
      trial: 3,
      fate: { state: 'completed' },
      epochs: 1,
      best: null,
    });
    expect(front.summary().size).toBe(1);
    point(4, 300, 0.6, 5);
    expect(front.summary().size).toBe(2);
  });
});
