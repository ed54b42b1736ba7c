// One training: epochs of shuffled batches, measured after each on the validation and test parts.

import type { Engine } from '../../core/kernels/engine.js';
import { numberSetting } from '../../core/optimizers/optimizer.js';
import { Session } from '../../core/session.js';
import type { DataSet, Part } from '../../data/data-set.js';
import type { Metrics } from '../../vocabulary/metric.js';
import type { TrainingState } from '../../vocabulary/segment.js';
import type { Training, TrainingOrder } from '../trainable.js';
import { copyRows, gatherRows, shuffledRows } from './batches.js';
import { measureFor } from './measures.js';
import { EVALUATION_ROWS, outputsOf, sessionSpec } from './network-session.js';

export function networkTraining(engine: Engine, data: DataSet, order: TrainingOrder): Training {
  const { configuration: settings, seed } = order;
  const { train, validation, test } = data.parts;
  const lr = numberSetting(settings, 'lr');
  const size = numberSetting(settings, 'batch_size');
  const session = new Session(engine, sessionSpec(data, settings, seed));
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
