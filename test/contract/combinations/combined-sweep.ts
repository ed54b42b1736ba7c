// Sweeps of every part that there is, over a space with a conditional parameter and a forbidden corner, on
// scripted curves: some trials diverge, some fail, the rest learn at their own pace.

import { scriptedExecutor } from '../../../src/executor/scripted/scripted-executor.js';
import { orchestrate } from '../../../src/orchestrator/orchestrate.js';
import type { SweepOutcome } from '../../../src/orchestrator/sweep-parts.js';
import type { Sampler } from '../../../src/samplers/sampler.js';
import type { Scheduler } from '../../../src/schedulers/scheduler.js';
import type { StoppingRule } from '../../../src/stoppers/stopper.js';
import { type Configuration, onRows } from '../../../src/vocabulary/configuration.js';
import { log } from '../../../src/vocabulary/deterministic-math.js';
import type { SweepEvent } from '../../../src/vocabulary/event.js';
import { canonicalJson } from '../../../src/vocabulary/hash.js';
import type { Goal, Metrics, Objective } from '../../../src/vocabulary/metric.js';
import type { Failure } from '../../../src/vocabulary/segment.js';
import { rememberingMemo } from '../../orchestrator/remembering-memo.js';

export const EPOCHS = 9;
export const SLOTS = 4;

export interface Combination {
  readonly sampler: (goal: Goal) => Sampler;
  readonly scheduler: (objective: Objective) => Scheduler;
  readonly rules: (objective: Objective) => readonly StoppingRule[];
}

export interface Run {
  readonly outcome: SweepOutcome;
  readonly events: readonly SweepEvent[];
  /** Something is learned on the way. */
  readonly isLogical: boolean;
}

export interface Circumstances {
  readonly goal?: Goal;
  readonly capacity?: number;
  readonly shuffle?: number | null;
  /** What an earlier run has told before it was killed. */
  readonly survived?: readonly SweepEvent[];
  /** Without trials that fail or diverge. */
  readonly isHealthy?: boolean;
}

const failure: Failure = { kind: 'error', message: 'no luck', detail: 'no luck', attempts: 2 };

/** A whole number from a configuration, for what happens to some trials and not to others. */
function mixed(configuration: Configuration): number {
  let hash = 7;
  for (const character of canonicalJson(configuration)) {
    hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  }
  return hash;
}

export const isBroken = (configuration: Configuration) => mixed(configuration) % 11 === 3;
const diverges = (configuration: Configuration) => mixed(configuration) % 9 === 4;

/** Better near lr 0.01, with a bend at the half; a loss, to be minimised. */
function lossOf(configuration: Configuration, epoch: number): number {
  const distance = log(Number(configuration.lr ?? 0.001) / 0.01);
  const pace = 1 + (mixed(configuration) % 5);
  return (distance * distance) / 10 + 1 / (epoch + pace) + (mixed(configuration) % 7) / 100;
}

export async function runCombination(
  { sampler, scheduler, rules }: Combination,
  circumstances: Circumstances = {},
): Promise<Run> {
  const { goal = 'minimize', capacity = 2, shuffle = null, survived, isHealthy } = circumstances;
  const objective: Objective = { name: 'val_loss', goal };
  const sign = goal === 'minimize' ? 1 : -1;
  const memo = rememberingMemo(survived ?? []);
  const events: SweepEvent[] = [];
  const parts = {
    sampler: sampler(goal),
    scheduler: scheduler(objective),
    rules: rules(objective),
  };
  const learns =
    parts.sampler.observe !== null ||
    parts.scheduler.isAdaptive ||
    parts.rules.some((rule) => rule.comparesTrials);
  const curve = (configuration: Configuration, epoch: number): Metrics =>
    !isHealthy && diverges(configuration) && epoch > mixed(configuration) % 4
      ? { val_loss: Number.NaN, train_loss: 1 }
      : { val_loss: sign * lossOf(configuration, epoch), train_loss: 1 };
  const outcome = await orchestrate({
    ...parts,
    order: learns ? { kind: 'logical', slots: SLOTS } : { kind: 'free' },
    executor: scriptedExecutor({
      capacity,
      shuffle,
      curve,
      failure: (configuration, epoch) =>
        !isHealthy && isBroken(configuration) && epoch === 1 + (mixed(configuration) % EPOCHS)
          ? failure
          : null,
    }),
    memo,
    objective,
    budget: EPOCHS,
    identify(assignment, rows) {
      const configuration = rows === undefined ? assignment : onRows(assignment, rows);
      return {
        parameters: assignment,
        configuration,
        replicates: [{ training: canonicalJson(configuration), seed: 7, fold: 0 }],
        cost: 1 + (mixed(configuration) % 3),
      };
    },
    listen(event) {
      memo.listen(event);
      events.push(event);
    },
    pause: new AbortController().signal,
  });
  return { outcome, events, isLogical: learns };
}
