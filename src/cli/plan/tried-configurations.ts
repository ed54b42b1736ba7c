// Configurations that stand for those of a sweep, with what an epoch of each costs. Where nothing is learned
// they are those that will be tried, or some of them at even distances; else draws from the same space.

import type { Sampler } from '../../samplers/sampler.js';
import { canonicalConfiguration } from '../../space/canonical-configuration.js';
import { sampleDraws } from '../../space/sample-draws.js';
import { epochWork } from '../../trainables/network/epoch-work.js';
import { networkSettingsFor } from '../../trainables/network/settings.js';
import { type Assignment, type Configuration, onRows } from '../../vocabulary/configuration.js';
import { searchSpaceOf } from '../given-configurations.js';
import type { StartedSweep } from '../prepare-sweep.js';
import { rowsOfData } from '../rows-of-data.js';
import { planSweep } from '../sweep-plan.js';

export interface TriedConfiguration {
  readonly configuration: Configuration;
  /** Logical work of an epoch of one replicate. */
  readonly cost: number;
}

export interface TriedConfigurations {
  /** In the order of trials; one at least. */
  readonly some: readonly TriedConfiguration[];
  /** They are the sweep's trials, each of them, in their order. */
  readonly areAll: boolean;
  /** Of the work of an epoch on all rows of the training part, what one on so many takes. */
  readonly shareOfWork: (rows: number) => number;
}

const MOST_TRIED = 512;
/** Trials among which they are chosen: a sampler may have to walk there. */
const MOST_LOOKED_AT = 20_000;
/** Milliseconds: laying out a large network takes a while. */
const TIME_LIMIT = 1000;

type Prepared = Pick<StartedSweep, 'definition' | 'data' | 'plan'>;

export function triedConfigurations(sweep: Prepared): TriedConfigurations {
  const { definition } = sweep;
  const data = sweep.data[0]!;
  const { sampler } = planSweep(definition, data.task.kind, rowsOfData(sweep.data));
  const settings = networkSettingsFor(data.task.kind);
  const isForeseen = sampler.observe === null;
  const assignments = isForeseen ? foreseen(sampler, sweep.plan.configurations) : drawn(sweep);
  const begun = performance.now();
  const known = new Map<number, TriedConfiguration>();
  for (const index of spreadOrder(assignments.length)) {
    const { fixed } = definition;
    const { configuration } = canonicalConfiguration(settings, fixed, assignments[index]!);
    known.set(index, { configuration, cost: epochWork(data, configuration) });
    if (performance.now() - begun > TIME_LIMIT) break;
  }
  const some = [...known].sort(([a], [b]) => a - b).map(([, tried]) => tried);
  const middle = some[some.length >> 1]!;
  return {
    some,
    areAll: isForeseen && some.length === sweep.plan.configurations,
    // Nearly the same for all of them: they differ in how the work of measuring compares to that of training.
    shareOfWork: (rows) => epochWork(data, onRows(middle.configuration, rows)) / middle.cost,
  };
}

function foreseen(sampler: Sampler, configurations: number): readonly Assignment[] {
  const among = Math.min(configurations, MOST_LOOKED_AT);
  const count = Math.min(among, MOST_TRIED);
  const assignments: Assignment[] = [];
  for (let i = 0; i < count; i++) {
    const assignment = sampler.suggest(Math.floor((i * among) / count));
    if (assignment === null) break;
    assignments.push(assignment);
  }
  return assignments;
}

function drawn({ definition, data, plan }: Prepared): readonly Assignment[] {
  const space = searchSpaceOf(definition, data[0]!.task.kind);
  const draw = sampleDraws(definition.parameters);
  const assignments: Assignment[] = [];
  const count = Math.min(MOST_TRIED, plan.configurations);
  for (let i = 0; assignments.length < count && i < MOST_LOOKED_AT; i++) {
    const assignment = space.admit(draw(i));
    if (assignment !== null) assignments.push(assignment);
  }
  return assignments;
}

/** 0 … count - 1, so that those until any point are spread over all: halves, quarters, eighths. */
export function spreadOrder(count: number): readonly number[] {
  const bits = Math.ceil(Math.log2(Math.max(1, count)));
  const order: number[] = [];
  for (let i = 0; i < 2 ** bits; i++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed = reversed * 2 + ((i >> bit) & 1);
    if (reversed < count) order.push(reversed);
  }
  return order;
}
