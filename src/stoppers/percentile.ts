// Gives up a trial whose best value so far is worse than a percentile of what completed trials had at the
// same epoch; the median rule (Golovin et al. 2017, "Google Vizier", as Optuna's MedianPruner and
// PercentilePruner do it) is percentile 50. Of completed trials one sorted list per epoch is kept.

import { Slip } from '../vocabulary/errors.js';
import { firstPlace } from '../vocabulary/first-place.js';
import { compareValues, type EpochMetrics, type Objective } from '../vocabulary/metric.js';
import { valueText } from '../vocabulary/value-text.js';
import { proceed, type Verdict } from '../vocabulary/verdict.js';
import { isLookedAt, type Looks } from './looks.js';
import { stopVerdict } from './stop-verdict.js';
import type { StoppingRule, Watch } from './stopper.js';

export interface PercentileOptions extends Looks {
  readonly metric: Objective;
  /** The better share of completed trials, in percent, to which a trial must belong; above 0, below 100. */
  readonly percentile: number;
  /** Nothing is given up before so many trials are completed; at least 1. */
  readonly startupTrials: number;
}

/** @throws {Slip} for a percentile that is not between 0 and 100 */
export function percentileStopper(options: PercentileOptions): StoppingRule {
  const { percentile } = options;
  if (!(percentile > 0 && percentile < 100)) {
    throw new Slip(
      `expected a percentile above 0 and below 100, found ${percentile}: 25 keeps the best quarter`,
    );
  }
  return comparison(percentile === 50 ? 'median' : 'percentile', options);
}

export function medianStopper(options: Omit<PercentileOptions, 'percentile'>): StoppingRule {
  return comparison('median', { ...options, percentile: 50 });
}

function comparison(name: string, options: PercentileOptions): StoppingRule {
  const { metric, percentile, startupTrials } = options;
  const { goal } = metric;
  /** By epoch, what completed trials had there, ascending; NaN is left out. */
  const known: number[][] = [];
  let completed = 0;

  function verdict(best: number, epoch: number): Verdict {
    if (!isLookedAt(epoch, options) || completed < startupTrials) return proceed;
    const facts = { metric: metric.name, value: best, epoch, percentile, of: completed };
    if (Number.isNaN(best)) {
      return stopVerdict(name, `${metric.name} was not a number up to epoch ${epoch}`, facts);
    }
    const bound = percentileOf(
      known[epoch] ?? [],
      goal === 'minimize' ? percentile : 100 - percentile,
    );
    if (bound === null || compareValues(best, bound, goal) <= 0) return proceed;
    const side = goal === 'minimize' ? 'above' : 'below';
    const what = name === 'median' ? 'median' : `percentile ${percentile}`;
    const text = `${metric.name} ${valueText(best)} is ${side} the ${what} ${valueText(bound)} of ${known[epoch]!.length} trials at epoch ${epoch}`;
    return stopVerdict(name, text, { ...facts, bound, of: known[epoch]!.length });
  }

  function watch(): Watch {
    const values: number[] = [];
    let best = Number.NaN;
    return {
      observe({ epoch, metrics }: EpochMetrics): Verdict {
        const value = metrics[metric.name] ?? Number.NaN;
        values[epoch] = value;
        if (compareValues(value, best, goal) < 0) best = value;
        return verdict(best, epoch);
      },
      end(state) {
        if (state !== 'completed') return;
        completed++;
        values.forEach((value, epoch) => {
          known[epoch] ??= [];
          if (!Number.isNaN(value)) insert(known[epoch], value);
        });
      },
    };
  }

  return { name, comparesTrials: true, watch };
}

function insert(sorted: number[], value: number): void {
  sorted.splice(
    firstPlace(sorted.length, (place) => sorted[place]! > value),
    0,
    value,
  );
}

/**
 * With linear interpolation between neighbours, as numpy's, but for an infinite one: there the finite one speaks,
 * so that both directions say the same. NaN between two infinities, null of nothing. @param sorted ascending
 */
function percentileOf(sorted: readonly number[], percentile: number): number | null {
  if (sorted.length === 0) return null;
  const place = ((sorted.length - 1) * percentile) / 100;
  const low = sorted[Math.floor(place)]!;
  const high = sorted[Math.ceil(place)]!;
  if (low === high) return low;
  if (Number.isFinite(low) && Number.isFinite(high)) {
    return low + (high - low) * (place - Math.floor(place));
  }
  return Number.isFinite(low) ? low : Number.isFinite(high) ? high : Number.NaN;
}
