// From the schedule of a definition to the scheduler that allots epochs: here and nowhere else its words
// become a concrete one.

import type { LadderSpec, SweepDefinition } from '../definition/sweep-definition.js';
import { ashaScheduler } from '../schedulers/asha.js';
import { ashaStoppingScheduler } from '../schedulers/asha-stopping.js';
import { fullScheduler } from '../schedulers/full.js';
import { hyperbandScheduler } from '../schedulers/hyperband.js';
import { hyperbandTrials } from '../schedulers/hyperband-brackets.js';
import { rowsResourceScheduler } from '../schedulers/rows-resource.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { scikitLearnHalvingScheduler } from '../schedulers/scikit-learn-halving.js';
import { successiveHalvingScheduler } from '../schedulers/successive-halving.js';
import type { Objective } from '../vocabulary/metric.js';
import { type Allotted, allotsRows, allotted, type RowsOfData } from './rows-of-data.js';

/**
 * A hyperband that nobody bounds is one whole one; over a grid or a list it is repeated until all is tried.
 * @param rows of the data; null: not known
 */
export function trialsOfSchedule(
  { method, schedule, epochs }: SweepDefinition,
  rows: RowsOfData | null,
): number | null {
  if (schedule.type !== 'hyperband' || method === 'grid' || method === 'list') return null;
  const { min, max } = allotted(schedule, epochs, rows);
  return hyperbandTrials({ eta: schedule.eta, minEpochs: Number(min), epochs: max });
}

/** How many begin, and on what. */
export interface Scope {
  /** null: as many as the sampler has. */
  readonly trials: number | null;
  /** As many as there can be, where nobody has counted them. */
  readonly bound: number;
  /** Of the data; null: not known. */
  readonly rows: RowsOfData | null;
}

/** @throws Slip where the scheduler refuses what the definition asks of it */
export function schedulerOf(definition: SweepDefinition, scope: Scope): Scheduler {
  const { schedule, epochs, objective } = definition;
  if (schedule.type === 'full') return fullScheduler({ trials: scope.trials, epochs });
  const ladder = ladderOf(schedule, objective, scope, allotted(schedule, epochs, scope.rows));
  return allotsRows(schedule) ? rowsResourceScheduler({ ladder, epochs }) : ladder;
}

/** Climbed in epochs, or in rows: a ladder need not know what it allots. */
function ladderOf(
  schedule: LadderSpec,
  objective: Objective,
  { trials, bound }: Scope,
  { min, least, max }: Allotted,
): Scheduler {
  const { eta } = schedule;
  const common = { trials, epochs: max, eta, objective };
  if (schedule.rule === 'scikit_learn') {
    const { aggressiveElimination: aggressive = false } = schedule;
    const limits = { minEpochs: min, least };
    return scikitLearnHalvingScheduler({ ...common, ...limits, candidates: bound, aggressive });
  }
  const ladder = { ...common, minEpochs: Number(min) };
  switch (schedule.type) {
    case 'successive_halving':
      return successiveHalvingScheduler(ladder);
    case 'hyperband':
      return hyperbandScheduler(ladder);
    case 'asha':
      return schedule.form === 'stopping' ? ashaStoppingScheduler(ladder) : ashaScheduler(ladder);
  }
}
