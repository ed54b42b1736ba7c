// The wiring of a verification: from the record to threads that train, and back to a report. The core is
// this build's, whichever core the sweep was trained by: that they differ is part of the report.

import { type Kernels, loadKernels } from '../../core/kernels/kernels.js';
import { hashOfFolds } from '../../data/folds.js';
import { loadDataSets } from '../../data/load-data-set.js';
import { readLeaderboard } from '../../leaderboard/leaderboard.js';
import type { SweepSummary } from '../../store/read-sweeps.js';
import { openReader, type Reader } from '../../store/reader.js';
import { networkPool } from '../network-pool.js';
import { definitionOf, refuseOtherData } from '../stored-sweep.js';
import type { Difference } from './difference.js';
import { decisionText, type Replayed, replayDecisions } from './replayed-decisions.js';
import { chosenTrials, type TrialChoice } from './trial-choice.js';
import { type Verified, verifySweep } from './verify-sweep.js';

export interface VerifyOrder {
  /** Directory of results. */
  readonly results: string;
  readonly sweep: string | undefined;
  readonly choice: TrialChoice;
  readonly workers: number;
  /** Left out: this build's. */
  readonly kernels?: Kernels;
  /** Told once, before the first epoch. */
  readonly onStart?: (start: VerificationStart) => void;
  readonly onProgress?: (epochs: number, of: number) => void;
  readonly onOutput?: (text: string) => void;
}

export interface VerificationStart {
  readonly sweep: SweepSummary;
  readonly choice: TrialChoice;
  /** How many trials are trained again. */
  readonly trials: number;
  /** The core that trains now. */
  readonly core: string;
  /** Other cores that trained some of these trials. */
  readonly otherCores: readonly string[];
}

export interface VerificationReport extends VerificationStart, Verified {
  /** How many were made again; 0 where they cannot be. */
  readonly decisions: number;
  readonly milliseconds: number;
}

/** @throws Slip where there is no such sweep, or its definition or data are not what they were */
export async function runVerification(order: VerifyOrder): Promise<VerificationReport> {
  const begun = performance.now();
  const reader = openReader(order.results);
  try {
    const sweep = reader.findSweep(order.sweep);
    const definition = definitionOf(sweep);
    const kernels = order.kernels ?? loadKernels();
    const trials = chosenTrials(readLeaderboard(reader, sweep).rows, order.choice, sweep.seed);
    const numbers = trials.map(({ trial }) => trial);
    const start: VerificationStart = {
      sweep,
      choice: order.choice,
      trials: trials.length,
      core: kernels.build,
      otherCores: coresOf(reader, sweep, numbers).filter((core) => core !== kernels.build),
    };
    const loading = loadDataSets(definition.data, definition.folds);
    const { workers, onOutput } = order;
    const executor = networkPool({ definition, workers, kernels, data: loading, onOutput });
    try {
      const data = await loading;
      refuseOtherData(sweep, definition, hashOfFolds(data));
      order.onStart?.(start);
      const { onProgress } = order;
      const verified = await verifySweep({
        ...{ reader, sweep, definition, trials, executor },
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      // With trials of several cores the identities of trials are not those of one evaluation.
      const isOfOneCore = start.otherCores.every((core) => core === sweep.coreBuild);
      const replayed = isOfOneCore
        ? await replayDecisions({ reader, sweep, definition, data })
        : null;
      const differences = [...verified.differences, ...decisionDifference(replayed)];
      const milliseconds = performance.now() - begun;
      return {
        ...start,
        ...verified,
        differences,
        decisions: replayed?.decisions ?? 0,
        milliseconds,
      };
    } finally {
      await executor.close();
    }
  } finally {
    reader.close();
  }
}

function coresOf(reader: Reader, sweep: SweepSummary, trials: readonly number[]): string[] {
  const cores = trials.flatMap((trial) =>
    reader.trainings(sweep, trial).map(({ coreBuild }) => coreBuild ?? sweep.coreBuild),
  );
  return [...new Set(cores)];
}

function decisionDifference(replayed: Replayed | null): readonly Difference[] {
  if (replayed === null || replayed.first === null) return [];
  const { stored, found } = replayed.first;
  const { trial, epoch, sequence } = (stored ?? found)!;
  const said = { stored: decisionText(stored), found: decisionText(found) };
  return [{ kind: 'decision', trial, replicate: null, epoch, sequence, ...said }];
}
