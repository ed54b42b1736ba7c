// Gives up a trial that is worse than a fixed value: what a person knows to be hopeless. A value that is
// not a number is worse than any.

import { type EpochMetrics, isBetter, type Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule } from './stopper.js';

export interface ThresholdOptions {
  readonly metric: Objective;
  /** The worst value that goes on; in the metric's own unit. */
  readonly value: number;
  /** Epochs during which nothing is given up. */
  readonly warmup: number;
}

export function thresholdStopper({ metric, value: worst, warmup }: ThresholdOptions): StoppingRule {
  const { name, goal } = metric;
  const observe = ({ epoch, metrics }: EpochMetrics): Verdict => {
    const value = metrics[name] ?? Number.NaN;
    if (epoch <= warmup || value === worst || isBetter(value, worst, goal)) return proceed;
    const side = goal === 'minimize' ? 'above' : 'below';
    const text = Number.isNaN(value)
      ? `${name} is not a number at epoch ${epoch}`
      : `${name} ${valueText(value)} is ${side} the threshold ${valueText(worst)} at epoch ${epoch}`;
    return stopVerdict('threshold', text, { metric: name, value, threshold: worst, epoch });
  };
  return { name: 'threshold', comparesTrials: false, watch: () => ({ observe }) };
}
