// Every schedule of the learning rate, one row each: how PyTorch's options of it are called here, and
// settings under which a training shows whether it can be cut anywhere.

import { constant } from '../../../src/core/learning-rate/constant.js';
import { cosine } from '../../../src/core/learning-rate/cosine.js';
import { cosineWarmRestarts } from '../../../src/core/learning-rate/cosine-warm-restarts.js';
import { exponential } from '../../../src/core/learning-rate/exponential.js';
import { inverseSqrt } from '../../../src/core/learning-rate/inverse-sqrt.js';
import { linear } from '../../../src/core/learning-rate/linear.js';
import { multiStep } from '../../../src/core/learning-rate/multi-step.js';
import { oneCycle } from '../../../src/core/learning-rate/one-cycle.js';
import { polynomial } from '../../../src/core/learning-rate/polynomial.js';
import { reduceOnPlateau } from '../../../src/core/learning-rate/reduce-on-plateau.js';
import type { Schedule } from '../../../src/core/learning-rate/schedule.js';
import { step } from '../../../src/core/learning-rate/step.js';
import type { Configuration } from '../../../src/vocabulary/configuration.js';

export interface ScheduleRow {
  readonly schedule: Schedule;
  /** Our setting, by torch's option; `total` is the length of the schedule. */
  readonly options: Readonly<Record<string, string>>;
  /** Options that can only be this. */
  readonly always?: Readonly<Record<string, unknown>>;
  /** Whether PyTorch's figures must be there: it has the schedule. */
  readonly inTorch: boolean;
  /** Settings under which something happens within nine epochs. */
  readonly brief: Configuration;
}

export const scheduleRows: readonly ScheduleRow[] = [
  { schedule: constant, options: {}, inTorch: false, brief: {} },
  {
    schedule: step,
    options: { step_size: 'lr_step_size', gamma: 'lr_gamma' },
    inTorch: true,
    brief: { lr_step_size: 2, lr_gamma: 0.5 },
  },
  {
    schedule: multiStep,
    options: { milestones: 'lr_milestones', gamma: 'lr_gamma' },
    inTorch: true,
    brief: { lr_milestones: [2, 5], lr_gamma: 0.3 },
  },
  {
    schedule: exponential,
    options: { gamma: 'lr_gamma' },
    inTorch: true,
    brief: { lr_gamma: 0.8 },
  },
  {
    schedule: cosine,
    options: { t_max: 'total', eta_min: 'lr_min' },
    inTorch: true,
    brief: { lr_min: 0.0001 },
  },
  {
    schedule: cosineWarmRestarts,
    options: { t_0: 'lr_restart_epochs', t_mult: 'lr_restart_factor', eta_min: 'lr_min' },
    inTorch: true,
    brief: { lr_restart_epochs: 2, lr_restart_factor: 2 },
  },
  {
    schedule: linear,
    options: { start_factor: 'lr_start_factor', end_factor: 'lr_end_factor', total: 'total' },
    inTorch: true,
    brief: { lr_end_factor: 0.1 },
  },
  {
    schedule: polynomial,
    options: { total: 'total', power: 'lr_power' },
    inTorch: true,
    brief: { lr_power: 1.5 },
  },
  { schedule: inverseSqrt, options: {}, inTorch: false, brief: {} },
  {
    schedule: oneCycle,
    options: {
      max_lr: 'lr',
      total: 'total',
      pct_start: 'lr_pct_start',
      div_factor: 'lr_div_factor',
      final_div_factor: 'lr_final_div_factor',
      anneal: 'lr_anneal',
    },
    always: { cycle_momentum: false },
    inTorch: true,
    brief: { lr_pct_start: 0.4 },
  },
  {
    schedule: reduceOnPlateau,
    options: {
      factor: 'lr_factor',
      patience: 'lr_patience',
      threshold: 'lr_threshold',
      threshold_mode: 'lr_threshold_mode',
      cooldown: 'lr_cooldown',
      min_lr: 'lr_min',
    },
    always: { mode: 'min', eps: 1e-8 },
    inTorch: true,
    // A loss must fall by half to count as better, so that plateaus come at once.
    brief: { lr_patience: 0, lr_threshold: 0.5, lr_cooldown: 1, lr_factor: 0.7 },
  },
];
