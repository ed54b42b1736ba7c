// Trials of a stored sweep, trained again with the memo closed, as many at a time as there are workers.
// Read-only: what was found to differ is handed back, the record stays as it is.

import type { SweepDefinition } from '../../definition/sweep-definition.js';
import type { Executor } from '../../executor/executor.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { LeaderboardRow } from '../../store/read-trials.js';
import type { Reader } from '../../store/reader.js';
import { type BestEpoch, bestWith } from '../../vocabulary/metric.js';
import type { TrainingKey } from '../../vocabulary/segment.js';
import type { Difference } from './difference.js';
import { type TrainingJob, trainAgain } from './trained-again.js';

export interface Verification {
  readonly reader: Reader;
  readonly sweep: SweepSummary;
  readonly definition: SweepDefinition;
  readonly trials: readonly LeaderboardRow[];
  readonly executor: Executor;
  /** Hears of every epoch, how many it were so far, and of how many. */
  readonly onProgress?: (epochs: number, of: number) => void;
}

export interface Verified {
  readonly trainings: number;
  readonly epochs: number;
  readonly checkpoints: number;
  /** By trial, then replicate, then epoch. */
  readonly differences: readonly Difference[];
}

export async function verifySweep(verification: Verification): Promise<Verified> {
  const { reader, definition, trials, sweep, executor, onProgress } = verification;
  const jobs = jobsOf(verification);
  const all = jobs.reduce((sum, { to }) => sum + to, 0);
  const differences = trials.flatMap((row) => valueDifference(reader, sweep, row));
  const verified = { epochs: 0, checkpoints: 0 };
  let told = 0;
  const retraining = {
    executor,
    reader,
    objective: definition.objective,
    budget: definition.epochs,
    onEpoch: () => onProgress?.(++told, all),
  };
  const waiting = [...jobs];
  async function lane(): Promise<void> {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const compared = await trainAgain(job, retraining);
      verified.epochs += compared.epochs;
      verified.checkpoints += compared.checkpoints;
      differences.push(...compared.differences);
    }
  }
  await Promise.all(Array.from({ length: executor.capacity }, lane));
  differences.sort(byPlace);
  return { trainings: jobs.length, ...verified, differences };
}

/** Each training once, also where trials share it. */
function jobsOf({ reader, sweep, trials }: Verification): readonly TrainingJob[] {
  const jobs = new Map<TrainingKey, TrainingJob>();
  for (const { trial, epochs, state } of trials) {
    const trainings = reader.trainings(sweep, trial);
    trainings.forEach((training, number) => {
      // One replicate of a trial that is under way may be ahead of the others.
      const isOver = state !== 'running' && state !== 'paused';
      const known = isOver ? 0 : reader.trainingCurve(training.training).length;
      const to = Math.max(epochs, known);
      const earlier = jobs.get(training.training);
      if (earlier !== undefined && earlier.to >= to) return;
      const replicate = trainings.length === 1 ? null : number;
      jobs.set(training.training, { ...(earlier ?? { trial, replicate, training }), to });
    });
  }
  return [...jobs.values()];
}

function valueDifference(
  reader: Reader,
  sweep: SweepSummary,
  { trial, value, epoch, state }: LeaderboardRow,
): Difference[] {
  // The row of a trial that is under way may be behind its epochs.
  if (state === 'running') return [];
  let best: BestEpoch | null = null;
  for (const next of reader.curve(sweep, trial)) best = bestWith(best, next, sweep.objective);
  if (Object.is(best?.value ?? null, value) && (best?.epoch ?? null) === epoch) return [];
  const [found, foundEpoch] = [best?.value ?? null, best?.epoch ?? null];
  return [{ kind: 'value', trial, replicate: null, epoch, stored: value, found, foundEpoch }];
}

function byPlace(a: Difference, b: Difference): number {
  const replicate = (difference: Difference) => difference.replicate ?? -1;
  return a.trial - b.trial || replicate(a) - replicate(b) || (a.epoch ?? 0) - (b.epoch ?? 0);
}
