// The costs that a sweep asks for, of one configuration on one data set: computed once for a training, and
// told with every epoch, so that whatever ranks epochs and trials finds them where all metrics are.

import { forwardCost } from '../../core/forward-cost.js';
import type { DataSet } from '../../data/data-set.js';
import type { Configuration } from '../../vocabulary/configuration.js';
import { type CostName, isCost, NOMINAL_OPERATIONS } from '../../vocabulary/cost.js';
import type { Metrics } from '../../vocabulary/metric.js';
import { sessionSpec } from './network-session.js';

const BYTES_PER_FLOAT = 4;

/** All of them, by name. @param settings a canonical configuration */
export function networkCosts(data: DataSet, settings: Configuration): Record<CostName, number> {
  const { model, spec } = sessionSpec(data, settings, 0);
  const { parameters, buffers, arithmetic } = forwardCost(model, spec);
  return {
    parameters,
    bytes: (parameters + buffers) * BYTES_PER_FLOAT,
    prediction_time: arithmetic / NOMINAL_OPERATIONS,
  };
}

/** Nothing is computed where none is asked for. @param extra metrics by full name */
export function askedCosts(
  data: DataSet,
  settings: Configuration,
  extra: readonly string[],
): Metrics {
  const asked = extra.filter(isCost);
  if (asked.length === 0) return {};
  const costs = networkCosts(data, settings);
  return Object.fromEntries(asked.map((name) => [name, costs[name]]));
}
