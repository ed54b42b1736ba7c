// One training: epochs of shuffled batches, measured after each on the validation and test parts.

import { softmaxCrossEntropy } from '../../core/graph/operations/softmax-cross-entropy.js';
import { squaredError } from '../../core/graph/operations/squared-error.js';
import type { Engine } from '../../core/kernels/engine.js';
import { modelNamed } from '../../core/models/model-registry.js';
import { numberSetting } from '../../core/optimizers/optimizer.js';
import { optimizerNamed } from '../../core/optimizers/optimizer-registry.js';
import { Session } from '../../core/session.js';
import type { DataSet, Part } from '../../data/data-set.js';
import type { Metrics } from '../../vocabulary/metric.js';
import type { TrainingState } from '../../vocabulary/segment.js';
import type { Training, TrainingOrder } from '../trainable.js';
import { batchSizes, copyRows, gatherRows, shuffledRows } from './batches.js';
import { measureFor } from './measures.js';

/** Rows measured at once; the bits of metrics depend on it. */
const EVALUATION_ROWS = 256;

export function networkTraining(engine: Engine, data: DataSet, order: TrainingOrder): Training {
  const { configuration: settings, seed } = order;
  const { train, validation, test } = data.parts;
  const lr = numberSetting(settings, 'lr');
  const size = numberSetting(settings, 'batch_size');
  const session = openSession(engine, data, order, batchSizes(train.rows, size));
  let epoch = 0;
  let step = 0;
  if (order.state !== null) {
    session.load(order.state.tensors);
    ({ epoch, step } = order.state);
  }

  function trainEpoch(): number {
    const rows = shuffledRows(train.rows, seed, epoch + 1);
    let loss = 0;
    for (let from = 0; from < train.rows; from += size) {
      const program = session.program('train', Math.min(size, train.rows - from));
      gatherRows(train, rows, from, program, engine.floats);
      step += 1;
      session.prepareStep(step, lr);
      program.run();
      loss += engine.floats[program.loss]! * program.rows;
    }
    epoch += 1;
    return loss / train.rows;
  }

  function measure(part: Part, split: string): Metrics {
    if (part.rows === 0) return {};
    const measured = measureFor(data.task);
    for (let from = 0; from < part.rows; from += EVALUATION_ROWS) {
      const rows = Math.min(EVALUATION_ROWS, part.rows - from);
      const program = session.program('evaluate', rows);
      copyRows(part, from, program, engine.floats);
      program.run();
      const outputs = engine.floats.subarray(
        program.outputs,
        program.outputs + rows * outputsOf(data),
      );
      measured.take(
        engine.floats[program.loss]!,
        outputs,
        part.targets.subarray(from, from + rows),
      );
    }
    return measured.metrics(split);
  }

  return {
    epoch: () => ({
      train_loss: trainEpoch(),
      ...measure(validation, 'val'),
      ...measure(test, 'test'),
    }),
    state: (): TrainingState => ({ epoch, step, tensors: session.save() }),
  };
}

/** Columns of a network's result. */
function outputsOf(data: DataSet): number {
  return data.task.kind === 'classification' ? data.task.classes.length : 1;
}

function openSession(
  engine: Engine,
  data: DataSet,
  order: TrainingOrder,
  trainRows: readonly number[],
): Session {
  const { configuration: settings, seed } = order;
  const { validation, test } = data.parts;
  const evaluateRows = [validation, test].flatMap(({ rows }) =>
    rows === 0 ? [] : batchSizes(rows, EVALUATION_ROWS),
  );
  return new Session(engine, {
    model: modelNamed(String(settings.kind)),
    spec: { inputs: data.features.length, outputs: outputsOf(data), settings },
    loss: data.task.kind === 'classification' ? softmaxCrossEntropy : squaredError,
    optimizer: optimizerNamed(String(settings.optimizer)),
    seed,
    trainRows: [...new Set(trainRows)],
    evaluateRows: [...new Set(evaluateRows)],
  });
}
