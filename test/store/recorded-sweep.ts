// What the tests of this room share: a directory that goes away, a sweep to begin, and the events of a
// whole trial.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { SweepRecorder } from '../../src/store/recorder.js';
import type { SweepStart } from '../../src/store/sweep-start.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import {
  type BestEpoch,
  betterEpoch,
  type EpochMetrics,
  type Metrics,
} from '../../src/vocabulary/metric.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'nightsweep-store-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export function sweepStart(change: Partial<SweepStart> = {}): SweepStart {
  return {
    id: 'abc123def456',
    name: 'digits',
    definition: { name: 'digits', trials: 3 },
    parameters: ['lr', 'optimizer'],
    seed: 7,
    seeds: 1,
    folds: null,
    objective: { name: 'val_loss', goal: 'minimize' },
    epochs: 27,
    dataHash: 'data',
    coreBuild: 'core',
    ...change,
  };
}

/** A training's key for a trial of that number, unless trials share one. */
export function keyOf(trial: number | string): string {
  return contentHash('training', String(trial));
}

export function startTrial(
  recorder: SweepRecorder,
  trial: number,
  parameters: Assignment = { lr: 0.1, optimizer: 'adam' },
  training = keyOf(trial),
  seed = 7,
  rows?: number,
): void {
  const configuration = { ...parameters, epochs: 27 };
  const replicates = [{ training, seed, fold: 0 }];
  const onRows = rows === undefined ? {} : { rows };
  const started = { trial, replicates, parameters, configuration, ...onRows };
  recorder.listen({ kind: 'trial_started', ...started });
}

export interface ToldTrial {
  readonly number: number;
  /** Metrics of epochs 1, 2, 3 … */
  readonly curve: readonly Metrics[];
  readonly fate?: TrialFate;
  readonly parameters?: Assignment;
  readonly rows?: number;
  readonly objective?: SweepStart['objective'];
}

/** An epoch of a trial's only replicate. */
export function tellEpoch(
  { listen }: SweepRecorder,
  trial: number,
  training: string,
  epoch: EpochMetrics,
  source: 'trained' | 'memo' = 'trained',
): void {
  listen({ kind: 'epoch', trial, training, epoch, source });
  listen({ kind: 'trial_epoch', trial, epoch, se: null });
}

export function tellEpochs(recorder: SweepRecorder, { number, curve }: ToldTrial, from = 0): void {
  const to = curve.length;
  recorder.listen({ kind: 'segment_started', trial: number, replicate: 0, from, to });
  curve.slice(from).forEach((metrics, i) => {
    const epoch = { epoch: from + i + 1, metrics };
    const training = keyOf(number);
    tellEpoch(recorder, number, training, epoch);
  });
}

/** Everything that is told of one trial, from its start to its fate. */
export function tellTrial(recorder: SweepRecorder, told: ToldTrial): void {
  const { number, curve, fate = { state: 'completed' }, parameters } = told;
  const objective = told.objective ?? sweepStart().objective;
  const { name } = objective;
  startTrial(recorder, number, parameters, keyOf(number), 7, told.rows);
  tellEpochs(recorder, told);
  let best: BestEpoch | null = null;
  curve.forEach((metrics, i) => {
    const value = metrics[name];
    if (value !== undefined) best = betterEpoch(best, { epoch: i + 1, value }, objective);
  });
  recorder.listen({ kind: 'trial_settled', trial: number, fate, epochs: curve.length, best });
}
