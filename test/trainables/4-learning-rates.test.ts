// A training under a schedule: the same bits wherever it is cut, the budget's part in them, and the
// metric that tells of the rate.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels } from '../../src/core/kernels/kernels.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import type { Trainer, Training } from '../../src/trainables/trainable.js';
import type { Configuration } from '../../src/vocabulary/configuration.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import type { TrainingState } from '../../src/vocabulary/segment.js';
import { scheduleRows } from '../core/registry/registry.js';
import { tinyConfiguration, tinyData } from './tiny-data.js';

const kernels = loadKernels().module;
const whole = tinyData('classification');
const { train, test } = whole.parts;
/** A part of no rows, as the test part is. */
const unvalidated = { ...whole, parts: { train, validation: test, test } };

interface Wish {
  readonly settings: Configuration;
  readonly budget?: number;
  readonly state?: TrainingState;
  readonly validated?: boolean;
}

async function begin({ settings, budget = 9, state, validated = true }: Wish): Promise<Training> {
  const data = validated ? whole : unvalidated;
  const trainer = networkTrainable.open({ kernels, data: [data], measures: [] }) as Trainer;
  const configuration = { ...defaults, ...tinyConfiguration({ hidden: [5] }), ...settings };
  return trainer.begin({ configuration, seed: 4, fold: 0, budget, state: state ?? null });
}

const defaults: Configuration = {
  lr_interval: 'epoch',
  lr_gamma: 0.1,
  lr_min: 0,
  lr_start_factor: 1,
  lr_div_factor: 25,
  lr_final_div_factor: 10_000,
  lr_threshold_mode: 'rel',
  warmup_start_factor: 0.5,
};

async function epochs(training: Training, count: number): Promise<Metrics[]> {
  const curve: Metrics[] = [];
  for (let e = 0; e < count; e++) curve.push(await training.epoch());
  return curve;
}

describe('a training that is cut is the same bits', () => {
  it.each(scheduleRows)('after any epoch, under $schedule.name', async ({ schedule, brief }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9 }),
        fc.constantFrom(0, 0.2, 7),
        fc.constantFrom('epoch', 'step'),
        fc.boolean(),
        async (cut, warmup, lr_interval, validated) => {
          const settings = { lr_schedule: schedule.name, ...brief, warmup, lr_interval };
          const uncut = await begin({ settings, validated });
          const curve = await epochs(uncut, 9);
          const first = await begin({ settings, validated });
          const start = await epochs(first, cut);
          const state = structuredClone(first.state());
          const second = await begin({ settings, validated, state });
          expect([...start, ...(await epochs(second, 9 - cut))]).toEqual(curve);
          expect(second.state()).toEqual(uncut.state());
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('the budget', () => {
  const curveOf = async (lr_schedule: string, budget: number) =>
    epochs(await begin({ settings: { lr_schedule, lr_step_size: 2 }, budget }), 3);

  it('decides the bits under cosine', async () => {
    const [short, long] = [await curveOf('cosine', 9), await curveOf('cosine', 27)];
    expect(short.map(({ train_lr }) => train_lr)).not.toEqual(long.map((m) => m.train_lr));
    expect(short[2]!.val_loss).not.toBe(long[2]!.val_loss);
  });
  it('decides nothing under step', async () => {
    expect(await curveOf('step', 9)).toEqual(await curveOf('step', 27));
  });
});

describe('train_lr', () => {
  it('is not told where the learning rate never changes', async () => {
    const [first] = await epochs(await begin({ settings: {} }), 1);
    expect(Object.keys(first!)).toEqual(['train_loss', 'val_loss', 'val_accuracy']);
  });
  it('is the rate of the last step of each epoch', async () => {
    const settings = { lr_schedule: 'step', lr_step_size: 2, lr_gamma: 0.5 };
    const curve = await epochs(await begin({ settings }), 5);
    expect(curve.map(({ train_lr }) => train_lr)).toEqual([0.01, 0.01, 0.005, 0.005, 0.0025]);
  });
  it('tells of a warm-up', async () => {
    // 75 rows by 16 are five steps: the last rate is four tenths of the way up.
    const [first] = await epochs(await begin({ settings: { warmup: 10 } }), 1);
    expect(first!.train_lr).toBeCloseTo(0.01 * (0.5 + 0.5 * 0.4), 15);
  });
});

describe('reduce_on_plateau', () => {
  const settings = {
    ...{ lr_schedule: 'reduce_on_plateau', lr_patience: 0, lr_threshold: 0.9 },
    ...{ lr_cooldown: 0, lr_factor: 0.5 },
  };
  it.each([true, false])(
    'hears a loss after each epoch, with a validation part: %s',
    async (validated) => {
      const curve = await epochs(await begin({ settings, validated }), 4);
      expect(curve.map(({ train_lr }) => train_lr)).toEqual([0.01, 0.01, 0.005, 0.0025]);
    },
  );
  it('lowers the rate when val_loss grows, whatever train_loss does', async () => {
    const greedy = { ...settings, lr: 0.3, lr_threshold: 0, weight_decay: 0, dropout: 0 };
    const curve = await epochs(await begin({ settings: greedy }), 9);
    const expected = [0.3];
    let best = Number.POSITIVE_INFINITY;
    for (const { val_loss } of curve) {
      expected.push(expected.at(-1)! * (val_loss! < best ? 1 : 0.5));
      best = Math.min(best, val_loss!);
    }
    expect(curve.map(({ train_lr }) => train_lr)).toEqual(expected.slice(0, 9));
    expect(new Set(expected).size).toBeGreaterThan(1);
  });
});
