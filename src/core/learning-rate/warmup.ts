// The steps before any schedule, in which the learning rate climbs in a straight line, as torch's
// LinearLR before the milestone of a SequentialLR.

import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';

/** Whether a warm-up is a share of the budget, and not a number of steps. */
export function isShare(warmup: number): boolean {
  return warmup > 0 && warmup < 1;
}

/** Whole steps of the warm-up. @param steps all steps of the trial's full budget */
export function warmupSteps(settings: Configuration, steps: number): number {
  const warmup = numberSetting(settings, 'warmup');
  return Math.round(isShare(warmup) ? warmup * steps : warmup);
}

/** What the schedule's first rate is multiplied by at a step of the warm-up. */
export function warmupFactor(settings: Configuration, step: number, steps: number): number {
  const start = numberSetting(settings, 'warmup_start_factor');
  return start + (1 - start) * (step / steps);
}
