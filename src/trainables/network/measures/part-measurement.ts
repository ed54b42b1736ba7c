// The metrics of one part of the data, from the names of what is to be measured. Nothing is computed
// that no name asks for, apart from what comes along for free.

import type { Task } from '../../../data/data-set.js';
import { isConfusionCell } from '../../../vocabulary/confusion-cell.js';
import {
  type MeasuredPart,
  measureNamed,
  measures,
  metricParts,
} from '../../../vocabulary/measure.js';
import type { Metrics } from '../../../vocabulary/metric.js';
import { lossAndAccuracy } from './accuracy.js';
import { confusionMatrix, countsByClass } from './class-counts.js';
import type { Measurement } from './measurement.js';
import { probabilityMeasures } from './probabilities.js';
import { regressionErrors, relativeErrors } from './regression-errors.js';
import { type Scoring, softmaxScoring } from './scoring.js';
import { topHits } from './top-hits.js';

/** Takes the batches of one part, then says its metrics, named val_loss and so on. */
export interface PartMeasurement {
  readonly take: Measurement['take'];
  metrics(): Metrics;
}

export interface PartOrder {
  readonly task: Task;
  readonly part: MeasuredPart;
  /** Of the part: all batches together. */
  readonly rows: number;
  /** Names of measures. */
  readonly names: readonly string[];
  /** What the loss makes of logits; softmax unless said. */
  readonly scoring?: Scoring;
}

/**
 * What is measured of a part: for validation and test what is usual, and what the extra metrics ask
 * for, where test follows validation; for training what they ask for.
 * @param extra metrics by full name; those that the task does not have are passed over
 */
export function measuresOf(
  part: MeasuredPart,
  task: Task,
  extra: readonly string[],
): readonly string[] {
  const fits = (name: string) => measureNamed(name)?.tasks.includes(task.kind) === true;
  const asked = extra
    .map(metricParts)
    .filter((parts) => parts?.part === (part === 'test' ? 'val' : part))
    .map((parts) => parts!.measure);
  const usual = part === 'train' ? [] : measures.filter((m) => m.usual).map(({ name }) => name);
  return [...usual, ...asked].filter(fits);
}

function measurementsFor({ task, rows, names, scoring = softmaxScoring }: PartOrder) {
  if (task.kind === 'regression') {
    const errors = names.some((name) => name !== 'mape') ? [regressionErrors(task)] : [];
    return names.includes('mape') ? [...errors, relativeErrors(task)] : errors;
  }
  const classes = task.classes.length;
  const wants = (...some: readonly string[]) => some.some((name) => names.includes(name));
  const tops = names.filter((name) => name.startsWith('top_'));
  const isRanked = wants('roc_auc');
  const chosen: Measurement[] = [];
  if (wants('loss', 'accuracy')) chosen.push(lossAndAccuracy());
  if (wants('balanced_accuracy', 'f1_macro', 'f1_weighted')) chosen.push(countsByClass(classes));
  if (wants('confusion')) chosen.push(confusionMatrix(classes));
  if (tops.length > 0) chosen.push(topHits(tops));
  if (isRanked || wants('log_loss')) {
    chosen.push(probabilityMeasures({ classes, rows, scoring, isRanked }));
  }
  return chosen;
}

export function partMeasurement(order: PartOrder): PartMeasurement {
  const { part, names } = order;
  const chosen = measurementsFor(order);
  return {
    take(loss, outputs, targets) {
      for (const measurement of chosen) measurement.take(loss, outputs, targets);
    },
    metrics() {
      const metrics: Record<string, number> = {};
      for (const measurement of chosen) {
        for (const [name, figure] of Object.entries(measurement.figures())) {
          const metric = `${part}_${name}`;
          if (names.includes(name) || isConfusionCell(metric)) metrics[metric] = figure;
        }
      }
      return metrics;
    },
  };
}
