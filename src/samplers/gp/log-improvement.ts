// The logarithm of expected improvement (Ament et al. 2023, "Unexpected improvements to expected improvement
// for Bayesian optimization"), and its derivatives. Where improvement is all but impossible, EI itself is 0 and
// flat; its logarithm still says which way is up. With z = (best − mean) / σ,
//   ln EI = ln σ + ln h(z),   h(z) = φ(z) + z Φ(z).

import { log } from '../../vocabulary/deterministic-math.js';
import { normalCdf, normalDensity, normalMills } from '../../vocabulary/normal-distribution.js';

const HALF_LOG_2PI = 0.9189385332046727;
/** From here on 1 − y m(y) would lose digits to cancellation; its series has enough of them. */
const FAR = 16;

/** ln h(z), with a relative accuracy of 1e-10 for every finite z. */
export function logImprovement(z: number): number {
  if (z > -1) return log(normalDensity(z) + z * normalCdf(z));
  return -0.5 * z * z - HALF_LOG_2PI + log(shortfall(-z));
}

/** Φ(z) / h(z): the derivative of ln h. */
export function improvementSlope(z: number): number {
  if (z > -1) return normalCdf(z) / (normalDensity(z) + z * normalCdf(z));
  return normalMills(-z) / shortfall(-z);
}

/** φ(z) / h(z): the derivative of ln EI by ln σ. */
export function improvementSpread(z: number): number {
  if (z > -1) return normalDensity(z) / (normalDensity(z) + z * normalCdf(z));
  return 1 / shortfall(-z);
}

/** h(−y) / φ(y) = 1 − y m(y), with Mills' ratio m, for y >= 1. */
function shortfall(y: number): number {
  if (y < FAR) return 1 - y * normalMills(y);
  // 1/y² − 3/y⁴ + 15/y⁶ …: each term has the next odd number as a factor.
  const z = 1 / (y * y);
  let sum = 0;
  for (let n = 21; n >= 3; n -= 2) sum = -n * z * (1 + sum);
  return z * (1 + sum);
}
