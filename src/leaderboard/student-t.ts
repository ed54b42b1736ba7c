// Student's t distribution, from additions, multiplications and the deterministic exp and log: a
// p-value is the same digits on every engine.

import { exp, log } from '../vocabulary/deterministic-math.js';

/** Lanczos's coefficients for g = 7 and nine terms (Godfrey 2001): 15 digits for x >= 1/2. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const;

/** ln √(2π) */
const LOG_ROOT_TWO_PI = 0.9189385332046728;

/** ln Γ(x), x >= 1/2. */
function logGamma(x: number): number {
  const z = x - 1;
  let series: number = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) series += LANCZOS[i]! / (z + i);
  const t = z + 7.5;
  return LOG_ROOT_TWO_PI + (z + 0.5) * log(t) - t + log(series);
}

const SMALLEST = 1e-300;
const PRECISION = 1e-15;
/** About √max(a, b) are needed; this is enough for a million degrees of freedom. */
const MOST_STEPS = 10_000;

/** The continued fraction of the incomplete beta function, by Lentz's method; x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return fraction;
}

/** The regularized incomplete beta function I_x(a, b); 0 <= x <= 1, a and b >= 1/2. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const logs = a * log(x) + b * log(1 - x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  const front = exp(logs);
  if (x < (a + 1) / (a + b + 2)) return (front * betaFraction(x, a, b)) / a;
  return 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** How likely a |t| at least as large is by chance; degrees of freedom >= 1. */
export function twoSidedP(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  const squared = t * t;
  // Each by the way on which no digits are lost: p is near 1 here, and small below.
  if (squared < 1) return 1 - incompleteBeta(squared / (degrees + squared), 0.5, degrees / 2);
  return incompleteBeta(degrees / (degrees + squared), degrees / 2, 0.5);
}
