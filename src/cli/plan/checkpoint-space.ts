// What the states of a sweep take on the disk, before there are any. Of each training the newest two stay, and
// the best: a state is made at each rung and at the end, and of the best epoch so far. Where trainings are so
// long that they save their state on the way, it may be one more.

import { statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { DataSet } from '../../data/data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { PlannedRung } from '../../schedulers/scheduler.js';
import { safetensorsBytes } from '../../store/safetensors.js';
import { stateShapes } from '../../trainables/network/state-shapes.js';
import { bytesText } from '../../vocabulary/bytes-text.js';
import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import type { Complaint } from '../../vocabulary/errors.js';
import { type SweepPlan, trainsInPieces } from '../sweep-plan.js';
import type { TriedConfiguration } from './tried-configurations.js';

export interface CheckpointSpace {
  /** Of one state, the largest of those that were looked at. */
  readonly largest: number;
  /** Of all states that the sweep leaves behind, where no training takes so long that it saves on its way. */
  readonly end: number;
  /** At most, in any case. */
  readonly most: number;
  /** What checkpoints may take while a sweep runs: then those of the worst trials go. */
  readonly budget: number;
  /** On the disk of the results; null: nobody can tell. */
  readonly free: number | null;
}

/** States of one training that may stand side by side. */
const MOST_STATES = 3;

/** So many trials that have so many states each, of every replicate. */
export interface StateCount {
  readonly trials: number;
  readonly states: number;
}

export interface PlannedStates {
  readonly end: readonly StateCount[];
  readonly most: readonly StateCount[];
}

/** @param inPieces trials are trained in pieces, each of which leaves a state behind */
export function plannedStates(rungs: readonly PlannedRung[], inPieces: boolean): PlannedStates {
  const end: StateCount[] = [];
  const most: StateCount[] = [];
  let before = 0;
  /** Whether trials of rung i are those of the one before; on other rows they are others. */
  const goesOn = (i: number) =>
    i > 0 &&
    i < rungs.length &&
    rungs[i]!.rows === undefined &&
    rungs[i]!.bracket === rungs[i - 1]!.bracket;
  rungs.forEach(({ configurations, epochs }, i) => {
    const goOn = goesOn(i + 1) ? rungs[i + 1]!.configurations : 0;
    before = goesOn(i) ? before + 1 : 0;
    const newest = before > 0 || inPieces ? 2 : 1;
    const trials = configurations - goOn;
    end.push({ trials, states: Math.min(epochs, newest + 1) });
    most.push({ trials, states: Math.min(epochs, MOST_STATES) });
  });
  return { end, most };
}

/**
 * If the largest networks have the most states, which nobody can know not to be so.
 * @param sizes bytes of a state, of some trials that stand for all
 */
export function bytesOfStates(counts: readonly StateCount[], sizes: readonly number[]): number {
  const largestFirst = [...sizes].sort((a, b) => b - a);
  const mostFirst = [...counts].sort((a, b) => b.states - a.states);
  const all = counts.reduce((sum, { trials }) => sum + trials, 0);
  const share = all / largestFirst.length;
  let bytes = 0;
  let begin = 0;
  for (const { trials, states } of mostFirst) {
    const end = begin + trials;
    // Each size stands for as many trials; a count may begin and end in the middle of one.
    for (let i = Math.floor(begin / share); i < largestFirst.length && i * share < end; i++) {
      const covered = Math.min(end, (i + 1) * share) - Math.max(begin, i * share);
      bytes += covered * states * largestFirst[i]!;
    }
    begin = end;
  }
  return bytes;
}

export interface SpaceOptions {
  readonly definition: Pick<SweepDefinition, 'epochs'>;
  readonly plan: SweepPlan;
  readonly data: DataSet;
  readonly tried: readonly TriedConfiguration[];
  readonly budget: number;
  readonly results: string;
}

export function checkpointSpace(options: SpaceOptions): CheckpointSpace {
  const { definition, plan, data, tried, budget, results } = options;
  const sizes = tried.map(({ configuration }) =>
    stateBytes(data, configuration, definition.epochs),
  );
  const { end, most } = plannedStates(plan.rungs, trainsInPieces(plan));
  const bytesOf = (counts: readonly StateCount[]) =>
    Math.ceil(plan.replicates * bytesOfStates(counts, sizes));
  return {
    largest: Math.max(...sizes),
    end: bytesOf(end),
    most: bytesOf(most),
    budget,
    free: freeBytes(results),
  };
}

/** Of the file of a last state. */
function stateBytes(data: DataSet, configuration: Configuration, epoch: number): number {
  const { train } = data.parts;
  const step = epoch * Math.ceil(train.rows / numberSetting(configuration, 'batch_size'));
  return safetensorsBytes(stateShapes(data, configuration), { epoch, step });
}

/** Of the nearest folder that is there. */
function freeBytes(directory: string): number | null {
  for (let folder = resolve(directory); ; folder = dirname(folder)) {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    } catch {
      if (dirname(folder) === folder) return null;
    }
  }
}

export function spaceWarnings({ most, budget, free }: CheckpointSpace): readonly Complaint[] {
  const needed = Math.min(most, budget);
  if (free === null || needed <= free) return [];
  const message = `expected room for checkpoints of up to ${bytesText(needed)}, found ${bytesText(free)} free on the disk of the results: make room, name another directory with --results DIR, or set NIGHTSWEEP_CHECKPOINT_BYTES`;
  return [{ place: '', message }];
}
