// One training: epochs of shuffled batches, measured after each on the validation and test parts. What
// is measured of the training part is taken from the outputs of the steps as they come by.

import type { Engine } from '../../core/kernels/engine.js';
import { learningRate } from '../../core/learning-rate/learning-rate.js';
import { clips } from '../../core/optimizers/update.js';
import { type BatchProgram, Session } from '../../core/session.js';
import type { DataSet, Part } from '../../data/data-set.js';
import { numberSetting } from '../../vocabulary/configuration.js';
import type { MeasuredPart } from '../../vocabulary/measure.js';
import type { Metrics } from '../../vocabulary/metric.js';
import type { TrainingState } from '../../vocabulary/segment.js';
import type { Training, TrainingOrder } from '../trainable.js';
import { copyRows, shuffledRows, targetsOf } from './batches.js';
import { batchShares } from './class-weights.js';
import { measuresOf, partMeasurement } from './measures/part-measurement.js';
import { askedCosts } from './network-costs.js';
import {
  dividingWeights,
  EVALUATION_ROWS,
  outputsOf,
  scoringOf,
  sessionSpec,
} from './network-session.js';
import { trainingSet } from './training-set.js';
import { trainStep } from './training-step.js';

/** @param extra metrics that are measured beside the usual ones */
export function networkTraining(
  engine: Engine,
  all: DataSet,
  extra: readonly string[],
  order: TrainingOrder,
): Training {
  const { configuration: settings, seed } = order;
  const data = trainingSet(all, settings);
  const { train, validation, test } = data.parts;
  const size = numberSetting(settings, 'batch_size');
  const spec = sessionSpec(data, settings, seed);
  const session = new Session(engine, spec, order.state?.tensors);
  const stepsPerEpoch = Math.ceil(train.rows / size);
  const schedule = learningRate(settings, { epochs: order.budget, stepsPerEpoch });
  let lr = 0;
  const columns = outputsOf(data, settings);
  const scoring = scoringOf(data, settings);
  const weights = dividingWeights(data, settings);
  const costs = askedCosts(data, settings, extra);
  let epoch = 0;
  let step = 0;
  if (order.state !== null) {
    schedule.load(order.state.tensors);
    ({ epoch, step } = order.state);
  }

  const names = {
    train: measuresOf('train', data.task, extra),
    val: measuresOf('val', data.task, extra),
    test: measuresOf('test', data.task, extra),
  };

  function measurementOf(part: MeasuredPart, rows: number) {
    return partMeasurement({ task: data.task, part, rows, names: names[part], scoring });
  }

  function outputsIn(program: BatchProgram): Float32Array {
    const { outputs, rows } = program;
    return engine.floats.subarray(outputs, outputs + rows * columns);
  }

  /** What is measured of the steps, and the mean norm of their gradients where these are clipped. */
  function trainEpoch(): Metrics {
    const measured = names.train.length === 0 ? null : measurementOf('train', train.rows);
    const shuffled = shuffledRows(train.rows, seed, epoch + 1);
    let loss = 0;
    let norms = 0;
    let steps = 0;
    for (let from = 0; from < train.rows; from += size) {
      const rows = Math.min(size, train.rows - from);
      lr = schedule.at(step);
      step += 1;
      const batch = { part: train, order: shuffled, from, rows, step, lr };
      const program = trainStep(engine, session, batch);
      const batchLoss = engine.floats[program.loss]!;
      loss += batchLoss * rows;
      norms += session.gradientNorm;
      steps += 1;
      // The targets from the part: in memory others have taken their place by now.
      measured?.take(batchLoss, outputsIn(program), targetsOf(train, shuffled, from, rows));
    }
    epoch += 1;
    const gradients = clips(settings) ? { train_grad_norm: norms / steps } : {};
    return { train_loss: loss / train.rows, ...gradients, ...measured?.metrics() };
  }

  function measure(part: Part, name: MeasuredPart): Metrics {
    if (part.rows === 0) return {};
    const measured = measurementOf(name, part.rows);
    const shareOf = weights === null ? () => 1 : batchShares(weights, part);
    for (let from = 0; from < part.rows; from += EVALUATION_ROWS) {
      const rows = Math.min(EVALUATION_ROWS, part.rows - from);
      const program = session.program('evaluate', rows);
      copyRows(part, from, program, engine.floats);
      program.run();
      const targets = part.targets.subarray(from, from + rows);
      const loss = engine.floats[program.loss]! * shareOf(targets);
      measured.take(loss, outputsIn(program), targets);
    }
    return measured.metrics();
  }

  return {
    epoch() {
      const metrics: Metrics = {
        ...trainEpoch(),
        ...(schedule.changes ? { train_lr: lr } : {}),
        ...measure(validation, 'val'),
        ...measure(test, 'test'),
        ...costs,
      };
      schedule.hear(metrics.val_loss ?? metrics.train_loss!, step);
      return metrics;
    },
    state: (): TrainingState => ({
      epoch,
      step,
      tensors: { ...session.save(), ...schedule.save() },
    }),
  };
}
