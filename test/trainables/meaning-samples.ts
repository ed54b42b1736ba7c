// What the bits of a training depend on, in samples: small networks with every setting of the catalogue,
// and the functions that weights and learning rates are made of. Each has a name, and its hash does not
// depend on which others there are.

import { loadKernels } from '../../src/core/kernels/kernels.js';
import { learningRate } from '../../src/core/learning-rate/learning-rate.js';
import { optimizerNamed } from '../../src/core/optimizers/optimizer-registry.js';
import { planSession } from '../../src/core/session-plan.js';
import type { DataSet } from '../../src/data/data-set.js';
import { canonicalConfiguration } from '../../src/space/canonical-configuration.js';
import { shuffledRows } from '../../src/trainables/network/batches.js';
import { sessionSpec } from '../../src/trainables/network/network-session.js';
import networkTrainable from '../../src/trainables/network/network-trainable.js';
import { networkSettingsFor } from '../../src/trainables/network/settings.js';
import type { Trainer } from '../../src/trainables/trainable.js';
import {
  type Assignment,
  type Configuration,
  numberSetting,
} from '../../src/vocabulary/configuration.js';
import * as math from '../../src/vocabulary/deterministic-math.js';
import { contentHash } from '../../src/vocabulary/hash.js';
import { standardNormal } from '../../src/vocabulary/normal.js';
import { PhiloxStream } from '../../src/vocabulary/philox.js';
import { tinyData } from './tiny-data.js';
import { tinyPictures } from './tiny-pictures.js';

/** Every setting is in one of them at least, where it has an effect. */
const classified: readonly Assignment[] = [
  {},
  ...[
    'sgd',
    'adam',
    'adamw',
    'rmsprop',
    'adagrad',
    'adadelta',
    'adamax',
    'nadam',
    'radam',
    'lion',
  ].map((optimizer) => ({ optimizer })),
  { optimizer: 'sgd', momentum: 0.9, nesterov: true, weight_decay: 0.01, l1: 0.001, l2: 0.001 },
  { optimizer: 'sgd', momentum: 0.8, dampening: 0.1 },
  { optimizer: 'adam', amsgrad: true, beta1: 0.8, beta2: 0.99, eps: 1e-6, weight_decay: 0.01 },
  { optimizer: 'rmsprop', centered: true, momentum: 0.5, alpha: 0.9 },
  { optimizer: 'adagrad', lr_decay: 0.1 },
  { optimizer: 'adadelta', rho: 0.8 },
  { optimizer: 'nadam', momentum_decay: 0.01 },
  ...['relu', 'leaky_relu', 'elu', 'gelu', 'gelu_tanh', 'silu', 'tanh', 'sigmoid'].map(
    (activation) => ({ activation, hidden: [9, 7] }),
  ),
  { activation: 'leaky_relu', negative_slope: 0.2 },
  { activation: 'elu', elu_alpha: 0.5 },
  { hidden: [] },
  { layers: 2, width: 6, residual: true, norm: 'layer_norm', dropout: 0.2 },
  { hidden: [8, 8], norm: 'batch_norm', residual: true, input_noise: 0.1 },
  ...['kaiming_uniform', 'kaiming_normal', 'xavier_uniform', 'xavier_normal', 'orthogonal'].map(
    (init) => ({ init, hidden: [9, 7] }),
  ),
  { loss: 'cross_entropy', label_smoothing: 0.1, class_weights: 'balanced' },
  { loss: 'bce', class_weights: 'balanced' },
  { loss: 'focal', focal_gamma: 1.5 },
  { loss: 'multi_margin' },
  { clip_norm: 0.5, batch_size: 10 },
  { clip_value: 0.01, max_norm: 0.5, lr: 0.05 },
  { warmup: 3, warmup_start_factor: 0.2 },
  { warmup: 0.5 },
  { lr_schedule: 'step', lr_step_size: 1, lr_gamma: 0.5 },
  { lr_schedule: 'multi_step', lr_milestones: [1] },
  { lr_schedule: 'exponential', lr_gamma: 0.9 },
  { lr_schedule: 'one_cycle' },
  { lr_schedule: 'reduce_on_plateau', lr_patience: 1 },
  { lr_schedule: 'cosine', lr_min: 0.001 },
  { lr_schedule: 'cosine_warm_restarts', lr_restart_epochs: 1, lr_restart_factor: 2 },
  { lr_schedule: 'linear', lr_start_factor: 0.9, lr_end_factor: 0.1 },
  { lr_schedule: 'polynomial', lr_power: 2, lr_interval: 'step' },
  { lr_schedule: 'inverse_sqrt', warmup: 2 },
  {
    lr_schedule: 'one_cycle',
    lr_pct_start: 0.4,
    lr_div_factor: 10,
    lr_final_div_factor: 100,
    lr_anneal: 'linear',
  },
  {
    lr_schedule: 'reduce_on_plateau',
    lr_factor: 0.5,
    lr_patience: 0,
    lr_threshold: 0.5,
    lr_threshold_mode: 'abs',
    lr_cooldown: 1,
  },
];
const estimated: readonly Assignment[] = [
  {},
  { loss: 'mae' },
  { loss: 'huber', huber_delta: 0.5 },
  { loss: 'smooth_l1', smooth_l1_beta: 0.5 },
];
const pictured: readonly Assignment[] = [
  { kind: 'cnn', convolutions: [4, 'pool', 3], hidden: [5] },
  {
    kind: 'cnn',
    convolutions: [4, 'pool'],
    kernel_size: 2,
    conv_stride: 2,
    pool_size: 1,
    padding: 'valid',
    pooling: 'avg',
    conv_dropout: 0.2,
  },
];
const embedded: readonly Assignment[] = [{ embedding_dim: 3 }];

