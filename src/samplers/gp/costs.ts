// What was measured, as the model takes it: less is better, the mean is 0 and the deviation 1. A trial that
// failed, and a value that is NaN or infinite, counts as the worst that was measured.

import { log } from '../../vocabulary/deterministic-math.js';
import type { Goal } from '../../vocabulary/metric.js';

/** In units of the way from the best to the median: what is further from the best is far worse than the others. */
const REACH = 20;

/** @returns null where not one value is finite */
export function costsOf(values: readonly number[], goal: Goal): Float64Array | null {
  const sign = goal === 'minimize' ? 1 : -1;
  const finite = values.filter(Number.isFinite).map((value) => sign * value);
  if (finite.length === 0) return null;
  const worst = finite.reduce((a, b) => Math.max(a, b));
  const costs = Float64Array.from(values, (value) =>
    Number.isFinite(value) ? sign * value : worst,
  );
  return standardised(drawnIn(costs));
}

/**
 * What is far worse than the others is drawn in: one loss of a thousand must not make all others look alike. In
 * units of the way from the best to the median, a way w beyond the reach becomes ln(1 + w), which is smooth. Within
 * reach values stay as they are: a valley that is bent at its median is another one for the model.
 */
function drawnIn(costs: Float64Array): Float64Array {
  const sorted = costs.slice().sort();
  const best = sorted[0]!;
  const unit = sorted[Math.floor(sorted.length / 2)]! - best;
  if (!(unit > 0)) return costs;
  const far = best + REACH * unit;
  return costs.map((cost) => (cost > far ? far + unit * log(1 + (cost - far) / unit) : cost));
}

function standardised(costs: Float64Array): Float64Array {
  const n = costs.length;
  const mean = costs.reduce((sum, cost) => sum + cost, 0) / n;
  const squares = costs.reduce((sum, cost) => sum + (cost - mean) * (cost - mean), 0);
  const deviation = Math.sqrt(squares / n);
  return costs.map((cost) => (deviation > 0 ? (cost - mean) / deviation : 0));
}
