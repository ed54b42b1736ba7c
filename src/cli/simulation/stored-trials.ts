// The trials of a stored sweep as candidates of another choice: what each was, and how far its curves are
// known. A training may be known further than its trial went: another sweep, or `--finish`, has trained it.

import type { Identity } from '../../orchestrator/sweep-parts.js';
import type { Sampler } from '../../samplers/sampler.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import type { KnownTraining, StoredTraining } from '../../store/read-trainings.js';
import type { LeaderboardRow } from '../../store/read-trials.js';
import type { Reader } from '../../store/reader.js';
import type { Assignment, Configuration } from '../../vocabulary/configuration.js';

export interface CandidateTraining extends StoredTraining {
  readonly known: KnownTraining;
}

export interface Candidate {
  readonly row: LeaderboardRow;
  readonly configuration: Configuration;
  /** In the order of seeds, then folds; one at least. */
  readonly trainings: readonly CandidateTraining[];
  /** Epochs that are known of all its trainings. */
  readonly known: number;
}

/** In the order of their numbers, from 0 without a gap. */
export function candidatesOf(reader: Reader, sweep: SweepSummary): readonly Candidate[] {
  const metric = sweep.objective.name;
  const rows = [...reader.leaderboard(sweep)].sort((a, b) => a.trial - b.trial);
  return rows.map((row) => {
    const trainings = reader
      .trainings(sweep, row.trial)
      .map((training) => ({ ...training, known: reader.knownTraining(training.training, metric) }));
    const known = Math.min(...trainings.map((training) => training.known.epochs));
    return { row, configuration: trainings[0]!.configuration, trainings, known };
  });
}

/** Proposes what the sweep has tried, in its order, whatever comes of it. */
export function storedSampler(candidates: readonly Candidate[]): Sampler {
  return {
    size: candidates.length,
    suggest: (trial) => candidates[trial]?.row.parameters ?? null,
    observe: null,
  };
}

/**
 * What a proposal of the stored sampler is: the trainings that the sweep has trained, by their keys.
 * @param cost of one epoch of all replicates
 */
export function storedIdentity(
  candidates: readonly Candidate[],
  cost: (configuration: Configuration) => number,
): (assignment: Assignment) => Identity {
  const byAssignment = new Map(candidates.map((one) => [one.row.parameters, one]));
  return (assignment) => {
    const { configuration, trainings } = byAssignment.get(assignment)!;
    const replicates = trainings.map(({ training, seed, fold }) => ({ training, seed, fold }));
    return { parameters: assignment, configuration, replicates, cost: cost(configuration) };
  };
}
