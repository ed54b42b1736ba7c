// Sweeps of scripted trials over one parameter, x: what the tests of the orchestrator run. Samplers,
// schedulers and stoppers are the real ones; curves are functions of x and the epoch.

import { scriptedExecutor } from '../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../src/orchestrator/orchestrate.js';
import type { Order, SweepOutcome, SweepParts } from '../../src/orchestrator/sweep-parts.js';
import { gridSampler } from '../../src/samplers/grid.js';
import { randomSampler } from '../../src/samplers/random.js';
import type { Sampler } from '../../src/samplers/sampler.js';
import { fullScheduler } from '../../src/schedulers/full.js';
import type { Scheduler } from '../../src/schedulers/scheduler.js';
import { successiveHalvingScheduler } from '../../src/schedulers/successive-halving.js';
import { divergedStopper } from '../../src/stoppers/diverged.js';
import { patienceStopper } from '../../src/stoppers/patience.js';
import type { StoppingRule } from '../../src/stoppers/stopper.js';
import type { SweepEvent } from '../../src/vocabulary/event.js';
import type { EpochMetrics, Metrics, Objective } from '../../src/vocabulary/metric.js';
import type { Replicate } from '../../src/vocabulary/replicate.js';
import type { Failure } from '../../src/vocabulary/segment.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';
import { proceed } from '../../src/vocabulary/verdict.js';
import { freeSpace } from '../samplers/free-space.js';
import { rememberingMemo } from './remembering-memo.js';

export const objective = { name: 'val_accuracy', goal: 'maximize' } as const;

/** Metrics that look like training and differ for every x: some diverge, most get stuck, a third grow. */
export function curve(x: number, epoch: number): Metrics {
  const mixed = Math.imul(x * 31 + epoch, 0x9e3779b1) >>> 8;
  const noise = x % 3 === 0 ? 0 : (mixed % 1000) / 1000;
  const loss = x % 5 === 4 && epoch >= 2 + (x % 4) ? Number.NaN : 1 / epoch + noise / 8;
  return { train_loss: loss, val_accuracy: 1 - 1 / (1 + (x % 17) + epoch / 4) - noise / 5 };
}

export interface Setup {
  readonly sampler?: Sampler;
  readonly scheduler?: Scheduler;
  readonly rules?: readonly StoppingRule[];
  readonly order?: Order;
  /** Logical work of an epoch; 1 unless said. */
  readonly cost?: (x: number) => number;
  readonly capacity?: number;
  readonly shuffle?: number | null;
  readonly memo?: ReturnType<typeof rememberingMemo>;
  readonly budget?: number;
  readonly objective?: Objective;
  readonly curve?: (x: number, epoch: number, replicate: number) => Metrics;
  readonly failure?: (x: number, epoch: number, replicate: number) => Failure | null;
  /** Of each trial; 1 unless said. */
  readonly replicates?: number;
  readonly pause?: AbortSignal;
  readonly listen?: (event: SweepEvent) => void;
  readonly backlog?: () => Promise<void> | null;
  /** false: events are not kept, for sweeps that are large. */
  readonly record?: boolean;
}

export interface Sweep {
  readonly outcome: SweepOutcome;
  readonly events: readonly SweepEvent[];
  /** Every epoch that was really played, as x@epoch, or x/replicate@epoch from the second on. */
  readonly played: readonly string[];
}

export const randomX = (count = 1_000_000): Sampler =>
  randomSampler({
    space: freeSpace([{ name: 'x', domain: { kind: 'int_uniform', min: 0, max: count - 1 } }]),
    seed: 3,
    // Trials of one training are part of what is tested.
    duplicates: true,
  });
export const gridX = (count: number): Sampler =>
  gridSampler({
    space: freeSpace([{ name: 'x', domain: { kind: 'int_uniform', min: 0, max: count - 1 } }]),
  });
export const halving = (trials: number | null, epochs = 9): Scheduler =>
  successiveHalvingScheduler({ trials, minEpochs: 1, epochs, eta: 3, objective });
export const full = (trials: number | null, epochs = 9): Scheduler =>
  fullScheduler({ trials, epochs });
export const usualRules = (): readonly StoppingRule[] => [
  divergedStopper({ objective: objective.name, bound: null }),
  patienceStopper({ metric: objective, patience: 5, minDelta: 0, startAfter: 2 }),
];
/** Gives a trial up below the mean of everything that any trial has shown, the living counted twice. */
export function belowTheMean(): StoppingRule {
  let [sum, count, ended] = [0, 0, 0];
  return {
    name: 'mean',
    comparesTrials: true,
    watch: () => ({
      observe({ metrics }) {
        const value = metrics[objective.name]!;
        const mean = sum / count;
        sum += value;
        count++;
        if (count < 5 || value >= mean) return proceed;
        const text = `${value} is below ${mean} after ${ended} ends`;
        return { action: 'stop', reason: { rule: 'mean', text, facts: {} } };
      },
      end() {
        ended++;
      },
    }),
  };
}
export const SEED = 7;
export const keyOf = (x: number, replicate = 0): string =>
  replicate === 0 ? `training ${x}` : `training ${x}/${replicate}`;

