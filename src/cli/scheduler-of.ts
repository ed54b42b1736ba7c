// From the schedule of a definition to the scheduler that allots epochs: here and nowhere else its words
// become a concrete one.

import type { SweepDefinition } from '../definition/sweep-definition.js';
import { ashaScheduler } from '../schedulers/asha.js';
import { ashaStoppingScheduler } from '../schedulers/asha-stopping.js';
import { fullScheduler } from '../schedulers/full.js';
import { hyperbandScheduler } from '../schedulers/hyperband.js';
import { hyperbandTrials } from '../schedulers/hyperband-brackets.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { scikitLearnHalvingScheduler } from '../schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../schedulers/successive-halving.js';

/** A hyperband that nobody bounds is one whole one; over a grid or a list it is repeated until all is tried. */
export function trialsOfSchedule({ method, schedule, epochs }: SweepDefinition): number | null {
  if (schedule.type !== 'hyperband' || method === 'grid' || method === 'list') return null;
  return hyperbandTrials({ ...schedule, epochs });
}

/**
 * @param trials null: as many as the sampler has
 * @param bound as many as there can be, where nobody has counted them
 * @throws Slip where the scheduler refuses what the definition asks of it
 */
export function schedulerOf(
  { schedule, epochs, objective }: SweepDefinition,
  trials: number | null,
  bound: number,
): Scheduler {
  if (schedule.type === 'full') return fullScheduler({ trials, epochs });
  const { eta } = schedule;
  if (schedule.rule === 'scikit_learn') {
    const { minEpochs, aggressiveElimination: aggressive = false } = schedule;
    const size = { trials, candidates: bound };
    return scikitLearnHalvingScheduler({ ...size, eta, minEpochs, epochs, aggressive, objective });
  }
  const ladder = { trials, epochs, minEpochs: schedule.minEpochs, eta, objective };
  switch (schedule.type) {
    case 'successive_halving':
      return successiveHalvingScheduler(ladder);
    case 'hyperband':
      return hyperbandScheduler(ladder);
    case 'asha':
      return schedule.form === 'stopping' ? ashaStoppingScheduler(ladder) : ashaScheduler(ladder);
  }
}
