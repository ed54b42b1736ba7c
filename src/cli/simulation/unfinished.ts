// Which curves of a stored sweep end before the last epoch, and what it costs to train them to it. What
// failed is left alone, and so is what has diverged: under no choice does it go on.

import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { divergedStopper } from '../../stoppers/diverged.js';
import type { Reader } from '../../store/reader.js';
import { meanEpoch } from '../../vocabulary/replicate.js';
import type { TrainingKey } from '../../vocabulary/segment.js';
import type { Candidate, CandidateTraining } from './stored-trials.js';

export interface Unfinished {
  readonly candidates: readonly Candidate[];
  /** Of all replicates together, from the newest stored states on. */
  readonly epochs: number;
}

export function unfinishedOf(
  reader: Reader,
  { epochs, objective }: SweepDefinition,
  candidates: readonly Candidate[],
): Unfinished {
  const unfinished = candidates.filter(
    (one) =>
      one.known < epochs && one.row.state !== 'failed' && !hasDiverged(reader, one, objective.name),
  );
  const missing = new Map<TrainingKey, number>();
  for (const training of unfinished.flatMap(({ trainings }) => trainings)) {
    missing.set(training.training, missingOf(training, epochs));
  }
  return {
    candidates: unfinished,
    epochs: [...missing.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** As orchestrator/known-states.ts chooses the state to go on from. */
function missingOf({ known }: CandidateTraining, epochs: number): number {
  if (known.epochs >= epochs) return 0;
  return epochs - (known.states.findLast((epoch) => epoch <= known.epochs) ?? 0);
}

function hasDiverged(reader: Reader, { known, trainings }: Candidate, objective: string): boolean {
  if (known === 0) return false;
  const curves = trainings.map(({ training }) => reader.trainingCurve(training));
  const last = meanEpoch(curves.map((curve) => curve[known - 1]!));
  const watch = divergedStopper({ objective, bound: null }).watch(0);
  return watch.observe(last).action === 'stop';
}
