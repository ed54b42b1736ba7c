// Errors of a regression, in the target's own unit: targets come standardised, and value = target *
// scale + mean. As scikit-learn's metrics of the same names.

import type { Task } from '../../../data/data-set.js';
import type { Measurement } from './measurement.js';

/** What scikit-learn's mape divides by at least, in double precision. */
const SMALLEST_TARGET = 2.220446049250313e-16;

type Scaling = Pick<Extract<Task, { kind: 'regression' }>, 'mean' | 'scale'>;

/** loss is in standardised units, the others in the target's own. r2 is 1 - SSE / SST over the part. */
export function regressionErrors({ scale }: Scaling): Measurement {
  let rows = 0;
  let loss = 0;
  let squares = 0;
  let absolutes = 0;
  let sum = 0;
  let sumOfSquares = 0;
  let first = Number.NaN;
  let isConstant = true;
  return {
    take(batchLoss, outputs, targets) {
      if (rows === 0) first = targets[0]!;
      for (let i = 0; i < targets.length; i++) {
        const error = (outputs[i]! - targets[i]!) * scale;
        squares += error * error;
        absolutes += Math.abs(error);
        // Around the training mean, so that little is lost in the difference of squares.
        sum += targets[i]! * scale;
        sumOfSquares += targets[i]! * scale * (targets[i]! * scale);
        isConstant &&= targets[i] === first;
      }
      loss += batchLoss * targets.length;
      rows += targets.length;
    },
    figures() {
      // What rounding leaves of a constant's spread means nothing.
      const spread = isConstant ? 0 : sumOfSquares - (sum * sum) / rows;
      const withoutSpread = Number.isNaN(squares) ? squares : Number(squares === 0);
      return {
        loss: loss / rows,
        mse: squares / rows,
        rmse: Math.sqrt(squares / rows),
        mae: absolutes / rows,
        r2: spread > 0 ? 1 - squares / spread : withoutSpread,
      };
    },
  };
}

/** mape alone: it takes a division per row. */
export function relativeErrors({ mean, scale }: Scaling): Measurement {
  let rows = 0;
  let shares = 0;
  return {
    take(_loss, outputs, targets) {
      for (let i = 0; i < targets.length; i++) {
        const size = Math.abs(targets[i]! * scale + mean);
        const error = (outputs[i]! - targets[i]!) * scale;
        shares += Math.abs(error) / Math.max(size, SMALLEST_TARGET);
      }
      rows += targets.length;
    },
    figures: () => ({ mape: shares / rows }),
  };
}
