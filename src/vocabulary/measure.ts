// What can be measured of a part of the data: the one catalogue that definitions, trainings, docs and
// the JSON Schema read. A metric is a measure of a part: train_loss, val_accuracy, test_rmse; or a cost
// of the network, which has no part: parameters.

import { costs } from './cost.js';
import type { Goal } from './metric.js';

export type TaskKind = 'classification' | 'regression';

/** The part that a metric's name begins with. */
export type MeasuredPart = 'train' | 'val' | 'test';

export interface Measure {
  readonly name: string;
  /** Of a family of measures (top_2, top_3 …): what the names of its members look like. */
  readonly members?: RegExp;
  /** Which direction is better; null: a table, of which nothing can rank. */
  readonly goal: Goal | null;
  readonly tasks: readonly TaskKind[];
  /** Measured on validation and test after every epoch; the others only where somebody asks. */
  readonly usual: boolean;
  /** One sentence for docs and for editors. */
  readonly about: string;
}

const classification: readonly TaskKind[] = ['classification'];
const regression: readonly TaskKind[] = ['regression'];

/** Definitions are scikit-learn's, where it has the measure. */
export const measures: readonly Measure[] = Object.freeze([
  {
    name: 'loss',
    goal: 'minimize',
    tasks: [...classification, ...regression],
    usual: true,
    about:
      'What training makes small, as a mean over the rows; of a regression in standardised units.',
  },
  {
    name: 'accuracy',
    goal: 'maximize',
    tasks: classification,
    usual: true,
    about: 'Share of the rows whose class is the predicted one, the first of equals.',
  },
  {
    name: 'balanced_accuracy',
    goal: 'maximize',
    tasks: classification,
    usual: false,
    about:
      'Mean over the classes that the part has of the share of their rows that is predicted right.',
  },
  {
    name: 'top_k',
    members: /^top_(?:[2-9]|[1-9]\d{1,3})$/,
    goal: 'maximize',
    tasks: classification,
    usual: false,
    about:
      'Share of the rows whose class is among the k likeliest: `top_2`, `top_5`, any k from 2 to 9999; of equals the last ones are taken.',
  },
  {
    name: 'f1_macro',
    goal: 'maximize',
    tasks: classification,
    usual: false,
    about:
      'Mean over the classes of F1, the harmonic mean of precision and recall; a class that is neither there nor predicted is left out.',
  },
  {
    name: 'f1_weighted',
    goal: 'maximize',
    tasks: classification,
    usual: false,
    about: 'Mean of F1 over the classes, each weighted by its rows.',
  },
  {
    name: 'roc_auc',
    goal: 'maximize',
    tasks: classification,
    usual: false,
    about:
      'Area under the ROC curve: of two classes that of the second one; of more the mean of each class against the rest, over those that the part has; NaN where it has only one.',
  },
  {
    name: 'log_loss',
    goal: 'minimize',
    tasks: classification,
    usual: false,
    about: 'Mean of -ln p of the true class, p held between 2.2e-16 and 1 - 2.2e-16.',
  },
  {
    name: 'confusion',
    goal: null,
    tasks: classification,
    usual: false,
    about:
      'How many rows of each class are taken for which; a table, that `nightsweep show` prints and that cannot rank.',
  },
  {
    name: 'mse',
    goal: 'minimize',
    tasks: regression,
    usual: true,
    about: 'Mean squared error, in the square of the target’s unit.',
  },
  {
    name: 'rmse',
    goal: 'minimize',
    tasks: regression,
    usual: true,
    about: 'Root of the mean squared error, in the target’s unit.',
  },
  {
    name: 'mae',
    goal: 'minimize',
    tasks: regression,
    usual: true,
    about: 'Mean absolute error, in the target’s unit.',
  },
  {
    name: 'mape',
    goal: 'minimize',
    tasks: regression,
    usual: false,
    about:
      'Mean of the absolute error over the absolute target (0.1 is ten percent); says nothing where targets are near 0.',
  },
  {
    name: 'r2',
    goal: 'maximize',
    tasks: regression,
    usual: true,
    about:
      'Share of the target’s variance that is explained: 1 - SSE / SST over the part; where the target is constant 1 without any error and else 0.',
  },
]);

/** @param name as in a metric: top_5, not top_k */
export function measureNamed(name: string): Measure | undefined {
  return measures.find((measure) => measure.members?.test(name) ?? measure.name === name);
}

/** The part and the measure's name of a metric: val_top_5 is val and top_5. */
export function metricParts(
  metric: string,
): { readonly part: MeasuredPart; readonly measure: string } | null {
  const [, part, measure] = /^(train|val|test)_(.+)$/s.exec(metric) ?? [];
  return measure === undefined ? null : { part: part as MeasuredPart, measure };
}

/** The measure of a metric, or the cost that it is; undefined: there is no such metric. */
export function measureOf(metric: string): Measure | undefined {
  const parts = metricParts(metric);
  if (parts === null) return costs.find(({ name }) => name === metric);
  return measureNamed(parts.measure);
}

/** Whether it is measured without being asked for: of the training part that is the loss alone. */
function isUsual(metric: string): boolean {
  if (metric === 'train_loss') return true;
  return !metric.startsWith('train_') && measureOf(metric)?.usual === true;
}

/** Those of the metrics that must be asked for, sorted, each once. */
export function extraMetrics(metrics: Iterable<string>): readonly string[] {
  return [...new Set(metrics)].filter((metric) => !isUsual(metric)).sort();
}
