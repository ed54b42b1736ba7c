// Learning rates: PyTorch's curves to 1e-7, read generically, then warm-up, intervals and what a
// training is told of its budget.

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Budget,
  learningRate,
  ratesSpanBudget,
} from '../../src/core/learning-rate/learning-rate.js';
import { scheduleNamed } from '../../src/core/learning-rate/schedule-registry.js';
import { settingValues } from '../../src/space/canonical-configuration.js';
import { networkSettings } from '../../src/trainables/network/settings.js';
import type { Configuration, ParameterValue } from '../../src/vocabulary/configuration.js';
import { scheduleRows } from './registry/registry.js';

interface Case {
  readonly options: Readonly<Record<string, ParameterValue>>;
  readonly metrics?: readonly number[];
  readonly lr: readonly number[];
}

interface CurvesFile {
  readonly baseLr: number;
  readonly cases: Readonly<Record<string, Case>>;
}

const files = ['torch/schedules', 'schedules/torch-more'].map((name) => ({
  name,
  file: JSON.parse(
    readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'),
  ) as CurvesFile,
}));
const cases = files.flatMap(({ name, file }) =>
  Object.entries(file.cases).map(([of, curve]) => ({ of, name, lr: file.baseLr, curve })),
);

const PREFIX = 'warmup_then_';

/** The row of a case: step_every_epoch is of step, warmup_then_cosine of cosine. */
function rowOf(name: string) {
  const bare = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  const row = scheduleRows
    .filter(({ schedule }) => `${bare}_`.startsWith(`${schedule.name}_`))
    .sort((a, b) => b.schedule.name.length - a.schedule.name.length)[0];
  if (row === undefined) throw new Error(`there is no schedule for the case ${name}`);
  return row;
}

/** Every setting, with defaults. */
function settings(given: Configuration): Configuration {
  return settingValues(networkSettings, { lr: 0.1, ...given }, {});
}

/** torch's options as our settings, and how long the curve is meant to be. */
function translated(name: string, { options, lr }: Case) {
  const { schedule, options: ours, always = {} } = rowOf(name);
  const words = name.startsWith(PREFIX)
    ? { ...ours, warmup: 'warmup', start_factor: 'warmup_start_factor' }
    : ours;
  const given: Record<string, ParameterValue> = { lr_schedule: schedule.name };
  for (const [option, value] of Object.entries(options)) {
    if (Object.hasOwn(always, option)) expect([option, value]).toEqual([option, always[option]]);
    else if (Object.hasOwn(words, option)) given[words[option]!] = value;
    else throw new Error(`${schedule.name} has no setting for ${option}`);
  }
  const { total = lr.length, ...told } = given;
  return { given: told, epochs: Number(total) + Number(given.warmup ?? 0) };
}

/** Rates of an epoch each, told of a loss after each. */
function rates(given: Configuration, budget: Budget, count: number, losses?: readonly number[]) {
  const rate = learningRate(settings(given), budget);
  return Array.from({ length: count }, (_, i) => {
    const lr = rate.at(i);
    if (losses !== undefined) rate.hear(losses[i]!, i + 1);
    return lr;
  });
}

/** The rate of every step of an epoch a line. */
function byEpochs(given: Configuration, budget: Budget): number[][] {
  const { epochs, stepsPerEpoch } = budget;
  const all = rates(given, budget, epochs * stepsPerEpoch);
  return Array.from({ length: epochs }, (_, i) =>
    all.slice(i * stepsPerEpoch, (i + 1) * stepsPerEpoch),
  );
}

describe('a schedule is refused', () => {
  it('that there is not', () => {
    expect(() => scheduleNamed('triangular')).toThrow('there is no schedule triangular');
  });
});

describe('PyTorch’s figures, to 1e-7', () => {
  it('are there for every schedule that PyTorch has', () => {
    const told = new Set(cases.map(({ of }) => rowOf(of).schedule.name));
    const known = scheduleRows.filter(({ inTorch }) => inTorch).map((row) => row.schedule.name);
    expect([...told].sort()).toEqual(known.sort());
  });

  it.each(cases)('$name: $of', ({ of, lr, curve }) => {
    const { given, epochs } = translated(of, curve);
    const budget = { epochs, stepsPerEpoch: 1 };
    const byEpoch = { lr, ...given, lr_interval: 'epoch' };
    const found = rates(byEpoch, budget, curve.lr.length, curve.metrics);
    const off = found.map((value, i) => Math.abs(value - curve.lr[i]!) / curve.lr[i]!);
    expect(Math.max(...off)).toBeLessThan(1e-7);
  });
});