/** Its third column as four levels of a category. */
function categories(): DataSet {
  const data = tinyData('classification');
  const levels = (part: DataSet['parts']['train']) => ({
    ...part,
    inputs: part.inputs.map((value, i) => (i % 3 === 2 ? Math.floor(value) + 3 : value)),
  });
  const { train, validation, test } = data.parts;
  const parts = { train: levels(train), validation: levels(validation), test: levels(test) };
  return { ...data, categories: [{ name: 'c', levels: 5 }], parts };
}

export interface Sample {
  readonly name: string;
  readonly assignment: Assignment;
  readonly data: DataSet;
  readonly configuration: Configuration;
}

function samplesOf(about: string, data: DataSet, assignments: readonly Assignment[]): Sample[] {
  const settings = networkSettingsFor(data.task.kind);
  return assignments.map((assignment) => {
    const { configuration } = canonicalConfiguration(settings, {}, assignment);
    return { name: `${about} ${JSON.stringify(assignment)}`, assignment, data, configuration };
  });
}

export const samples: readonly Sample[] = [
  ...samplesOf('classes', tinyData('classification'), classified),
  ...samplesOf('numbers', tinyData('regression'), estimated),
  ...samplesOf('pictures', tinyPictures('classification'), pictured),
  ...samplesOf('categories', categories(), embedded),
];

const EPOCHS = 2;
const SEED = 7;
const METRICS = {
  classification: [
    'val_balanced_accuracy',
    'val_f1_macro',
    'val_f1_weighted',
    'val_roc_auc',
    'val_log_loss',
    'train_accuracy',
  ],
  regression: ['val_mse', 'val_mae', 'val_mape', 'train_r2'],
};

const bytesOf = (values: ArrayLike<number>) => new Uint8Array(Float64Array.from(values).buffer);

