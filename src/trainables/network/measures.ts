// What is measured of a part: sums over its batches, then metrics by name. Sums run in double
// precision over rows in the part's order.

import type { Task } from '../../data/data-set.js';
import type { Metrics } from '../../vocabulary/metric.js';

/** Takes the batches of one part, then says its metrics. */
export interface Measure {
  /**
   * @param loss mean loss of the batch
   * @param outputs (rows, columns) @param targets (rows)
   */
  take(loss: number, outputs: Float32Array, targets: Float32Array): void;
  /** Metrics named `${split}_loss` and so on. */
  metrics(split: string): Metrics;
}

/** Accuracy counts the class of the largest logit, the first one of equals. */
function classificationMeasure(): Measure {
  let rows = 0;
  let loss = 0;
  let correct = 0;
  return {
    take(batchLoss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        let best = 0;
        for (let j = 1; j < columns; j++) {
          if (outputs[i * columns + j]! > outputs[i * columns + best]!) best = j;
        }
        if (best === targets[i]) correct++;
      }
      loss += batchLoss * targets.length;
      rows += targets.length;
    },
    metrics: (split) => ({
      [`${split}_loss`]: loss / rows,
      [`${split}_accuracy`]: correct / rows,
    }),
  };
}

/** loss is in standardised units, the others in the target's own. r2 is 1 - SSE / SST over the part. */
function regressionMeasure(scale: number): Measure {
  let rows = 0;
  let loss = 0;
  let squares = 0;
  let absolutes = 0;
  let sum = 0;
  let sumOfSquares = 0;
  return {
    take(batchLoss, outputs, targets) {
      for (let i = 0; i < targets.length; i++) {
        const error = (outputs[i]! - targets[i]!) * scale;
        squares += error * error;
        absolutes += Math.abs(error);
        // Around the training mean, so that little is lost in the difference of squares.
        sum += targets[i]! * scale;
        sumOfSquares += targets[i]! * scale * (targets[i]! * scale);
      }
      loss += batchLoss * targets.length;
      rows += targets.length;
    },
    metrics(split) {
      const spread = sumOfSquares - (sum * sum) / rows;
      const r2 = spread > 0 ? 1 - squares / spread : squares === 0 ? 1 : 0;
      return {
        [`${split}_loss`]: loss / rows,
        [`${split}_mse`]: squares / rows,
        [`${split}_rmse`]: Math.sqrt(squares / rows),
        [`${split}_mae`]: absolutes / rows,
        [`${split}_r2`]: r2,
      };
    },
  };
}

export function measureFor(task: Task): Measure {
  return task.kind === 'classification' ? classificationMeasure() : regressionMeasure(task.scale);
}
