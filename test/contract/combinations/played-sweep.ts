// One sweep of real samplers, schedulers and rules, in which trainings are played from a script. What is
// asked of a sweep under any circumstances is in combined-sweep.ts (one space) and random-sweep.ts (any).

import type { Executor } from '../../../src/executor/executor.js';
import { type Script, scriptedExecutor } from '../../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../../src/orchestrator/orchestrate.js';
import type { SweepOutcome, SweepParts } from '../../../src/orchestrator/sweep-parts.js';
import { type Configuration, onRows } from '../../../src/vocabulary/configuration.js';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { canonicalJson } from '../../../src/vocabulary/hash.js';
import type { Objective } from '../../../src/vocabulary/metric.js';
import { rememberingMemo } from '../../orchestrator/remembering-memo.js';

export interface Sweep extends Pick<SweepParts, 'sampler' | 'scheduler' | 'rules'> {
  readonly objective: Objective;
  readonly epochs: number;
  readonly slots: number;
  /** Logical work of one epoch. */
  readonly cost: (configuration: Configuration) => number;
  readonly curve: Script['curve'];
  readonly failure: NonNullable<Script['failure']>;
}

/** Who trains, and what is known beforehand. */
export interface Circumstances {
  readonly capacity?: number;
  readonly shuffle?: number | null;
  /** What an earlier run has told before it was killed. */
  readonly survived?: readonly SweepEvent[];
  /** In place of the scripted executor. */
  readonly executor?: Executor;
  readonly listen?: (event: SweepEvent) => void;
}

export interface Run {
  readonly outcome: SweepOutcome;
  readonly events: readonly SweepEvent[];
  /** Something is learned on the way. */
  readonly isLogical: boolean;
}

export async function playSweep(
  sweep: Sweep,
  { capacity = 2, shuffle = null, survived = [], executor, listen }: Circumstances = {},
): Promise<Run> {
  const { sampler, scheduler, rules, objective, epochs, slots, cost, curve, failure } = sweep;
  const memo = rememberingMemo(survived);
  const events: SweepEvent[] = [];
  const isLogical =
    sampler.observe !== null ||
    scheduler.isAdaptive ||
    rules.some(({ comparesTrials }) => comparesTrials);
  const outcome = await orchestrate({
    sampler,
    scheduler,
    rules,
    order: isLogical ? { kind: 'logical', slots } : { kind: 'free' },
    executor: executor ?? scriptedExecutor({ capacity, shuffle, curve, failure }),
    memo,
    objective,
    budget: epochs,
    identify(assignment, rows) {
      const configuration = rows === undefined ? assignment : onRows(assignment, rows);
      return {
        parameters: assignment,
        configuration,
        replicates: [{ training: canonicalJson(configuration), seed: 7, fold: 0 }],
        cost: cost(configuration),
      };
    },
    listen(event) {
      memo.listen(event);
      events.push(event);
      listen?.(event);
    },
    pause: new AbortController().signal,
  });
  return { outcome, events, isLogical };
}
