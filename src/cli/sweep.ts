// The wiring: a definition becomes a sweep that runs. Reads in the order in which data flows. The same
// definition, data and core give the same id, and the same id goes on where it was left.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Kernels, loadKernels } from '../core/kernels/kernels.js';
import type { DataSet } from '../data/data-set.js';
import { hashOfFolds } from '../data/folds.js';
import { loadDataSets } from '../data/load-data-set.js';
import { definitionIdentity } from '../definition/definition-identity.js';
import type { SweepDefinition } from '../definition/sweep-definition.js';
import type { Executor } from '../executor/executor.js';
import { poolExecutor } from '../executor/pool/pool-executor.js';
import { orchestrate } from '../orchestrator/orchestrate.js';
import type { Identity, SweepOutcome } from '../orchestrator/sweep-parts.js';
import { canonicalConfiguration } from '../space/canonical-configuration.js';
import { openStore } from '../store/store.js';
import type { SweepStart } from '../store/sweep-start.js';
import { epochWork } from '../trainables/network/epoch-work.js';
import { spansBudget } from '../trainables/network/network-session.js';
import type { NetworkSetup } from '../trainables/network/network-trainable.js';
import { networkSettingsFor } from '../trainables/network/settings.js';
import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import { messageOf } from '../vocabulary/errors.js';
import type { SweepListener } from '../vocabulary/event.js';
import { canonicalJson, contentHash } from '../vocabulary/hash.js';
import type { Replicate } from '../vocabulary/replicate.js';
import { extraMetricsOf } from './asked-metrics.js';
import { refuseUnfit } from './data-check.js';
import { limitDrain } from './drain-limit.js';
import { isLost } from './lost-sweep.js';
import { refuseOversized } from './memory-check.js';
import { poolLimits } from './pool-limits.js';
import { planSweep, type SweepPlan } from './sweep-plan.js';

export interface SweepOrder {
  readonly definition: SweepDefinition;
  /** Threads that train. */
  readonly workers: number;
  /** Directory of results; made where there is none. */
  readonly results: string;
  /** Aborted: finish the epochs in hand, save, and end as paused. */
  readonly pause: AbortSignal;
  /** Milliseconds after a pause in which the epochs in hand may be finished; left out, 8000. */
  readonly drainLimit?: number;
  /** Asked when everything is loaded and results are not yet touched; a Slip it throws refuses the sweep. */
  readonly admit?: (sweep: StartedSweep) => void;
  /** Told once, and waited for, before the first trial. */
  readonly onStart?: (sweep: StartedSweep) => void | Promise<void>;
  readonly listen?: SweepListener;
  /** Hears of a disk that refuses to be written, while the sweep goes on. */
  readonly onTrouble?: (error: Error) => void;
  /** Hears what trainables print. */
  readonly onOutput?: (text: string) => void;
}

export interface StartedSweep {
  readonly id: string;
  readonly definition: SweepDefinition;
  readonly plan: SweepPlan;
  /** One for each fold, or a single one. */
  readonly data: readonly DataSet[];
  readonly dataHash: string;
  readonly coreBuild: string;
  readonly workers: number;
}

export interface FinishedSweep extends StartedSweep {
  readonly outcome: SweepOutcome;
}

/**
 * Runs a sweep to its end or to a pause. Everything that can be refused is refused before results are
 * touched.
 * @throws Slip for what a person can mend; what went wrong otherwise, with the sweep recorded as failed
 */
export async function runOrder(order: SweepOrder): Promise<FinishedSweep> {
  const { definition, workers } = order;
  const kernels = loadKernels();
  const loading = loadDataSets(definition.data, definition.folds);
  // Threads start, and load what they need, while the data are read here.
  const executor = networkPool(order, kernels, loading);
  const endDrain = limitDrain(order.pause, executor, order.drainLimit);
  try {
    const data = await loading;
    refuseUnfit(definition, data[0]!);
    const plan = planSweep(definition, data[0]!.task.kind);
    refuseOversized(definition, data);
    const coreBuild = kernels.build;
    const dataHash = hashOfFolds(data);
    const id = sweepId(definition, dataHash, coreBuild);
    const sweep = Object.freeze({ id, definition, plan, data, dataHash, coreBuild, workers });
    order.admit?.(sweep);
    const outcome = await evaluate(sweep, executor, order);
    return Object.freeze({ ...sweep, outcome });
  } finally {
    endDrain();
    await executor.close();
  }
}

