// Which observations are good, and how much each counts, as in Optuna's TPESampler (Bergstra et al. 2011;
// Watanabe 2023, "Tree-Structured Parzen Estimator").

/** How many of n observations are good: a tenth, rounded up, and 25 at most. */
export function goodCount(n: number): number {
  return Math.min(Math.ceil(0.1 * n), 25);
}

/**
 * Weights of n observations, oldest first: the last 25 count in full, those before rise from 1/n in even
 * steps.
 */
export function observationWeights(n: number): Float64Array {
  const weights = new Float64Array(n).fill(1);
  const ramp = n - 25;
  for (let i = 0; i < ramp; i++) {
    weights[i] = ramp === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (ramp - 1);
  }
  return weights;
}
