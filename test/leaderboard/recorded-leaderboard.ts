// A sweep with one trial of every kind, in a real database, for the tests of this room.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReader, type Reader } from '../../src/store/reader.js';
import { openStore } from '../../src/store/store.js';
import type { Assignment } from '../../src/vocabulary/configuration.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import type { Metrics } from '../../src/vocabulary/metric.js';
import type { TrialFate } from '../../src/vocabulary/trial.js';

export interface Recorded {
  readonly parameters: Assignment;
  /** At the only epoch. */
  readonly metrics: Metrics;
  readonly fate?: TrialFate;
  /** Of the training part, where a schedule allots them. */
  readonly rows?: number;
}

/**
 * Records the trials, numbered from 0; the objective is val_accuracy, to be maximized.
 * @param definition as it is stored: it knows of further objectives
 */
export async function recordedLeaderboard(
  parameters: readonly string[],
  trials: readonly Recorded[],
  definition: object = {},
): Promise<{ reader: Reader; remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), 'nightsweep-leaderboard-'));
  const store = openStore(directory);
  const recorder = await store.beginSweep({
    id: 'abc123def456',
    name: 'digits',
    definition,
    parameters,
    seed: 7,
    seeds: 1,
    folds: null,
    objective: { name: 'val_accuracy', goal: 'maximize' },
    epochs: 10,
    dataHash: 'data',
    coreBuild: 'core',
  });
  trials.forEach(
    ({ parameters: assignment, metrics, fate = { state: 'completed' }, rows }, trial) => {
      const training = contentHash(String(trial));
      const configuration = assignment;
      recorder.listen({
        kind: 'trial_started',
        trial,
        replicates: [{ training, seed: 7, fold: 0 }],
        parameters: assignment,
        configuration,
        ...(rows === undefined ? {} : { rows }),
      });
      const value = metrics.val_accuracy;
      const epoch = { epoch: 1, metrics };
      if (value !== undefined) {
        recorder.listen({ kind: 'epoch', trial, training, epoch, source: 'trained' });
        recorder.listen({ kind: 'trial_epoch', trial, epoch, se: null });
      }
      const best = value === undefined ? null : { epoch: 1, value };
      recorder.listen({ kind: 'trial_settled', trial, fate, epochs: best === null ? 0 : 1, best });
    },
  );
  await recorder.finish('completed', null);
  await store.close();
  const reader = openReader(directory);
  const remove = () => {
    reader.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { reader, remove };
}

const because = (rule: string, text = rule) => ({ rule, text, facts: { limit: 3 } });

/** Numbers in the comments are trials. */
export const everyKind: readonly Recorded[] = [
  /* 0 */ {
    parameters: { lr: 0.1, optimizer: 'sgd', 'block.width': 64, nesterov: true },
    metrics: { val_accuracy: 0.9, val_loss: 0.4 },
  },
  /* 1 */ {
    parameters: { lr: 0.01, optimizer: 'adam', 'block.width': 32 },
    metrics: { val_accuracy: 0.95, val_loss: 0.2 },
  },
  /* 2 */ {
    parameters: { lr: 0.001, optimizer: 'adam', 'block.width': 32 },
    metrics: { val_accuracy: 0.5, val_loss: 1.5 },
    fate: { state: 'stopped', reason: because('patience', 'no better for 3 epochs') },
  },
  /* 3 */ {
    parameters: { lr: 10, optimizer: "it's", 'block.width': 16 },
    metrics: { val_accuracy: Number.NaN, val_loss: Number.POSITIVE_INFINITY },
    fate: { state: 'stopped', reason: because('diverged') },
  },
  /* 4 */ {
    parameters: { lr: 'auto', optimizer: 'rmsprop', 'block.width': 16, nesterov: false },
    metrics: {},
    fate: { state: 'failed', reason: because('failure'), detail: 'stack' },
  },
  /* 5 */ {
    parameters: { lr: 0.05, optimizer: 'sgd', 'block.width': 64, nesterov: false },
    metrics: { val_accuracy: 0.7, val_loss: 0.9 },
    fate: { state: 'paused', reason: because('successive_halving') },
  },
];

export const everyKindParameters = ['lr', 'optimizer', 'block.width', 'nesterov'];