function replicatesOf(x: number, count: number): Replicate[] {
  return Array.from({ length: count }, (_, i) => ({
    training: keyOf(x, i),
    seed: SEED + i,
    fold: 0,
  }));
}

function playedShown(x: number, replicate: number, epoch: number): string {
  return replicate === 0 ? `${x}@${epoch}` : `${x}/${replicate}@${epoch}`;
}

export function parts(setup: Setup, events: SweepEvent[], played: string[]): SweepParts {
  const memo = setup.memo ?? rememberingMemo();
  const play = setup.curve ?? curve;
  return {
    sampler: setup.sampler ?? randomX(),
    scheduler: setup.scheduler ?? full(10),
    rules: setup.rules ?? [],
    order: setup.order ?? { kind: 'free' },
    executor: scriptedExecutor({
      capacity: setup.capacity ?? 2,
      shuffle: setup.shuffle ?? null,
      curve({ x }, epoch, { seed }) {
        const replicate = seed - SEED;
        if (setup.record !== false) played.push(playedShown(Number(x), replicate, epoch));
        return play(Number(x), epoch, replicate);
      },
      failure: ({ x }, epoch, { seed }) => setup.failure?.(Number(x), epoch, seed - SEED) ?? null,
    }),
    memo,
    objective: setup.objective ?? objective,
    budget: setup.budget ?? 9,
    identify: (assignment) => ({
      parameters: assignment,
      configuration: assignment,
      replicates: replicatesOf(Number(assignment.x), setup.replicates ?? 1),
      cost: setup.cost?.(Number(assignment.x)) ?? 1,
    }),
    listen(event) {
      memo.listen(event);
      if (setup.record !== false) events.push(event);
      setup.listen?.(event);
    },
    ...(setup.backlog === undefined ? {} : { backlog: setup.backlog }),
    pause: setup.pause ?? new AbortController().signal,
  };
}

export async function runSweep(setup: Setup): Promise<Sweep> {
  const events: SweepEvent[] = [];
  const played: string[] = [];
  const outcome = await orchestrate(parts(setup, events, played));
  return { outcome, events, played };
}

/** Epochs of which a state was kept, in the order of the telling. */
export function statesKept(events: readonly SweepEvent[]): readonly number[] {
  return events.flatMap((event) => (event.kind === 'state' ? [event.state.epoch] : []));
}

/** What a trial's record says in the end, however it came about. */
export interface Story {
  readonly x: number;
  readonly epochs: EpochMetrics[];
  fate: TrialFate | null;
  best: unknown;
}

export function stories(events: readonly SweepEvent[]): Story[] {
  const told: Story[] = [];
  for (const event of events) {
    if (event.kind === 'trial_started') {
      told[event.trial] = { x: Number(event.parameters.x), epochs: [], fate: null, best: null };
    } else if (event.kind === 'trial_epoch') {
      told[event.trial]!.epochs.push(event.epoch);
    } else if (event.kind === 'trial_settled') {
      Object.assign(told[event.trial]!, { fate: event.fate, best: event.best });
    }
  }
  return told;
}

export function decisions(events: readonly SweepEvent[]) {
  return events.filter((event) => event.kind === 'decision');
}

/** Events of one trial as short lines: started, 0→9, trained 1, memo 2, stopped at 2 … */
export function lines(events: readonly SweepEvent[], trial: number): string[] {
  const told: string[] = [];
  for (const event of events) {
    if (isTold(event) && event.trial === trial) told.push(line(event));
  }
  return told;
}

type ToldEvent = Exclude<SweepEvent, { kind: 'state' | 'state_kept' | 'trial_epoch' | 'decision' }>;

function isTold(event: SweepEvent): event is ToldEvent {
  return !['state', 'state_kept', 'trial_epoch', 'decision'].includes(event.kind);
}

function line(event: ToldEvent): string {
  switch (event.kind) {
    case 'trial_started':
      return 'started';
    case 'segment_started':
      return `${event.from}→${event.to}`;
    case 'epoch':
      return `${event.source} ${event.epoch.epoch}`;
    case 'trial_settled':
      return `${event.fate.state} at ${event.epochs}`;
  }
}