describe('schedules that PyTorch does not have', () => {
  const budget = { epochs: 5, stepsPerEpoch: 1 };
  it('constant is lr', () => {
    expect(rates({ lr: 0.3 }, budget, 5)).toEqual([0.3, 0.3, 0.3, 0.3, 0.3]);
  });
  it('inverse_sqrt is lr / √(t + 1) without a warm-up', () => {
    const found = rates({ lr_schedule: 'inverse_sqrt' }, budget, 4);
    const expected = [1, 2, 3, 4].map((t) => 0.1 / Math.sqrt(t));
    found.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 15);
    });
  });
  it('inverse_sqrt is lr × √(w / step) behind a warm-up of w steps (Vaswani et al. 2017)', () => {
    const given = { lr_schedule: 'inverse_sqrt', warmup: 4, warmup_start_factor: 0 };
    const found = rates(given, { epochs: 4, stepsPerEpoch: 4 }, 16);
    const expected = found.map((_, i) => 0.1 * Math.min(i / 4, Math.sqrt(4 / Math.max(i, 1))));
    found.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 15);
    });
  });
});

describe('a warm-up', () => {
  const budget = { epochs: 4, stepsPerEpoch: 5 };
  it('of a whole number is so many steps, from a third of the rate up to all of it', () => {
    const found = rates({ warmup: 4 }, budget, 6);
    const expected = [1 / 3, 1 / 2, 2 / 3, 5 / 6, 1, 1].map((share) => share * 0.1);
    found.forEach((rate, i) => {
      expect(rate).toBeCloseTo(expected[i]!, 15);
    });
  });
  it('below 1 is that share of all the steps of the budget', () => {
    expect(rates({ warmup: 0.2 }, budget, 20)).toEqual(rates({ warmup: 4 }, budget, 20));
  });
  it('leads to where the schedule begins: of one cycle that is below lr', () => {
    const found = rates({ lr_schedule: 'one_cycle', warmup: 2 }, budget, 3);
    expect(found[0]).toBeCloseTo(0.1 / 25 / 3, 15);
    expect(found[2]).toBeCloseTo(0.1 / 25, 15);
  });
  it('leaves the rest of the budget to the schedule, by step …', () => {
    const late = { lr_schedule: 'cosine', lr_interval: 'step', warmup: 5 };
    const short = { lr_schedule: 'cosine', lr_interval: 'step' };
    expect(rates(late, budget, 20).slice(5)).toEqual(
      rates(short, { epochs: 3, stepsPerEpoch: 5 }, 15),
    );
  });
  it('… and by epoch from the epoch in which it ends, with changes between epochs only', () => {
    const given = { lr_schedule: 'step', lr_step_size: 1, lr_gamma: 0.5, warmup: 7 };
    const [, second, ...rest] = byEpochs(given, budget);
    expect(second!.slice(2)).toEqual([0.1, 0.1, 0.1]);
    expect(rest).toEqual([Array(5).fill(0.05), Array(5).fill(0.025)]);
  });
  it('that takes more than the budget never ends', () => {
    const found = rates({ lr_schedule: 'cosine', warmup: 40 }, budget, 20);
    expect(found).toEqual(rates({ warmup: 40 }, budget, 20));
  });
  it('is no part of what reduce_on_plateau listens to', () => {
    const given = { lr_schedule: 'reduce_on_plateau', lr_patience: 0, lr_factor: 0.5 };
    const losses = [1, 1, 1, 1, 1, 1];
    const found = rates({ ...given, warmup: 2 }, { epochs: 6, stepsPerEpoch: 1 }, 6, losses);
    expect(found.slice(2)).toEqual([0.1, 0.05, 0.025, 0.0125]);
  });
});

