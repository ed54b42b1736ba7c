// From a definition to the parts that decide: what to try, how far to train it, when to give it up. Here
// and nowhere else a word of the definition becomes a concrete sampler; schedulers are made in
// scheduler-of.ts, rules in stopping-rules.ts.

import { objectivesOf, type SweepDefinition } from '../definition/sweep-definition.js';
import type { Order } from '../orchestrator/sweep-parts.js';
import { cmaEsSampler } from '../samplers/cma-es/cma-es.js';
import { gpSampler } from '../samplers/gp/gp.js';
import { gridSampler } from '../samplers/grid.js';
import { listSampler } from '../samplers/list.js';
import { nsga2Sampler } from '../samplers/nsga2.js';
import { randomSampler } from '../samplers/random.js';
import type { Sampler } from '../samplers/sampler.js';
import { sobolSampler } from '../samplers/sobol.js';
import { tpeSampler } from '../samplers/tpe/tpe.js';
import { type PlannedRung, plannedEpochs, type Scheduler } from '../schedulers/scheduler.js';
import { gridSize } from '../space/grid.js';
import type { SearchSpace } from '../space/search-space.js';
import type { StoppingRule } from '../stoppers/stopper.js';
import type { Assignment } from '../vocabulary/configuration.js';
import type { TaskKind } from '../vocabulary/measure.js';
import { givenConfigurations, searchSpaceOf } from './given-configurations.js';
import type { RowsOfData } from './rows-of-data.js';
import { schedulerOf, trialsOfSchedule } from './scheduler-of.js';
import { stoppingRuleOf } from './stopping-rules.js';

export interface SweepPlan {
  readonly sampler: Sampler;
  /** What is tried before the sampler proposes anything of its own, or all that a list has. */
  readonly given: readonly Assignment[];
  readonly scheduler: Scheduler;
  readonly rules: readonly StoppingRule[];
  readonly order: Order;
  /** What will run if nothing fails or is stopped early; an upper bound where nobody can count the grid. */
  readonly rungs: readonly PlannedRung[];
  readonly configurations: number;
  /** Trainings of each configuration: seeds × folds. */
  readonly replicates: number;
  /** Epochs of all replicates together, under the same conditions. */
  readonly epochs: number;
}

/**
 * @param task of the data: settings have other defaults under another
 * @param rows of the data; null: not known, and the schedule allots none
 * @throws Slip where the parts refuse what the definition asks of them
 */
export function planSweep(
  definition: SweepDefinition,
  task: TaskKind,
  rows: RowsOfData | null = null,
): SweepPlan {
  const space = searchSpaceOf(definition, task);
  const given = givenConfigurations(definition, space);
  const sampler = samplerOf(definition, space, given);
  const trials = fewest(definition.trials ?? trialsOfSchedule(definition, rows), sampler.size);
  const rules = definition.stopping.map((spec) => stoppingRuleOf(spec, definition));
  const bound = trials ?? gridSize(definition.parameters) ?? Number.POSITIVE_INFINITY;
  const scheduler = schedulerOf(definition, { trials, bound, rows });
  const rungs = schedulerOf(definition, { trials: bound, bound, rows }).plan;
  const replicates = definition.seeds * (definition.folds ?? 1);
  return Object.freeze({
    sampler,
    given,
    scheduler,
    rules,
    order: orderOf(definition, { sampler, scheduler, rules }),
    rungs,
    configurations: bound,
    replicates,
    epochs: plannedEpochs(rungs) * replicates,
  });
}

/** Where nothing is learned on the way, slots bound nothing. */
function orderOf(
  { order, parallelism: slots }: SweepDefinition,
  { sampler, scheduler, rules }: Pick<SweepPlan, 'sampler' | 'scheduler' | 'rules'>,
): Order {
  const learns = sampler.observe !== null || scheduler.isAdaptive;
  const compares = rules.some((rule) => rule.comparesTrials);
  return learns || compares ? { kind: order, slots } : { kind: 'free' };
}

/** Where rules compare trials on the logical clock, none runs far ahead of the others: orchestrator/legs.ts. */
export function trainsInPieces({ order, rules }: Pick<SweepPlan, 'order' | 'rules'>): boolean {
  return order.kind === 'logical' && rules.some((rule) => rule.comparesTrials);
}

function samplerOf(
  definition: SweepDefinition,
  space: SearchSpace,
  first: readonly Assignment[],
): Sampler {
  const { method, seed, objective, duplicates = false } = definition;
  switch (method) {
    case 'grid':
      return gridSampler({ space, first });
    case 'random':
      return randomSampler({ space, seed, first, duplicates });
    case 'sobol':
      return sobolSampler({ space, seed, first, duplicates });
    case 'tpe':
      return tpeSampler({ space, seed, first, duplicates, goal: objective.goal });
    case 'cma_es':
      return cmaEsSampler({ space, seed, first, duplicates, goal: objective.goal });
    case 'gp':
      return gpSampler({ space, seed, first, duplicates, goal: objective.goal });
    case 'nsga2':
      return nsga2Sampler({
        space,
        seed,
        first,
        goals: objectivesOf(definition).map(({ goal }) => goal),
        duplicates,
      });
    case 'list':
      return listSampler(first);
  }
}

function fewest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
