// How far to train each. A scheduler owns the budget: it says which trial to train up to which epoch
// next, hears what came of it, and settles trials. Rooms that learn (ASHA) and rooms that do not
// (full) are called the same way.
//
// An implementer guarantees: decisions are a pure function of the sequence of calls; every trial it
// starts is settled in the end; memory does not grow with trials that are settled. Where decisions
// wait for a whole rung (full, successive halving) they do not depend on the order of reports: a trial
// that waits is settled as paused also where it is the last to arrive, so that its story is the same.
// A caller may assume: `next` may be called at any time and has no effect after 'wait' or 'done' until
// something is reported.
//
//   scheduler.next()                   -> { kind: 'start', trial: 0, to: 1 }
//   scheduler.next()                   -> { kind: 'start', trial: 1, to: 1 }
//   scheduler.next()                   -> { kind: 'wait' }
//   scheduler.report({ trial: 1, epoch: 1, outcome: 'reached', value: 0.9 }) -> [ 1 paused ]
//   scheduler.report({ trial: 0, epoch: 1, outcome: 'reached', value: 0.8 }) -> [ 0 paused, 0 stopped: ranks 2 of 2 ]
//   scheduler.next()                   -> { kind: 'continue', trial: 1, from: 1, to: 3 }

import type { TrialFate } from '../vocabulary/trial.js';
import type { Reason } from '../vocabulary/verdict.js';

export type Step =
  /** A new trial, numbered 0, 1, 2 … in order: ask the sampler, train it to epoch `to`. */
  | {
      readonly kind: 'start';
      readonly trial: number;
      readonly to: number;
      /** Where rows are allotted: which candidate it is a training of. */
      readonly candidate?: Candidate;
      /** Why its candidate goes on. */
      readonly reason?: Reason;
    }
  /** A trial from an earlier rung goes on from its state. */
  | {
      readonly kind: 'continue';
      readonly trial: number;
      readonly from: number;
      readonly to: number;
      /** Why it goes on. */
      readonly reason?: Reason;
    }
  /** Nothing until something is reported. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'done' };

/**
 * What is trained on more and more rows, each time from the beginning: a trial of its own for each number of
 * rows, all of one configuration.
 */
export interface Candidate {
  /** From 0, in order: the sampler is asked for the first trial of each. */
  readonly number: number;
  /** Rows of the training part that this trial is trained on. */
  readonly rows: number;
  /** Its trial on fewer rows, which waited and is completed now; null: this is the first. */
  readonly before: number | null;
}

export type Report =
  /** Trained to the epoch that was asked for; value is the objective at that epoch (NaN is legal). */
  | {
      readonly trial: number;
      readonly outcome: 'reached';
      readonly epoch: number;
      readonly value: number;
    }
  /** Given up by a stopper, or failed: it has its fate already and is never promoted. */
  | { readonly trial: number; readonly outcome: 'ended' };

export interface Settlement {
  readonly trial: number;
  readonly fate: TrialFate;
}

/** One rung of the plan, for `check`: so many configurations trained to so many epochs. */
export interface PlannedRung {
  /**
   * From 0, where there are several ladders: rungs of one bracket follow each other, and a trial climbs
   * those of one bracket only. Brackets that are repeated are counted together.
   */
  readonly bracket?: number;
  readonly configurations: number;
  /** Epochs trained in all when the rung is reached. */
  readonly epochs: number;
  /** Where rows are allotted: on how many each is trained, from the beginning, for all of these epochs. */
  readonly rows?: number;
}

export interface Scheduler {
  /** Whether what it does next depends on what was reported so far, and not only when it waits. */
  readonly isAdaptive: boolean;
  /** Whether the plan is what runs if nothing fails or is stopped, and not only about as much. */
  readonly isPlanExact: boolean;
  /**
   * What it allots in place of epochs: every trial that it starts is trained to the end. One that had enough
   * before by its own curve (early stopping) is reported as reached, by what speaks for it.
   */
  readonly allots?: 'rows';
  next(): Step;
  /** Of a trial that reached its epoch its own settlement comes first. */
  report(report: Report): readonly Settlement[];
  /** The sampler had nothing for the last 'start': that trial and later ones do not exist. */
  exhausted(): readonly Settlement[];
  /** In which bracket of the plan a trial climbs, where there are several. */
  readonly bracketOf?: (trial: number) => number;
  /** What will run if nothing fails or is stopped early; what usually comes of it where that is not exact. */
  readonly plan: readonly PlannedRung[];
}

/** Trials in all: a configuration has one for each of its rungs where rows are allotted, and else one. */
export function plannedTrials(plan: readonly PlannedRung[]): number {
  let total = 0;
  let before: PlannedRung | null = null;
  for (const rung of plan) {
    const begins = before === null || rung.bracket !== before.bracket || rung.rows !== undefined;
    if (begins) total += rung.configurations;
    before = rung;
  }
  return total;
}

/** Epochs in all: each rung trains what the one before has not, which is everything where rows are allotted. */
export function plannedEpochs(plan: readonly PlannedRung[]): number {
  let total = 0;
  let before = 0;
  let bracket: number | undefined;
  for (const rung of plan) {
    if (rung.bracket !== bracket || rung.rows !== undefined) before = 0;
    bracket = rung.bracket;
    total += rung.configurations * (rung.epochs - before);
    before = rung.epochs;
  }
  return total;
}