describe('the interval', () => {
  const budget = { epochs: 3, stepsPerEpoch: 4 };
  it('is the epoch: all steps of an epoch have one rate', () => {
    for (const epoch of byEpochs({ lr_schedule: 'cosine' }, budget)) {
      expect(new Set(epoch).size).toBe(1);
    }
  });
  it('or the step: a curve over epochs × steps', () => {
    const given = { lr_schedule: 'linear', lr_interval: 'step' };
    expect(rates(given, budget, 12)).toEqual(
      rates({ lr_schedule: 'linear' }, { epochs: 12, stepsPerEpoch: 1 }, 12),
    );
  });
  it('is the step for one_cycle and inverse_sqrt, unless said otherwise', () => {
    const [first] = byEpochs({ lr_schedule: 'one_cycle' }, budget);
    expect(new Set(first).size).toBe(4);
    const [calm] = byEpochs({ lr_schedule: 'one_cycle', lr_interval: 'epoch' }, budget);
    expect(new Set(calm).size).toBe(1);
  });
  it('leaves restarts at the beginnings of epochs', () => {
    const given = {
      lr_schedule: 'cosine_warm_restarts',
      lr_restart_epochs: 1,
      lr_interval: 'step',
    };
    const found = byEpochs(given, budget);
    expect(found).toEqual([found[0], found[0], found[0]]);
    expect(found[0]![0]).toBe(0.1);
    expect(found[0]![2]).toBeCloseTo(0.05, 15);
  });
});

describe('the budget', () => {
  it.each(scheduleRows)('decides rates of $schedule.name only where it says so', (row) => {
    const given = settings({ lr_schedule: row.schedule.name, ...row.brief });
    const [short, long] = [9, 27].map((epochs) => rates(given, { epochs, stepsPerEpoch: 2 }, 18));
    expect(ratesSpanBudget(given)).toBe(row.schedule.spansBudget);
    if (row.schedule.spansBudget) expect(short).not.toEqual(long);
    else expect(short).toEqual(long);
  });
  it('decides a warm-up that is a share of it, and no other', () => {
    const spans = [0, 0.5, 1, 100].map((warmup) => ratesSpanBudget(settings({ warmup })));
    expect(spans).toEqual([false, true, false, false]);
  });
});

describe('whatever the settings', () => {
  const cut = fc.integer({ min: 0, max: 30 });
  const losses = fc.array(fc.oneof(fc.double(), fc.constant(Number.NaN)), {
    minLength: 30,
    maxLength: 30,
  });

  it.each(scheduleRows)('$schedule.name can be cut after any epoch', ({ schedule, brief }) => {
    const budget = { epochs: 30, stepsPerEpoch: 3 };
    const given = settings({ lr_schedule: schedule.name, ...brief, warmup: 4 });
    fc.assert(
      fc.property(cut, losses, (at, heard) => {
        const follow = (rate: ReturnType<typeof learningRate>, from: number, to: number) =>
          heard.slice(from, to).flatMap((loss, i) => {
            const step = 3 * (from + i);
            const curve = [rate.at(step), rate.at(step + 1), rate.at(step + 2)];
            rate.hear(loss, step + 3);
            return curve;
          });
        const whole = follow(learningRate(given, budget), 0, 30);
        const first = learningRate(given, budget);
        const start = follow(first, 0, at);
        const second = learningRate(given, budget);
        second.load(structuredClone(first.save()));
        expect([...start, ...follow(second, at, 30)]).toEqual(whole);
      }),
    );
  });

  it.each(scheduleRows)('$schedule.name stays between 0 and lr', ({ schedule, brief }) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.oneof(fc.nat(30), fc.double({ min: 0, max: 1, noNaN: true })),
        fc.constantFrom('epoch', 'step'),
        (epochs, stepsPerEpoch, warmup, lr_interval) => {
          const given = { lr_schedule: schedule.name, ...brief, warmup, lr_interval };
          const found = rates(given, { epochs, stepsPerEpoch }, epochs * stepsPerEpoch);
          // The last bits of a cosine may stand above.
          expect(found.every((rate) => rate >= 0 && rate <= 0.1 * (1 + 1e-15))).toBe(true);
        },
      ),
    );
  });

  it('reduce_on_plateau refuses a state without its memory', () => {
    const given = settings({ lr_schedule: 'reduce_on_plateau' });
    expect(() => learningRate(given, { epochs: 9, stepsPerEpoch: 1 }).load({})).toThrow(
      'the state has no tensor schedule.memory of 4 numbers',
    );
  });
});
