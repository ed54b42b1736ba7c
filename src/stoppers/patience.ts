// Gives up a trial that has stopped improving: for `patience` epochs in a row the metric was not better
// than its best by more than minDelta. A NaN is no improvement; epochs up to startAfter may set the
// best, but waiting is counted only after them, so the earliest stop is at startAfter + patience.

import { Slip } from '../vocabulary/errors.js';
import type { BestEpoch, EpochMetrics, Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule, Watch } from './stopper.js';

export interface PatienceOptions {
  /** What to watch, and the direction that is better. */
  readonly metric: Objective;
  /** Epochs without improvement after which the trial is given up; at least 1. */
  readonly patience: number;
  /** In the metric's own unit, at least 0: a gain of exactly minDelta is none. */
  readonly minDelta: number;
  /** Epochs during which nothing is given up. */
  readonly startAfter: number;
}

/** @throws {Slip} where patience is not a whole number of at least 1, or minDelta is negative */
export function patienceStopper(options: PatienceOptions): StoppingRule {
  if (!Number.isInteger(options.patience) || options.patience < 1) {
    throw new Slip(
      `expected patience to be a whole number of at least 1, found ${options.patience}: it counts epochs`,
    );
  }
  if (!(options.minDelta >= 0)) {
    throw new Slip(
      `expected min_delta to be at least 0, found ${options.minDelta}: give the smallest gain that counts`,
    );
  }
  return {
    name: 'patience',
    comparesTrials: false,
    endsTraining: true,
    watch: () => patienceWatch(options),
  };
}

function patienceWatch(options: PatienceOptions): Watch {
  let best: BestEpoch | null = null;
  let waited = 0;
  return {
    observe({ epoch, metrics }: EpochMetrics): Verdict {
      const value = metrics[options.metric.name] ?? Number.NaN;
      if (improves(value, best, options)) {
        best = { epoch, value };
        waited = 0;
        return proceed;
      }
      if (epoch > options.startAfter) waited++;
      return waited < options.patience ? proceed : stop(best, epoch, options);
    },
  };
}

function improves(value: number, best: BestEpoch | null, options: PatienceOptions): boolean {
  if (Number.isNaN(value)) return false;
  if (best === null) return true;
  return options.metric.goal === 'minimize'
    ? value < best.value - options.minDelta
    : value > best.value + options.minDelta;
}

function stop(best: BestEpoch | null, epoch: number, options: PatienceOptions): Verdict {
  const { metric, patience, minDelta } = options;
  const time = patience === 1 ? '1 epoch' : `${patience} epochs`;
  const margin = minDelta > 0 ? ` by more than ${valueText(minDelta)}` : '';
  const text =
    best === null
      ? `${metric.name} was not a number for ${time}`
      : `${metric.name} did not improve on ${valueText(best.value)} (epoch ${best.epoch})${margin} for ${time}`;
  const known = best === null ? {} : { best: best.value, best_epoch: best.epoch };
  const waiting = { patience, min_delta: minDelta, epoch };
  return stopVerdict('patience', text, { metric: metric.name, ...known, ...waiting });
}
