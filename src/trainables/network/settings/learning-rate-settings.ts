// How the learning rate changes while a trial trains: the schedule, what each can be told, and the
// warm-up before it.

import { schedules } from '../../../core/learning-rate/schedule-registry.js';
import type { Condition, Settings } from '../../../vocabulary/setting.js';
import { share, where } from './setting-forms.js';

function underSchedule(...names: readonly string[]): readonly Condition[] {
  return [where('lr_schedule', ...names)];
}

const stepping = schedules
  .map(({ name }) => name)
  .filter((name) => name !== 'constant' && name !== 'reduce_on_plateau');

/** 0 <= factor <= 1 */
const fraction = { type: 'number', min: 0, max: 1 } as const;
/** Epochs or steps. */
const count = { type: 'integer', min: 1, max: 1_000_000 } as const;

export const learningRateSettings: Settings = [
  {
    name: 'lr_schedule',
    group: 'training',
    kind: { type: 'choice', values: schedules.map(({ name }) => name) },
    default: 'constant',
    about:
      'How the learning rate changes while a trial trains. cosine, linear, polynomial and one_cycle span the full budget of epochs, also of a trial that is paused at a rung.',
  },
  {
    name: 'lr_interval',
    group: 'training',
    kind: { type: 'choice', values: ['epoch', 'step'] },
    default: 'epoch',
    defaults: { setting: 'lr_schedule', values: { one_cycle: 'step', inverse_sqrt: 'step' } },
    appliesWhen: underSchedule(...stepping),
    about:
      'Whether the schedule moves on after every epoch or after every optimizer step. lr_step_size and lr_milestones count in it.',
  },
  {
    name: 'lr_step_size',
    group: 'training',
    kind: count,
    default: 10,
    appliesWhen: underSchedule('step'),
    about: 'Epochs (or steps: lr_interval) after which the learning rate falls by lr_gamma again.',
  },
  {
    name: 'lr_milestones',
    group: 'training',
    kind: { type: 'integers', min: 1, max: 1_000_000, maxLength: 32, anyOrder: true },
    default: [10, 20],
    appliesWhen: underSchedule('multi_step'),
    about: 'Epochs (or steps: lr_interval) after which the learning rate falls by lr_gamma.',
  },
  {
    name: 'lr_gamma',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1, aboveMin: true },
    default: 0.1,
    defaults: { setting: 'lr_schedule', values: { exponential: 0.95 } },
    appliesWhen: underSchedule('step', 'multi_step', 'exponential'),
    about:
      'What the learning rate is multiplied by at each fall; under exponential after every epoch (or step).',
  },
  {
    name: 'lr_min',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1000 },
    default: 0,
    appliesWhen: underSchedule('cosine', 'cosine_warm_restarts', 'reduce_on_plateau'),
    about: 'The learning rate at the lower end of the schedule (eta_min or min_lr in PyTorch).',
  },
  {
    name: 'lr_restart_epochs',
    group: 'training',
    kind: count,
    default: 10,
    appliesWhen: underSchedule('cosine_warm_restarts'),
    about: 'Epochs until the first restart (T_0), whatever lr_interval is.',
  },
  {
    name: 'lr_restart_factor',
    group: 'training',
    kind: { type: 'integer', min: 1, max: 1000 },
    default: 1,
    appliesWhen: underSchedule('cosine_warm_restarts'),
    about: 'How many times as long each cycle is as the one before (T_mult).',
  },
  {
    name: 'lr_start_factor',
    group: 'training',
    kind: fraction,
    default: 1,
    appliesWhen: underSchedule('linear'),
    about: 'What lr is multiplied by at the beginning of the line.',
  },
  {
    name: 'lr_end_factor',
    group: 'training',
    kind: fraction,
    default: 0,
    appliesWhen: underSchedule('linear'),
    about: 'What lr is multiplied by at the end of the line, behind the last epoch of the budget.',
  },
  {
    name: 'lr_power',
    group: 'training',
    kind: { type: 'number', min: 0, max: 100, aboveMin: true },
    default: 1,
    appliesWhen: underSchedule('polynomial'),
    about: 'The power of the share of the budget that is left: 1 is a straight line to 0.',
  },
  {
    name: 'lr_pct_start',
    group: 'training',
    kind: fraction,
    default: 0.3,
    appliesWhen: underSchedule('one_cycle'),
    about: 'Share of the budget in which the learning rate climbs to lr; it falls in the rest.',
  },
  {
    name: 'lr_div_factor',
    group: 'training',
    kind: { type: 'number', min: 1, max: 1e6 },
    default: 25,
    appliesWhen: underSchedule('one_cycle'),
    about: 'The cycle begins at lr divided by this.',
  },
  {
    name: 'lr_final_div_factor',
    group: 'training',
    kind: { type: 'number', min: 1, max: 1e12 },
    default: 10_000,
    appliesWhen: underSchedule('one_cycle'),
    about: 'The cycle ends at its beginning divided by this.',
  },
  {
    name: 'lr_anneal',
    group: 'training',
    kind: { type: 'choice', values: ['cos', 'linear'] },
    default: 'cos',
    appliesWhen: underSchedule('one_cycle'),
    about: 'Whether the cycle climbs and falls along half a cosine or a straight line.',
  },
  {
    name: 'lr_factor',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1, aboveMin: true, belowMax: true },
    default: 0.1,
    appliesWhen: underSchedule('reduce_on_plateau'),
    about: 'What the learning rate is multiplied by when the loss stands still.',
  },
  {
    name: 'lr_patience',
    group: 'training',
    kind: { type: 'integer', min: 0, max: 1_000_000 },
    default: 10,
    appliesWhen: underSchedule('reduce_on_plateau'),
    about:
      'Epochs without a better val_loss that are borne; the next one lowers the learning rate. Without a validation part train_loss is watched.',
  },
  {
    name: 'lr_threshold',
    group: 'training',
    kind: share,
    default: 0.0001,
    appliesWhen: underSchedule('reduce_on_plateau'),
    about: 'How much better than the best a loss must be to count as better.',
  },
  {
    name: 'lr_threshold_mode',
    group: 'training',
    kind: { type: 'choice', values: ['rel', 'abs'] },
    default: 'rel',
    appliesWhen: underSchedule('reduce_on_plateau'),
    about: 'Whether lr_threshold is a share of the best loss or a difference from it.',
  },
  {
    name: 'lr_cooldown',
    group: 'training',
    kind: { type: 'integer', min: 0, max: 1_000_000 },
    default: 0,
    appliesWhen: underSchedule('reduce_on_plateau'),
    about: 'Epochs after a fall in which none is counted as bad.',
  },
  {
    name: 'warmup',
    group: 'training',
    kind: { type: 'number', min: 0, max: 1_000_000_000 },
    default: 0,
    about:
      'Optimizer steps before the schedule, in which the learning rate climbs in a straight line to where the schedule begins; below 1, that share of all the steps of the full budget. The schedule has what is left.',
  },
  {
    name: 'warmup_start_factor',
    group: 'training',
    kind: fraction,
    default: 1 / 3,
    appliesWhen: [{ setting: 'warmup', above: 0 }],
    about: 'What the warm-up multiplies the learning rate by at its first step.',
  },
];