async function evaluate(
  sweep: StartedSweep,
  executor: Executor,
  order: SweepOrder,
): Promise<SweepOutcome> {
  const { plan, definition } = sweep;
  const store = openStore(order.results, { onTrouble: order.onTrouble ?? (() => {}) });
  try {
    const recorder = store.beginSweep(startOf(sweep));
    try {
      await order.onStart?.(sweep);
      const outcome = await orchestrate({
        sampler: plan.sampler,
        scheduler: plan.scheduler,
        rules: plan.rules,
        order: plan.order,
        executor,
        memo: recorder.memo,
        objective: definition.objective,
        budget: definition.epochs,
        identify: (assignment) => identityOf(assignment, sweep, costsOf(sweep)),
        listen: both(recorder.listen, order.listen),
        backlog: recorder.backlog,
        pause: order.pause,
      });
      await recorder.finish(...endOf(outcome));
      return outcome;
    } catch (thrown) {
      // The first trouble is the one to tell of, also where the disk does not take this either.
      await recorder.finish('failed', messageOf(thrown)).catch(() => {});
      throw thrown;
    }
  } finally {
    await store.close();
  }
}

function networkPool(
  { definition, workers, onOutput }: SweepOrder,
  kernels: Kernels,
  loading: Promise<readonly DataSet[]>,
): Executor {
  return poolExecutor({
    workers,
    trainable: networkTrainable(),
    setup: loading.then(
      (data): NetworkSetup => ({
        kernels: kernels.module,
        data,
        measures: extraMetricsOf(definition),
      }),
    ),
    ...poolLimits(definition),
    ...(onOutput === undefined ? {} : { onOutput }),
  });
}

/** Sixteen hexadecimal digits of what decides a sweep's results. */
export function sweepId(definition: SweepDefinition, dataHash: string, coreBuild: string): string {
  const identity = canonicalJson(definitionIdentity(definition));
  return contentHash(identity, dataHash, coreBuild).slice(0, 16);
}

/**
 * What an assignment is, and the key under which its training is remembered: longer sweeps go on with
 * the trainings of shorter ones, unless a schedule spans the epochs.
 */
export function identityOf(
  assignment: Assignment,
  { definition, data, coreBuild }: Pick<StartedSweep, 'definition' | 'data' | 'coreBuild'>,
  cost: (configuration: Configuration) => number = () => 1,
): Identity {
  const { fixed, seed, seeds, epochs } = definition;
  const settings = networkSettingsFor(data[0]!.task.kind);
  const { configuration, effective } = canonicalConfiguration(settings, fixed, assignment);
  const extra = extraMetricsOf(definition);
  const trained = canonicalJson(configuration);
  const more = [
    // A remembered curve without these metrics would be no answer.
    ...(extra.length === 0 ? [] : [canonicalJson(extra)]),
    ...(spansBudget(configuration) ? [`budget ${epochs}`] : []),
  ];
  const replicates = Array.from({ length: seeds }, (_, s) =>
    data.map(({ hash }, fold): Replicate => {
      const own = [hash, trained, String(seed + s), ...more];
      return { training: contentHash(coreBuild, 'network', ...own), seed: seed + s, fold };
    }),
  ).flat();
  return { parameters: effective, configuration, replicates, cost: cost(configuration) };
}

/** In the order of their ends nothing is learned: then an epoch is an epoch, and nobody needs its work. */
function costsOf({ plan, data }: StartedSweep): (configuration: Configuration) => number {
  if (plan.order.kind === 'free') return () => 1;
  return (configuration) => epochWork(data[0]!, configuration) * plan.replicates;
}

function startOf({ id, definition, plan, dataHash, coreBuild }: StartedSweep): SweepStart {
  const { name, seed, seeds, folds, objective, parameters } = definition;
  return {
    id,
    name,
    definition,
    parameters: parameters.map((parameter) => parameter.name),
    seed,
    seeds,
    folds,
    objective,
    epochs: plan.epochs,
    dataHash,
    coreBuild,
  };
}

function endOf(outcome: SweepOutcome): ['paused' | 'completed' | 'failed', string | null] {
  if (outcome.kind === 'paused') return ['paused', 'interrupted'];
  if (isLost(outcome)) return ['failed', `all ${outcome.trials.failed} trials failed`];
  return ['completed', null];
}

function both(first: SweepListener, second: SweepListener | undefined): SweepListener {
  if (second === undefined) return first;
  return (event) => {
    first(event);
    second(event);
  };
}

/** The compiled module, because a thread cannot load TypeScript when this runs from source. */
function networkTrainable(): string {
  const name = 'nightsweep/internal/trainables/network/network-trainable.js';
  return pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
}
