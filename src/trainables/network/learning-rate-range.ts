// The range test of learning rates (Smith 2017): one training whose rate climbs geometrically with every
// step, until its loss breaks away. Nothing is measured but the loss of each batch, and the same order
// gives the same curve.

import type { Engine } from '../../core/kernels/engine.js';
import { Session } from '../../core/session.js';
import type { DataSet } from '../../data/data-set.js';
import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import { exp, log } from '../../vocabulary/deterministic-math.js';
import type { Seed } from '../../vocabulary/seed.js';
import { shuffledRows } from './batches.js';
import { sessionSpec } from './network-session.js';
import { trainStep } from './training-step.js';

export interface RangeOrder {
  /** Canonical; its own learning rate, schedule and warm-up are not used. */
  readonly configuration: Configuration;
  readonly seed: Seed;
  /** 0 < from < to */
  readonly from: number;
  readonly to: number;
  /** At least 2. */
  readonly steps: number;
}

export interface RangePoint {
  readonly lr: number;
  /** Mean loss of the batch, before the step at this rate. */
  readonly loss: number;
  /** Of this batch and those before it, which count less and less. */
  readonly smoothed: number;
}

export interface RangeTest {
  readonly points: readonly RangePoint[];
  /** The last point's loss is no number, or beyond BREAKAWAY times the least. */
  readonly diverged: boolean;
}

/** The smoothed loss ends the test when it is more than so many times its least (as fastai's lr_find). */
export const BREAKAWAY = 4;

/** What a batch's loss keeps of its weight with every step; as fastai's, whose curves are smoother. */
const KEPT = 0.9;

/** Batches are those of a training from its first epoch on. */
export function learningRateRange(engine: Engine, data: DataSet, order: RangeOrder): RangeTest {
  const { configuration, seed, steps } = order;
  const { train } = data.parts;
  const size = numberSetting(configuration, 'batch_size');
  const session = new Session(engine, sessionSpec(data, configuration, seed));
  const points: RangePoint[] = [];
  let [sum, weight, least] = [0, 0, Number.POSITIVE_INFINITY];
  let [epoch, from] = [1, 0];
  let shuffled = shuffledRows(train.rows, seed, epoch);
  for (let i = 0; i < steps; i++) {
    if (from >= train.rows) {
      epoch += 1;
      from = 0;
      shuffled = shuffledRows(train.rows, seed, epoch);
    }
    const lr = rateAt(i, order);
    const rows = Math.min(size, train.rows - from);
    const batch = { part: train, order: shuffled, from, rows, step: i + 1, lr };
    const loss = engine.floats[trainStep(engine, session, batch).loss]!;
    from += rows;
    sum = KEPT * sum + loss;
    weight = KEPT * weight + 1;
    const smoothed = sum / weight;
    points.push({ lr, loss, smoothed });
    if (!(smoothed <= BREAKAWAY * least)) return { points, diverged: true };
    least = Math.min(least, smoothed);
  }
  return { points, diverged: false };
}

function rateAt(i: number, { from, to, steps }: RangeOrder): number {
  if (i === 0) return from;
  if (i === steps - 1) return to;
  return exp(log(from) + (i / (steps - 1)) * (log(to) - log(from)));
}
