// What was measured of which trial, at how many epochs. Under a schedule with rungs values of different
// numbers of epochs cannot be compared: those of the largest number that has enough of them are (BOHB,
// Falkner et al. 2018). Without rungs whatever speaks for a trial in the end does.

import type { TrialState } from '../vocabulary/trial.js';

export interface Measured {
  readonly trial: number;
  readonly epochs: number;
  /** Best so far; NaN is legal. */
  readonly value: number;
}

export interface Observations {
  /** Trials of which something is known. */
  readonly trials: number;
  has(trial: number): boolean;
  note(measured: Measured, state: Exclude<TrialState, 'running'>): void;
  /** At the largest number of epochs that enough trials have come to, one of each trial. */
  atMost(): readonly Measured[];
}

/** @param enough trials that a number of epochs needs for a model of its own */
export function observationsByEpochs(enough: number): Observations {
  /** Of each trial, in order of epochs. */
  const known = new Map<number, Measured[]>();
  const rungs = new Set<number>();

  function note(measured: Measured, state: Exclude<TrialState, 'running'>): void {
    if (state === 'paused') rungs.add(measured.epochs);
    const mine = known.get(measured.trial);
    if (mine === undefined) known.set(measured.trial, [measured]);
    else if (mine.at(-1)!.epochs === measured.epochs) mine[mine.length - 1] = measured;
    else mine.push(measured);
  }

  /** Of trials that came past one rung: what each had up to the next one. */
  function between(below: number, rung: number): readonly Measured[] {
    const found: Measured[] = [];
    for (const mine of known.values()) {
      if (mine.at(-1)!.epochs <= below) continue;
      found.push(mine.findLast(({ epochs }) => epochs <= rung) ?? mine[0]!);
    }
    return found;
  }

  return {
    get trials() {
      return known.size;
    },
    has: (trial) => known.has(trial),
    note,
    atMost() {
      // Below the first rung is everybody, one that failed in its first epoch too.
      const bounds = [-1, ...[...rungs].sort((a, b) => a - b)];
      let [rung, found] = [Number.POSITIVE_INFINITY, [] as readonly Measured[]];
      for (const below of bounds.reverse()) {
        found = between(below, rung);
        if (found.length >= enough) break;
        rung = below;
      }
      return found;
    },
  };
}
