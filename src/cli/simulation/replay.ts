// A sweep decided again under another choice: the orchestrator, schedulers and rules of a real sweep, over
// the configurations and curves of the stored one. Where curves are known as far as the choice trains
// them, this is the sweep that would have been.

import { objectivesOf, type SweepDefinition } from '../../definition/sweep-definition.js';
import { orchestrate } from '../../orchestrator/orchestrate.js';
import type { Scheduler } from '../../schedulers/scheduler.js';
import type { Reader } from '../../store/reader.js';
import type { Configuration } from '../../vocabulary/configuration.js';
import type { SweepListener } from '../../vocabulary/event.js';
import type { BestEpoch } from '../../vocabulary/metric.js';
import type { TrialFate } from '../../vocabulary/trial.js';
import type { SweepPlan } from '../sweep-plan.js';
import { failingExecutor, failingTrainings, heldMemo } from './held-memo.js';
import { type Candidate, storedIdentity, storedSampler } from './stored-trials.js';

export interface Replay {
  readonly reader: Reader;
  readonly candidates: readonly Candidate[];
  /** With the choice's schedule and rules. */
  readonly definition: SweepDefinition;
  readonly plan: SweepPlan;
  /** Logical work of one epoch of all replicates. */
  readonly cost: (configuration: Configuration) => number;
  /** Hears what happens, as in a real sweep. */
  readonly listen?: SweepListener;
}

export interface ReplayedTrial {
  readonly trial: number;
  readonly fate: TrialFate;
  /** That each replicate was trained. */
  readonly epochs: number;
  readonly best: BestEpoch | null;
}

/**
 * How far results can be believed. exact: every epoch that was asked for is known; bound: epochs that are
 * not known have decided nothing, and can only make the best better; estimate: they took part in decisions.
 */
export type Certainty = 'exact' | 'bound' | 'estimate';

export interface Replayed {
  /** Those that began, by number. */
  readonly trials: readonly ReplayedTrial[];
  readonly certainty: Certainty;
  /** How many trials went past their last known epoch, by that epoch, ascending. */
  readonly unknown: readonly { readonly epoch: number; readonly trials: number }[];
}

export async function replay(parts: Replay): Promise<Replayed> {
  const { reader, candidates, definition, plan, cost, listen } = parts;
  const failing = failingTrainings(candidates);
  const trials = new Map<number, ReplayedTrial>();
  const legs = watchedLegs(plan.scheduler);
  /** Whether a decision about another trial may have heard of an epoch that is not known. */
  let hasDecided = plan.scheduler.isAdaptive || plan.rules.some((rule) => rule.comparesTrials);
  // The last epoch speaks: it may be worse than the last that is known.
  hasDecided ||= definition.objective.epoch === 'last';
  const isKnown = ({ trial, epochs }: ReplayedTrial) => epochs <= candidates[trial]!.known;
  await orchestrate({
    sampler: storedSampler(candidates),
    scheduler: legs.scheduler,
    rules: plan.rules,
    // Nobody knows in which order results arrived.
    order: plan.order.kind === 'arrival' ? { ...plan.order, kind: 'logical' } : plan.order,
    executor: failingExecutor(failing),
    memo: heldMemo(reader, definition.epochs, failing),
    objective: definition.objective,
    objectives: objectivesOf(definition),
    budget: definition.epochs,
    identify: storedIdentity(candidates, cost),
    listen(event) {
      listen?.(event);
      if (event.kind !== 'trial_settled') return;
      trials.set(event.trial, event);
      if (!isKnown(event) && legs.endOf(event.trial) < definition.epochs) hasDecided = true;
    },
    pause: new AbortController().signal,
  });
  const all = [...trials.values()].sort((a, b) => a.trial - b.trial);
  const past = all.filter((one) => !isKnown(one));
  const certainty = past.length === 0 ? 'exact' : hasDecided ? 'estimate' : 'bound';
  return { trials: all, certainty, unknown: countedByEpoch(past, candidates) };
}

/** Remembers to which epoch each trial was sent last. */
function watchedLegs(scheduler: Scheduler) {
  const ends = new Map<number, number>();
  const watched: Scheduler = {
    isAdaptive: scheduler.isAdaptive,
    isPlanExact: scheduler.isPlanExact,
    plan: scheduler.plan,
    next() {
      const step = scheduler.next();
      if (step.kind === 'start' || step.kind === 'continue') ends.set(step.trial, step.to);
      return step;
    },
    report: (report) => scheduler.report(report),
    exhausted: () => scheduler.exhausted(),
  };
  return { scheduler: watched, endOf: (trial: number) => ends.get(trial)! };
}

function countedByEpoch(trials: readonly ReplayedTrial[], candidates: readonly Candidate[]) {
  const counts = new Map<number, number>();
  for (const { trial } of trials) {
    const { known } = candidates[trial]!;
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => a - b);
  return sorted.map(([epoch, count]) => ({ epoch, trials: count }));
}