/** The instructions and the layout that the planner makes of a sample, and the optimizer's scalars. */
export function tapeHash({ data, configuration }: Sample): string {
  const plan = planSession(sessionSpec(data, configuration, SEED), 4096);
  const optimizer = optimizerNamed(String(configuration.optimizer));
  const lr = numberSetting(configuration, 'lr');
  return contentHash(
    ...plan.batches.flatMap(({ mode, rows, program, tapeAt, ...ends }) => [
      `${mode} ${rows} at ${tapeAt}`,
      bytesOf(program.tape),
      bytesOf([ends.x, ends.targets, ends.outputs, ends.loss].map((t) => program.addressOf(t))),
    ]),
    JSON.stringify([
      plan.layout.slots,
      plan.bufferLayout.slots,
      plan.constants,
      plan.buffers.map(({ value }) => value),
    ]),
    ...[1, 2, 10, 1000].map((step) => bytesOf(optimizer.scalars(configuration, lr, step))),
  );
}

async function training({ data, configuration }: Sample) {
  const measures = METRICS[data.task.kind];
  const kernels = loadKernels().module;
  const trainer = networkTrainable.open({ kernels, data: [data], measures }) as Trainer;
  return trainer.begin({ configuration, seed: SEED, fold: 0, budget: EPOCHS, state: null });
}

type Tensors = ReturnType<Awaited<ReturnType<typeof training>>['state']>['tensors'];

const tensorParts = (tensors: Tensors) =>
  Object.keys(tensors).flatMap((name) => {
    const { shape, data } = tensors[name]!;
    return [name, shape.join(), new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
  });

/** What is there before the first kernel runs: first weights, and learning rates. */
export async function beginningHash(sample: Sample): Promise<string> {
  const begun = await training(sample);
  const rate = learningRate(sample.configuration, { epochs: 9, stepsPerEpoch: 4 });
  const rates: number[] = [];
  for (let step = 0; step < 36; step++) {
    rates.push(rate.at(step));
    if (step % 4 === 3) rate.hear(1 + ((step * 7) % 5) / 10, step + 1);
  }
  return contentHash(...tensorParts(begun.state().tensors), bytesOf(rates));
}

/** Two epochs with their metrics: what all of it, the kernels included, comes to. */
export async function trainedHash(sample: Sample): Promise<string> {
  const begun = await training(sample);
  const metrics = [];
  for (let epoch = 0; epoch < EPOCHS; epoch++) metrics.push(await begun.epoch());
  const names = metrics.map((epoch) => Object.keys(epoch).sort());
  const values = metrics.flatMap((epoch, i) => names[i]!.map((name) => epoch[name]!));
  const state = begun.state();
  return contentHash(
    JSON.stringify(names),
    bytesOf(values),
    String(state.step),
    ...tensorParts(state.tensors),
  );
}

const points = Array.from({ length: 400 }, (_, i) => (i - 200) * 0.37 + 0.011);
const positive = points.map((x) => x * x + 1e-9);

/** Random numbers and functions that weights, shuffles and rates are made of. */
export const functions: Readonly<Record<string, () => readonly number[]>> = {
  exp: () => points.map(math.exp),
  log: () => positive.map(math.log),
  pow: () => positive.map((x, i) => math.pow(x, points[i]! / 20)),
  wholePower: () => points.map((x, i) => math.wholePower(x / 30, i % 17)),
  cos: () => points.map(math.cos),
  sin: () => points.map(math.sin),
  words: () => drawn((stream) => stream.word()),
  uniform: () => drawn((stream) => stream.uniform()),
  below: () => drawn((stream) => stream.below(1000)),
  normal: () => {
    const next = standardNormal(new PhiloxStream(SEED, 3, 1, 2));
    return points.map(() => next());
  },
  shuffle: () => [1, 2, 9].flatMap((epoch) => [...shuffledRows(101, SEED, epoch)]),
};

function drawn(draw: (stream: PhiloxStream) => number): readonly number[] {
  const streams = [0, 1, 0x1_0000_0001].map((seed) => new PhiloxStream(seed, 5, 2, 3));
  return streams.flatMap((stream) => points.map(() => draw(stream)));
}

export const functionHash = (name: string): string => contentHash(bytesOf(functions[name]!()));
