// Whether an epoch that was trained again is the epoch that was stored: to the bit, minus zero and NaN
// included, because anything else is the beginning of another training.

import type { Metrics } from '../../vocabulary/metric.js';

export interface MetricDifference {
  readonly metric: string;
  /** null: it was not measured. */
  readonly stored: number | null;
  readonly trained: number | null;
}

/** The first metric, by name, that is not the same; null where all are. */
export function metricDifference(stored: Metrics, trained: Metrics): MetricDifference | null {
  const names = [...new Set([...Object.keys(stored), ...Object.keys(trained)])].sort();
  const metric = names.find((name) => !Object.is(stored[name], trained[name]));
  if (metric === undefined) return null;
  return { metric, stored: stored[metric] ?? null, trained: trained[metric] ?? null };
}

/** val_loss 0.4312 stored, 0.4313 trained; every digit, since one bit is a difference */
export function metricDifferenceText({ metric, stored, trained }: MetricDifference): string {
  const shown = (value: number | null) => {
    if (value === null) return 'nothing';
    return Object.is(value, -0) ? '-0' : String(value);
  };
  return `${metric} ${shown(stored)} stored, ${shown(trained)} trained`;
}
