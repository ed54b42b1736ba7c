// The learning rate of each step of a training: warm-up, then the schedule. It is a function of the
// step and of the losses that were heard, and what was heard is saved to the bit, so that a training that
// is cut after any epoch goes on as if it had not been.

import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import { packDoubles, unpackDoubles } from '../../vocabulary/exact-doubles.js';
import type { Tensor } from '../../vocabulary/segment.js';
import type { Memory, Position } from './schedule.js';
import { scheduleNamed } from './schedule-registry.js';
import { isShare, warmupFactor, warmupSteps } from './warmup.js';

/** What a trial trains if nothing stops it. */
export interface Budget {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

export interface LearningRate {
  /** Whether it can differ from step to step. */
  readonly changes: boolean;
  /** The rate of the next step. @param step steps so far, from 0 */
  at(step: number): number;
  /** Takes notice of an epoch. @param loss the less the better @param step steps so far */
  hear(loss: number, step: number): void;
  /** Tensors of the training state; none where the step alone decides. */
  save(): Record<string, Tensor>;
  /** Takes over what `save` gave. Throws where it is missing. */
  load(tensors: Readonly<Record<string, Tensor>>): void;
}

/** Whether the budget decides the learning rates, and not the steps so far alone. */
export function ratesSpanBudget(settings: Configuration): boolean {
  const schedule = scheduleNamed(String(settings.lr_schedule));
  return schedule.spansBudget || isShare(numberSetting(settings, 'warmup'));
}

const TENSOR = 'schedule.memory';

/** @param settings a canonical configuration. Throws TypeError for a schedule that there is not. */
export function learningRate(settings: Configuration, budget: Budget): LearningRate {
  const schedule = scheduleNamed(String(settings.lr_schedule));
  const warmup = warmupSteps(settings, budget.epochs * budget.stepsPerEpoch);
  const changes = schedule.name !== 'constant' || warmup > 0;
  const position = positions(settings, budget, warmup);
  let memory: Memory = schedule.listener?.begin(settings) ?? [];
  const constantly = numberSetting(settings, 'lr');

  return {
    changes,
    at(step) {
      if (!changes) return constantly;
      if (step >= warmup) return schedule.rate(settings, position(step), memory);
      const first = schedule.rate(settings, position(warmup), memory);
      return first * warmupFactor(settings, step, warmup);
    },
    hear(loss, step) {
      if (schedule.listener === undefined || step < warmup) return;
      memory = schedule.listener.hear(settings, memory, loss);
    },
    save: () => (schedule.listener === undefined ? {} : { [TENSOR]: packDoubles(memory) }),
    load(tensors) {
      if (schedule.listener === undefined) return;
      const tensor = tensors[TENSOR];
      if (tensor?.shape[0] !== memory.length) {
        throw new Error(`the state has no tensor ${TENSOR} of ${memory.length} numbers`);
      }
      memory = unpackDoubles(tensor);
    },
  };
}

/**
 * From steps to positions. By epoch, the schedule begins with the epoch in which the warm-up ends, and
 * rates change only between epochs.
 */
function positions(
  settings: Configuration,
  { epochs, stepsPerEpoch }: Budget,
  warmup: number,
): (step: number) => Position {
  const byStep = settings.lr_interval === 'step';
  const unit = byStep ? 1 : stepsPerEpoch;
  const begin = Math.floor(warmup / unit);
  const total = Math.max(1, (epochs * stepsPerEpoch) / unit - begin);
  const perEpoch = stepsPerEpoch / unit;
  return (step) => ({ at: Math.floor(step / unit) - begin, total, warmup: begin, perEpoch });
}
