// How the learning rate changes while a trial trains. Each schedule is one file here. An implementer
// guarantees that a rate is a pure function of the settings, the position and what the schedule
// remembers, in double precision and without functions that engines round differently; the caller that
// positions are asked for in any order, so that a training can go on anywhere.

import type { Configuration } from '../../vocabulary/configuration.js';

/**
 * Where a training stands on its schedule. Everything counts in the schedule's interval: epochs or
 * steps, whichever `lr_interval` says.
 */
export interface Position {
  /** Since the schedule began, behind the warm-up; from 0. */
  readonly at: number;
  /** From the schedule's beginning to the end of the trial's full budget; at least 1. */
  readonly total: number;
  /** What the warm-up before it took. */
  readonly warmup: number;
  /** Of an epoch: 1, or its steps. */
  readonly perEpoch: number;
}

/** What a schedule knows of the epochs that were measured: as many numbers at every time. */
export type Memory = readonly number[];

export interface Schedule {
  readonly name: string;
  /** Whether rates depend on `total`: only then does the budget decide the bits of a training. */
  readonly spansBudget: boolean;
  /** @param settings a canonical configuration */
  rate(settings: Configuration, position: Position, memory: Memory): number;
  /** Absent where the position alone decides: then the memory is empty. */
  readonly listener?: {
    /** What it knows before any epoch. */
    begin(settings: Configuration): Memory;
    /** What it knows after one more epoch. @param loss the less the better; may be NaN */
    hear(settings: Configuration, memory: Memory, loss: number): Memory;
  };
}
