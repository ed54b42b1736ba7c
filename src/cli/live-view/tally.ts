// What a sweep has come to so far, counted from its events: all that a view shows. An event costs a few
// additions, and memory grows only with the trials that are under way.

import type { FrontSummary } from '../../leaderboard/pareto-ranks.js';
import type { PlannedRung } from '../../schedulers/scheduler.js';
import type { Assignment } from '../../vocabulary/configuration.js';
import type { SweepEvent } from '../../vocabulary/event.js';
import { isBetter, type Objective } from '../../vocabulary/metric.js';
import type { TrialState } from '../../vocabulary/trial.js';
import { frontSoFar } from './front-so-far.js';

export interface BestSoFar {
  readonly trial: number;
  readonly epoch: number;
  readonly value: number;
  readonly parameters: Assignment;
}

export interface Tally extends Progress {
  hear(event: SweepEvent): void;
}

/** What is shown of a sweep, however it came to be known. */
export interface Progress {
  /** Epochs of replicates that were trained now. */
  readonly trained: number;
  /** Epochs that an earlier run had trained. */
  readonly remembered: number;
  /** Of the planned epochs, those that are trained, remembered, or not needed any more. */
  readonly done: number;
  readonly trials: Readonly<Record<TrialState, number>>;
  /** Trials that have begun. */
  readonly begun: number;
  readonly best: BestSoFar | null;
  /** null: one metric ranks. */
  readonly front: FrontSummary | null;
  /** Rungs that some trial has gone beyond. */
  readonly rungsPassed: number;
}

interface LiveTrial {
  state: 'running' | 'paused';
  readonly parameters: Assignment;
  /** Of the training part, where the schedule allots them; 0 under any other. */
  readonly rows: number;
  readonly replicates: number;
  /** Epochs of its replicates that were told. */
  epochs: number;
}

/** @param objectives by which the sweep is ranked: one at least */
export function sweepTally(objectives: readonly Objective[], rungs: readonly PlannedRung[]): Tally {
  const [objective] = objectives as [Objective];
  const front = objectives.length > 1 ? frontSoFar(objectives) : null;
  const live = new Map<number, LiveTrial>();
  const trials = { running: 0, paused: 0, completed: 0, stopped: 0, failed: 0 };
  const epochs = { trained: 0, memo: 0, spared: 0 };
  let begun = 0;
  let best: BestSoFar | null = null;
  /** That the best was trained on: of trials on fewer none is better. */
  let bestRows = 0;
  let rungsPassed = 0;

  /** @param reached epochs, or rows */
  function pass(reached: number): void {
    const heightOf = ({ rows, epochs: to }: PlannedRung) => rows ?? to;
    while (rungsPassed < rungs.length - 1 && reached > heightOf(rungs[rungsPassed]!)) rungsPassed++;
  }

  function move(trial: number, to: 'running' | 'paused'): void {
    const known = live.get(trial);
    if (known === undefined || known.state === to) return;
    trials[known.state]--;
    trials[to]++;
    known.state = to;
  }

  function hearReplicate(trial: number): void {
    move(trial, 'running');
    const known = live.get(trial);
    if (known !== undefined) known.epochs++;
  }

  function hearEpoch(trial: number, epoch: number, value: number | undefined): void {
    const { rows = 0, parameters = {} } = live.get(trial) ?? {};
    if (rows === 0) pass(epoch);
    if (value === undefined || !Number.isFinite(value) || rows < bestRows) return;
    const isFirst = best === null || rows > bestRows;
    if (!isFirst && !isBetter(value, best!.value, objective.goal)) return;
    best = { trial, epoch, value, parameters };
    bestRows = rows;
  }

  /** A trial that ends between two rungs spares the epochs up to the next one. */
  function spare({ replicates, epochs: told }: LiveTrial, reached: number): void {
    const rung = rungs.find((planned) => planned.epochs >= reached);
    if (rung !== undefined) epochs.spared += Math.max(0, rung.epochs * replicates - told);
  }

  function hearSettled(event: SweepEvent & { readonly kind: 'trial_settled' }): void {
    const { trial, fate } = event;
    if (fate.state === 'paused') {
      move(trial, 'paused');
      return;
    }
    trials[fate.state]++;
    const known = live.get(trial);
    if (known === undefined) return;
    trials[known.state]--;
    live.delete(trial);
    spare(known, event.epochs);
  }

  return {
    hear(event) {
      front?.hear(event);
      switch (event.kind) {
        case 'trial_started':
          begun++;
          trials.running++;
          if (event.rows !== undefined) pass(event.rows);
          live.set(event.trial, {
            state: 'running',
            parameters: event.parameters,
            rows: event.rows ?? 0,
            replicates: event.replicates.length,
            epochs: 0,
          });
          return;
        case 'segment_started':
          move(event.trial, 'running');
          return;
        case 'epoch':
          epochs[event.source]++;
          hearReplicate(event.trial);
          return;
        case 'trial_epoch':
          hearEpoch(event.trial, event.epoch.epoch, event.epoch.metrics[objective.name]);
          return;
        case 'trial_settled':
          hearSettled(event);
          return;
        case 'state':
        case 'decision':
          return;
      }
    },
    get trained() {
      return epochs.trained;
    },
    get remembered() {
      return epochs.memo;
    },
    get done() {
      return epochs.trained + epochs.memo + epochs.spared;
    },
    trials,
    get begun() {
      return begun;
    },
    get best() {
      return best;
    },
    get front() {
      return front?.summary() ?? null;
    },
    get rungsPassed() {
      return rungsPassed;
    },
  };
}
