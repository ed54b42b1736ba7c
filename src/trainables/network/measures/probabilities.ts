// What needs class probabilities: log_loss as they come by, and roc_auc, which keeps them until all of
// the part is there.

import { log } from '../../../vocabulary/deterministic-math.js';
import type { Measurement } from './measurement.js';
import { rocAuc } from './roc-auc.js';
import type { Scoring } from './scoring.js';

/** What scikit-learn's log_loss keeps probabilities away from 0 and 1 by, in double precision. */
const MARGIN = 2.220446049250313e-16;

export interface ProbabilityOptions {
  readonly classes: number;
  /** Of the part. */
  readonly rows: number;
  readonly scoring: Scoring;
  readonly isRanked: boolean;
}

export function probabilityMeasures(options: ProbabilityOptions): Measurement {
  const { classes, rows, scoring, isRanked } = options;
  const row = new Float64Array(classes);
  // Class by class, (classes, rows): each is then ranked on its own.
  const scores = new Float64Array(isRanked ? classes * rows : 0);
  const labels = new Float32Array(isRanked ? rows : 0);
  let taken = 0;
  let surprise = 0;
  return {
    take(_loss, outputs, targets) {
      const columns = outputs.length / targets.length;
      for (let i = 0; i < targets.length; i++) {
        scoring(outputs, columns, i, row);
        const p = row[targets[i]!]!;
        surprise -= log(Math.min(Math.max(p, MARGIN), 1 - MARGIN));
        if (isRanked) for (let c = 0; c < classes; c++) scores[c * rows + taken + i] = row[c]!;
      }
      if (isRanked) labels.set(targets, taken);
      taken += targets.length;
    },
    figures: () => ({
      log_loss: surprise / taken,
      ...(isRanked ? { roc_auc: rocAuc(scores, labels, classes) } : {}),
    }),
  };
}
