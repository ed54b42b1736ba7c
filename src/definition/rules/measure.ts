// Which metrics a definition can name, and what to say of a name that is none.

import { type CostName, costNames, isCost } from '../../vocabulary/cost.js';
import { type Measure, measureNamed, measures, metricParts } from '../../vocabulary/measure.js';
import { nearestName } from '../../vocabulary/nearest-name.js';

/** Members of a family that editors complete; any other is as good. */
const EXAMPLES = ['top_2', 'top_3', 'top_5'];

function named(which: (measure: Measure) => boolean): readonly string[] {
  const names = measures
    .filter(which)
    .flatMap(({ name, members }) => (members === undefined ? [name] : EXAMPLES));
  return Object.freeze(['val', 'train'].flatMap((part) => names.map((name) => `${part}_${name}`)));
}

/**
 * Metrics that may rank trials: the test part is for the end, when nothing is chosen any more.
 * Of top_k only some: `topMetric` has them all.
 */
export const rankingMetrics: readonly string[] = named(({ goal }) => goal !== null);

/** Metrics that may be one objective of several: a cost is the same after every epoch. */
export const objectiveMetrics: readonly string[] = Object.freeze([...rankingMetrics, ...costNames]);

/** Metrics that may be measured beside the usual ones; those of the test part follow val_. */
export const measurableMetrics: readonly string[] = Object.freeze([
  ...named(() => true),
  ...costNames,
]);

/** Members of families as a pattern, for schemas: what `top_k` stands for, of val and train. */
export const topMetric = new RegExp(
  measures
    .flatMap(({ members }) => (members === undefined ? [] : [members.source]))
    .map((source) => `^(?:val|train)_${source.slice(1)}`)
    .join('|'),
);

/** What people call measures elsewhere, and what they are here. */
const elsewhere: Readonly<Record<string, string>> = {
  acc: 'accuracy',
  categorical_accuracy: 'accuracy',
  top_1: 'accuracy',
  top_1_accuracy: 'accuracy',
  top_k: 'top_5',
  f1: 'f1_macro',
  f1_score: 'f1_macro',
  auc: 'roc_auc',
  auroc: 'roc_auc',
  roc: 'roc_auc',
  nll: 'log_loss',
  cross_entropy: 'log_loss',
  confusion_matrix: 'confusion',
  mean_squared_error: 'mse',
  root_mean_squared_error: 'rmse',
  mean_absolute_error: 'mae',
  mean_absolute_percentage_error: 'mape',
  r_squared: 'r2',
  r2_score: 'r2',
};

const costsElsewhere: Readonly<Record<string, CostName>> = {
  params: 'parameters',
  n_params: 'parameters',
  num_params: 'parameters',
  n_parameters: 'parameters',
  num_parameters: 'parameters',
  parameter_count: 'parameters',
  size: 'bytes',
  model_size: 'bytes',
  memory: 'bytes',
  latency: 'prediction_time',
  inference_time: 'prediction_time',
  flops: 'prediction_time',
};

/** top5, top_5_accuracy, top-5 */
const TOP = /^top[-_]?(\d+)(?:_acc|_accuracy)?$/;

function costMeant(name: string): CostName | null {
  const bare = name.toLowerCase().replace(/^(?:train|val|test)_/, '');
  if (isCost(bare)) return bare;
  return Object.hasOwn(costsElsewhere, bare) ? costsElsewhere[bare]! : null;
}

/** The measure that a name used elsewhere stands for, or the name itself. */
export function measureMeant(name: string): string {
  if (Object.hasOwn(elsewhere, name)) return elsewhere[name]!;
  return name.replace(TOP, 'top_$1');
}

/**
 * What to write instead of a metric that there is none of, or that cannot stand here.
 * @param names the metrics that can
 */
export function metricRemedy(name: string, names = rankingMetrics): string {
  const cost = costMeant(name);
  if (cost !== null) {
    return names.includes(cost)
      ? `did you mean \`${cost}\`?`
      : 'it is the same after every epoch and cannot rank alone: put it behind another one, under `metrics`';
  }
  const written = metricParts(name);
  if (written?.part === 'test' && measureNamed(written.measure) !== undefined) {
    return `the test part would no longer be unseen if trials were chosen by it: use \`val_${written.measure}\``;
  }
  const part = name.startsWith('train_') ? 'train' : 'val';
  const bare = name.replace(/^(?:train|training|validation|valid|val|dev)_/, '');
  const meant = measureMeant(bare);
  const measure = measureNamed(meant);
  if (measure?.goal === null && names !== measurableMetrics) {
    return 'it is a table, by which nothing can be ranked: put it under `also_measure`';
  }
  if (measure !== undefined) return `did you mean \`${part}_${meant}\`?`;
  const near = nearestName(name, names);
  return near === null ? 'use one of them' : `did you mean \`${near}\`?`;
}
