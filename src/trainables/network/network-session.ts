// From a configuration and a data set to what the core is asked to lay out: the one place where the
// words of settings meet the core's registries.

import { MAXIMUM_BYTES } from '../../core/kernels/engine.js';
import { ratesSpanBudget } from '../../core/learning-rate/learning-rate.js';
import type { Loss } from '../../core/losses/loss.js';
import { lossNamed } from '../../core/losses/loss-registry.js';
import { modelNamed } from '../../core/models/model-registry.js';
import { optimizerNamed } from '../../core/optimizers/optimizer-registry.js';
import { type AppendLoss, planSession, type SessionSpec } from '../../core/session-plan.js';
import type { DataSet } from '../../data/data-set.js';
import { type Configuration, numberSetting } from '../../vocabulary/configuration.js';
import type { Seed } from '../../vocabulary/seed.js';
import { batchSizes } from './batches.js';
import { classWeightsOf } from './class-weights.js';
import {
  oneVersusRestScoring,
  type Scoring,
  sigmoidScoring,
  softmaxScoring,
} from './measures/scoring.js';

/** Rows measured at once; the bits of metrics depend on it. */
export const EVALUATION_ROWS = 256;

/** Throws TypeError for a loss that there is not, or that is of another task. */
function lossOf({ task }: DataSet, settings: Configuration): Loss {
  const loss = lossNamed(String(settings.loss));
  if (loss.task !== task.kind) throw new TypeError(`${loss.name} is no loss of ${task.kind}`);
  return loss;
}

/** Columns of a network's result. */
export function outputsOf(data: DataSet, settings: Configuration): number {
  const { task } = data;
  return lossOf(data, settings).columns(task.kind === 'classification' ? task.classes.length : 1);
}

/** What the loss makes of logits. */
export function scoringOf(data: DataSet, settings: Configuration): Scoring {
  if (lossOf(data, settings).scoring !== 'sigmoid') return softmaxScoring;
  return outputsOf(data, settings) === 1 ? sigmoidScoring : oneVersusRestScoring;
}

/** The weights of classes by which means over batches are divided; null: by rows. */
export function dividingWeights(data: DataSet, settings: Configuration) {
  return lossOf(data, settings).meanOver === 'weights' ? classWeightsOf(data, settings) : null;
}

function appendLossOf(data: DataSet, settings: Configuration): AppendLoss {
  const loss = lossOf(data, settings);
  const spec = { settings, classWeights: classWeightsOf(data, settings) };
  return (graph, outputs, targets) => loss.append(graph, outputs, targets, spec);
}

/** @param settings a canonical configuration. Throws TypeError for words that the core does not know. */
export function sessionSpec(data: DataSet, settings: Configuration, seed: Seed): SessionSpec {
  const { train, validation, test } = data.parts;
  const evaluateRows = [validation, test].flatMap(({ rows }) =>
    rows === 0 ? [] : batchSizes(rows, EVALUATION_ROWS),
  );
  return {
    model: modelNamed(String(settings.kind)),
    spec: {
      inputs: data.features.length,
      categories: data.categories.map(({ levels }) => levels),
      image: data.image,
      outputs: outputsOf(data, settings),
      settings,
    },
    loss: appendLossOf(data, settings),
    targets: lossOf(data, settings).task === 'classification' ? 'labels' : 'values',
    optimizer: optimizerNamed(String(settings.optimizer)),
    seed,
    trainRows: batchSizes(train.rows, numberSetting(settings, 'batch_size')),
    evaluateRows: [...new Set(evaluateRows)],
  };
}

/**
 * Whether the epochs that a trial gets decide the bits of its training from the first step on, and so
 * belong to its key: a schedule that spans them, a warm-up that is a share of them.
 */
export function spansBudget(settings: Configuration): boolean {
  return ratesSpanBudget(settings);
}

/** Bytes of a worker's memory that a training takes, and the most there is. */
export function trainingMemory(
  data: DataSet,
  settings: Configuration,
): { bytes: number; limit: number } {
  return { bytes: planSession(sessionSpec(data, settings, 0), 0).end, limit: MAXIMUM_BYTES };
}
