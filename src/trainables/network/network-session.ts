// From a configuration and a data set to what the core is asked to lay out: the one place where the
// words of settings meet the core's registries.

import { softmaxCrossEntropy } from '../../core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../core/graph/operations/squared-error.js';
import { MAXIMUM_BYTES } from '../../core/kernels/engine.js';
import { ratesSpanBudget } from '../../core/learning-rate/learning-rate.js';
import { modelNamed } from '../../core/models/model-registry.js';
import { numberSetting } from '../../core/optimizers/optimizer.js';
import { optimizerNamed } from '../../core/optimizers/optimizer-registry.js';
import { type AppendLoss, planSession, type SessionSpec } from '../../core/session-plan.js';
import type { DataSet, Task } from '../../data/data-set.js';
import type { Configuration } from '../../vocabulary/configuration.js';
import type { Seed } from '../../vocabulary/seed.js';
import { batchSizes } from './batches.js';

/** Rows measured at once; the bits of metrics depend on it. */
export const EVALUATION_ROWS = 256;

/** Columns of a network's result. */
export function outputsOf(data: DataSet): number {
  return data.task.kind === 'classification' ? data.task.classes.length : 1;
}

function lossOf({ kind }: Task): AppendLoss {
  const operation = kind === 'classification' ? softmaxCrossEntropy : squaredError;
  return (graph, outputs, targets) => graph.apply(operation, [outputs, targets]);
}

/** @param settings a canonical configuration. Throws TypeError for words that the core does not know. */
export function sessionSpec(data: DataSet, settings: Configuration, seed: Seed): SessionSpec {
  const { train, validation, test } = data.parts;
  const evaluateRows = [validation, test].flatMap(({ rows }) =>
    rows === 0 ? [] : batchSizes(rows, EVALUATION_ROWS),
  );
  return {
    model: modelNamed(String(settings.kind)),
    spec: { inputs: data.features.length, outputs: outputsOf(data), settings },
    loss: lossOf(data.task),
    targets: data.task.kind === 'classification' ? 'labels' : 'values',
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
