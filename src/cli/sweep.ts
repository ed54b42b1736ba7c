// The wiring: a definition becomes a sweep that runs. Reads in the order in which data flows. The same
// definition, data and core give the same id, and the same id goes on where it was left.

import { type Kernels, loadKernels } from '../core/kernels/kernels.js';
import { loadDataSets } from '../data/load-data-set.js';
import { objectivesOf, type SweepDefinition } from '../definition/sweep-definition.js';
import type { Executor } from '../executor/executor.js';
import { orchestrate } from '../orchestrator/orchestrate.js';
import type { SweepOutcome, SweepParts } from '../orchestrator/sweep-parts.js';
import { openStore } from '../store/store.js';
import type { SweepStart } from '../store/sweep-start.js';
import { messageOf } from '../vocabulary/errors.js';
import type { SweepListener } from '../vocabulary/event.js';
import type { KeptTrials } from './another-core/kept-trials.js';
import { orchestrateKeeping } from './another-core/orchestrate-keeping.js';
import { checkpointBudget } from './checkpoint-budget.js';
import { limitDrain } from './drain-limit.js';
import { endOfWriting } from './end-of-writing.js';
import { type GiveUpWatch, giveUpWatch } from './limits/give-up.js';
import { networkPool } from './network-pool.js';
import { prepareSweep, type StartedSweep } from './prepare-sweep.js';
import { closedMemo, type OtherEpoch } from './reuse/closed-memo.js';
import { rowsOfData } from './rows-of-data.js';
import { endingOf, type SweepEnding } from './sweep-ending.js';
import { costsOf, identityOf } from './sweep-identity.js';
import { planSweep, type SweepPlan } from './sweep-plan.js';

export interface SweepOrder {
  readonly definition: SweepDefinition;
  /** Threads that train. */
  readonly workers: number;
  /** Directory of results; made where there is none. */
  readonly results: string;
  /** Left out: this build's. */
  readonly kernels?: Kernels;
  /**
   * Nothing from before this run is believed: everything is trained. Hears of the first epoch of each
   * training that comes out otherwise than it was stored.
   */
  readonly retrain?: (other: OtherEpoch) => void;
  /** Finished trials of another core stay as they are, and the sweep keeps its id. */
  readonly keep?: (coreBuild: string) => KeptTrials | null;
  /** Aborted: finish the epochs in hand, save, and end as paused; its reason may be a PauseReason. */
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
  /** Hears what is worth a line and no trouble; also before the sweep starts. */
  readonly onNote?: (text: string) => void;
  /** Hears what trainables print. */
  readonly onOutput?: (text: string) => void;
}

export interface FinishedSweep extends StartedSweep {
  readonly outcome: SweepOutcome;
  readonly ending: SweepEnding;
}

/**
 * Runs a sweep to its end or to a pause. Everything that can be refused is refused before results are
 * touched.
 * @throws Slip for what a person can mend; what went wrong otherwise, with the sweep recorded as failed
 */
export async function runOrder(order: SweepOrder): Promise<FinishedSweep> {
  const { definition, workers, kernels = loadKernels(), onOutput } = order;
  const loading = loadDataSets(definition.data, definition.folds);
  // Threads start, and load what they need, while the data are read here.
  const executor = networkPool({ definition, workers, kernels, data: loading, onOutput });
  const giveUp = giveUpWatch(definition.giveUpAfter, order.pause);
  const endDrain = limitDrain(giveUp.signal, executor, order.drainLimit);
  try {
    const data = await loading;
    const coreBuild = kernels.build;
    const kept = order.keep?.(coreBuild) ?? null;
    const sweep = prepareSweep({ definition, data, coreBuild, workers }, kept);
    order.admit?.(sweep);
    return Object.freeze({ ...sweep, ...(await evaluate(sweep, executor, order, giveUp, kept)) });
  } finally {
    endDrain();
    giveUp.release();
    await executor.close();
  }
}

async function evaluate(
  sweep: StartedSweep,
  executor: Executor,
  order: SweepOrder,
  giveUp: GiveUpWatch,
  kept: KeptTrials | null,
): Promise<Pick<FinishedSweep, 'outcome' | 'ending'>> {
  const { definition } = sweep;
  const { results, onTrouble = () => {}, onNote = () => {} } = order;
  const checkpointBytes = checkpointBudget();
  const store = openStore(results, { onTrouble, onNote, checkpointBytes });
  try {
    // Results that are known arrive in another order than they did when they were trained.
    const decidesAnew = kept !== null || sweep.plan.order.kind === 'arrival';
    const recorder = await store.beginSweep({ ...startOf(sweep), decidesAnew });
    try {
      await order.onStart?.(sweep);
      const closed = order.retrain && closedMemo(recorder.memo, order.retrain);
      const partsOf = ({ sampler, scheduler, rules, order: inOrder }: SweepPlan): SweepParts => ({
        sampler,
        scheduler,
        rules,
        order: inOrder,
        executor,
        memo: closed?.memo ?? recorder.memo,
        objective: definition.objective,
        objectives: objectivesOf(definition),
        budget: definition.epochs,
        identify: (assignment, rows) => identityOf(assignment, sweep, costsOf(sweep), rows),
        listen: inTurn(closed?.listen, recorder.listen, giveUp.listen, order.listen),
        backlog: recorder.backlog,
        pause: AbortSignal.any([giveUp.signal, recorder.superseded]),
      });
      const fresh = () =>
        partsOf(planSweep(definition, sweep.data[0]!.task.kind, rowsOfData(sweep.data)));
      const evaluation =
        kept === null
          ? orchestrate(partsOf(sweep.plan))
          : orchestrateKeeping(fresh, kept, (assignment, core, rows) =>
              identityOf(assignment, { ...sweep, coreBuild: core }, costsOf(sweep), rows),
            );
      const outcome = await unlessAborted(recorder.superseded, evaluation);
      await endOfWriting(recorder, giveUp.signal);
      const ending = endingOf(outcome, giveUp.signal);
      await recorder.finish(ending.state, ending.reason);
      return { outcome, ending };
    } catch (thrown) {
      // The first trouble is the one to tell of, also where the disk does not take this either.
      await recorder.finish('failed', messageOf(thrown)).catch(() => {});
      throw thrown;
    }
  } finally {
    await store.close();
  }
}

/** Another process has taken the sweep over: what is still being trained here is of no use. */
function unlessAborted<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

function startOf({ id, definition, plan, dataHash, coreBuild }: StartedSweep): SweepStart {
  const { name, seed, seeds, folds, objective, parameters, derived = [] } = definition;
  return {
    id,
    name,
    definition,
    parameters: [...parameters, ...derived].map((parameter) => parameter.name),
    seed,
    seeds,
    folds,
    objective,
    epochs: plan.epochs,
    dataHash,
    coreBuild,
  };
}

function inTurn(...listeners: readonly (SweepListener | undefined)[]): SweepListener {
  const all = listeners.filter((listen) => listen !== undefined);
  return (event) => {
    for (const listen of all) listen(event);
  };
}
