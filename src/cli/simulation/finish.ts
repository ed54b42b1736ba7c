// Trains the curves of a stored sweep to their last epoch: from the states that it kept, into the memo,
// in its own directory of results. Its trials, decisions and state stay as they are: no row of them is
// written. Interrupted, it goes on when it is called again, as everything does that the memo answers.

import { type Kernels, loadKernels } from '../../core/kernels/kernels.js';
import type { DataSet } from '../../data/data-set.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { orchestrate } from '../../orchestrator/orchestrate.js';
import { fullScheduler } from '../../schedulers/full.js';
import { divergedStopper } from '../../stoppers/diverged.js';
import type { Memo } from '../../store/memo.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openStore } from '../../store/store.js';
import type { TrainingRecorder } from '../../store/training-recorder.js';
import { Slip } from '../../vocabulary/errors.js';
import type { SweepListener } from '../../vocabulary/event.js';
import { checkpointBudget } from '../checkpoint-budget.js';
import { limitDrain } from '../drain-limit.js';
import { endOfWriting } from '../end-of-writing.js';
import { giveUpWatch } from '../limits/give-up.js';
import { pauseReasonOf } from '../limits/pause-reason.js';
import { networkPool } from '../network-pool.js';
import { type Candidate, storedIdentity, storedSampler } from './stored-trials.js';
import type { Unfinished } from './unfinished.js';

export interface FinishOptions {
  readonly workers: number;
  /** Aborted: finish the epochs in hand, save, and end; its reason may be a PauseReason. */
  readonly pause: AbortSignal;
  /** Told once, before the first epoch. */
  readonly onStart: (unfinished: Unfinished, definition: SweepDefinition) => void;
  /** Trials have their place among the unfinished here. */
  readonly listen: SweepListener;
  readonly onNote: (text: string) => void;
  readonly onOutput: (text: string) => void;
  /** Left out: this build's. */
  readonly kernels?: Kernels;
}

export interface Finish extends FinishOptions {
  /** Directory of results. */
  readonly results: string;
  readonly sweep: SweepSummary;
  readonly definition: SweepDefinition;
  readonly data: readonly DataSet[];
  readonly unfinished: Unfinished;
}

export interface Finished {
  /** Epochs of replicates that were trained now. */
  readonly trained: number;
  /** Trials that could not be trained to the end. */
  readonly failed: number;
  /** paused: the same again goes on; failed: so many in a row that it gave up. */
  readonly outcome: 'finished' | 'paused' | 'failed';
  /** Why it is one of the last two. */
  readonly reason: string | null;
}

/** @throws Slip for a sweep that another core has trained */
export async function finishCurves(finish: Finish): Promise<Finished> {
  const { sweep, definition, data, unfinished, workers, onOutput } = finish;
  const kernels = finish.kernels ?? loadKernels();
  refuseOtherCore(sweep, unfinished.candidates, kernels.build);
  finish.onStart(unfinished, definition);
  const loaded = Promise.resolve(data);
  const executor = networkPool({ definition, workers, kernels, data: loaded, onOutput });
  const giveUp = giveUpWatch(definition.giveUpAfter, finish.pause);
  const endDrain = limitDrain(giveUp.signal, executor);
  const store = openStore(finish.results, {
    onTrouble: (error) => finish.onNote(error.message),
    onNote: finish.onNote,
    checkpointBytes: checkpointBudget(),
  });
  try {
    const recorder = store.recordTrainings(kernels.build);
    keepForResume(sweep, unfinished.candidates, recorder);
    const outcome = await orchestrate({
      sampler: storedSampler(unfinished.candidates),
      scheduler: fullScheduler({
        trials: unfinished.candidates.length,
        epochs: definition.epochs,
      }),
      rules: [divergedStopper({ objective: definition.objective.name, bound: null })],
      order: { kind: 'free' },
      executor,
      memo: withoutErrands(recorder.memo),
      objective: definition.objective,
      budget: definition.epochs,
      identify: storedIdentity(unfinished.candidates, () => 1),
      listen(event) {
        recorder.listen(event);
        giveUp.listen(event);
        finish.listen(event);
        if (event.kind === 'trial_settled' && event.fate.state === 'failed') {
          const { trial } = unfinished.candidates[event.trial]!.row;
          finish.onNote(`trial ${trial} failed: ${event.fate.reason.text}`);
        }
      },
      backlog: () => recorder.backlog(),
      pause: giveUp.signal,
    });
    await endOfWriting(recorder, giveUp.signal);
    const done = { trained: outcome.epochsTrained, failed: outcome.trials.failed };
    if (outcome.kind === 'finished') return { ...done, outcome: 'finished', reason: null };
    const { kind, text } = pauseReasonOf(giveUp.signal);
    return { ...done, outcome: kind === 'failures' ? 'failed' : 'paused', reason: text };
  } finally {
    endDrain();
    giveUp.release();
    await executor.close();
    await store.close();
  }
}

function refuseOtherCore(
  { name, coreBuild }: SweepSummary,
  candidates: readonly Candidate[],
  core: string,
): void {
  const cores = candidates.flatMap(({ trainings }) => trainings.map((one) => one.coreBuild));
  const other = cores.find((build) => (build ?? coreBuild) !== core);
  if (other === undefined) return;
  const [found, expected] = [core, other ?? coreBuild].map((build) => build.slice(0, 12));
  throw new Slip(
    `expected the training core that sweep ${name} was trained by (${expected}), found another one (${found}), whose bits are others: leave --finish out`,
  );
}

/**
 * A sweep that is not over may still need the states that its trials wait at. Later ones would take their
 * place: they stay.
 */
function keepForResume(
  { state }: SweepSummary,
  candidates: readonly Candidate[],
  recorder: TrainingRecorder,
): void {
  if (state === 'completed') return;
  for (const { training, known } of candidates.flatMap(({ trainings }) => trainings)) {
    for (const epoch of known.states) recorder.keepState(training, epoch);
  }
}

/** Curves are wanted, and no models: a state that is not there is not trained for its own sake. */
function withoutErrands(memo: Memo): Memo {
  return {
    recall(training) {
      const { curve, states } = memo.recall(training);
      const stored = new Set(states);
      const absent = curve.map(({ epoch }) => epoch).filter((epoch) => !stored.has(epoch));
      return { curve, states, removed: absent };
    },
    loadState: (training, epoch) => memo.loadState(training, epoch),
  };
}
