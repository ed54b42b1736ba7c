// The wiring of a simulation: from the record, and what was typed, to what each choice comes to. Without
// `finish` it only reads.

import { loadKernels } from '../../core/kernels/kernels.js';
import type { DataSet } from '../../data/data-set.js';
import { hashOfFolds } from '../../data/folds.js';
import { loadDataSets } from '../../data/load-data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader } from '../../store/reader.js';
import { type Complaint, Slip } from '../../vocabulary/errors.js';
import { definitionOf, refuseOtherData } from '../stored-sweep.js';
import { costsOf } from '../sweep-identity.js';
import { plural } from '../terminal/quantities.js';
import {
  type ChoiceResult,
  type Found,
  ownResult,
  replayedResult,
  winnerOf,
} from './choice-result.js';
import { type Choice, type ChoiceTexts, choicesOf } from './choices.js';
import { type Finished, type FinishOptions, finishCurves } from './finish.js';
import { replay } from './replay.js';
import { candidatesOf } from './stored-trials.js';
import { unfinishedOf } from './unfinished.js';

export interface SimulationOrder {
  /** Directory of results. */
  readonly results: string;
  readonly sweep: string | undefined;
  readonly texts: ChoiceTexts;
  /** Hears what is odd about what was typed, before anything is done. */
  readonly onWarnings: (warnings: readonly Complaint[]) => void;
  /** null: nothing is trained. */
  readonly finish: FinishOptions | null;
}

export interface Simulation {
  readonly sweep: SweepSummary;
  readonly definition: SweepDefinition;
  readonly winner: Found;
  /** The sweep's own first, then as they were typed. */
  readonly results: readonly ChoiceResult[];
  /** What is still not known, and what it costs to know it. */
  readonly unfinished: { readonly trials: number; readonly epochs: number };
  readonly failed: number;
  /** null: nothing was to be trained. */
  readonly finished: Finished | null;
  /** Why figures are less than certain: one line each. */
  readonly notes: readonly string[];
}

/** @throws Slip for what was typed, where there is no such sweep, or where it cannot be finished */
export async function simulateSweep(order: SimulationOrder): Promise<Simulation> {
  const reader = openReader(order.results);
  try {
    const sweep = reader.findSweep(order.sweep);
    const definition = definitionOf(sweep);
    if (sweep.allotsRows) throw onRows(sweep);
    const before = candidatesOf(reader, sweep);
    const winner = winnerOf(before);
    if (winner === null) throw nothingMeasured(sweep);
    const names = reader.metricNames(sweep);
    const { choices, warnings } = choicesOf(order.texts, definition, before, names);
    order.onWarnings(warnings);
    if (order.finish !== null) refuseRunning(sweep);
    const toFinish = order.finish === null ? null : unfinishedOf(reader, definition, before);
    const trains = toFinish !== null && toFinish.candidates.length > 0;
    const data = await dataFor(sweep, definition, choices, trains);
    const finished = trains
      ? await finishCurves({
          ...order.finish!,
          results: order.results,
          ...{ sweep, definition, data: data.sets!, unfinished: toFinish },
        })
      : toFinish && nothingToFinish;
    const candidates = trains ? candidatesOf(reader, sweep) : before;
    const results = [ownResult(sweep, definition, candidates, winner)];
    for (const { definition: chosen, plan } of choices) {
      const cost = data.sets === null ? () => 1 : costsOf({ plan, data: data.sets });
      const replayed = await replay({ reader, candidates, definition: chosen, plan, cost });
      results.push(replayedResult(chosen, replayed, candidates, winner));
    }
    const unfinished = unfinishedOf(reader, definition, candidates);
    return {
      sweep,
      definition,
      winner,
      results,
      unfinished: { trials: unfinished.candidates.length, epochs: unfinished.epochs },
      failed: candidates.filter(({ row }) => row.state === 'failed').length,
      finished,
      notes: [...data.notes, ...notesOn(sweep, definition, choices)],
    };
  } finally {
    reader.close();
  }
}

const nothingToFinish: Finished = {
  trained: 0,
  failed: 0,
  outcome: 'finished',
  reason: null,
};

interface LoadedData {
  /** null: not needed, or not to be had. */
  readonly sets: readonly DataSet[] | null;
  readonly notes: readonly string[];
}

/**
 * Where results count in logical order, that order follows from the work of an epoch, and that from the
 * data's size. Without them all epochs count the same.
 */
async function dataFor(
  sweep: SweepSummary,
  definition: SweepDefinition,
  choices: readonly Choice[],
  isNeeded: boolean,
): Promise<LoadedData> {
  const ordered = choices.some(({ plan }) => plan.order.kind !== 'free');
  if (!isNeeded && !ordered) return { sets: null, notes: [] };
  try {
    const sets = await loadDataSets(definition.data, definition.folds);
    refuseOtherData(sweep, definition, hashOfFolds(sets));
    const isOther = ordered && loadKernels().build !== sweep.coreBuild;
    const notes = isOther ? [`another core trained it: ${orderText}`] : [];
    return { sets, notes };
  } catch (thrown) {
    if (isNeeded || !(thrown instanceof Slip)) throw thrown;
    return {
      sets: null,
      notes: [`its data are gone or have changed, so every epoch counts the same: ${orderText}`],
    };
  }
}

const orderText = 'trials may follow each other in another order than they would have';

function notesOn(
  { name, state, trialsInAll }: SweepSummary,
  { method, order }: SweepDefinition,
  choices: readonly Choice[],
): readonly string[] {
  const notes: string[] = [];
  if (state !== 'completed') {
    notes.push(
      `${name} is ${state}: simulated is what there is of it, ${plural(trialsInAll, 'trial')}`,
    );
  }
  if (choices.some(({ plan }) => plan.sampler.observe !== null)) {
    notes.push(`${method} learns: under another choice it would have tried other configurations`);
  }
  if (order === 'arrival') {
    notes.push('order: arrival is nowhere on record: results count in logical order here');
  }
  return notes;
}

/** Two processes would train the same. */
function refuseRunning({ name, state, pid }: SweepSummary): void {
  if (state !== 'running') return;
  throw new Slip(
    `expected a sweep that nobody runs, found ${name} under process ${pid}: wait for its end, or leave --finish out`,
  );
}

function onRows({ name }: SweepSummary): Slip {
  return new Slip(
    `expected a sweep whose trials are trained on all rows, found ${name}, whose schedule allots them: its curves say nothing of another choice, simulate one without resource: rows`,
  );
}

function nothingMeasured({ name, trialsInAll }: SweepSummary): Slip {
  return new Slip(
    `expected a sweep with a trial that was measured, found none among the ${trialsInAll} of ${name}: nightsweep resume ${name}`,
  );
}
