// Draws from the normal and the beta family, cut off or not, and back. Tails are never infinite: u below
// 2^-54 stands for 2^-54, which is 8.3 deviations below the mean. Invariant: monotone in u, and within the
// bounds that cut the distribution off.

import { betaCdf, betaQuantile } from '../vocabulary/beta-distribution.js';
import { exp, log } from '../vocabulary/deterministic-math.js';
import { normalMass, truncatedNormalQuantile } from '../vocabulary/normal-distribution.js';
import type { BetaDomain, NormalDomain } from './parameter.js';
import { clamped, quantised } from './quantise.js';

const FIRST_UNIT = 5.551115123125783e-17;

/** Where all but the last 2^-53 of a normal distribution lies below. */
const LAST_DEVIATION = 8.209536151600116;

const isLog = ({ kind }: NormalDomain) => kind === 'log_normal' || kind === 'q_log_normal';

/** The cut in deviations from the mean. */
function cutOf(domain: NormalDomain): { readonly low: number; readonly high: number } {
  const { mu, sigma, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = domain;
  const scaled = (x: number) => ((isLog(domain) ? log(Math.max(x, 0)) : x) - mu) / sigma;
  return { low: scaled(min), high: scaled(max) };
}

export function drawNormal(domain: NormalDomain, u: number): number {
  const { low, high } = cutOf(domain);
  const z = truncatedNormalQuantile(Math.max(u, FIRST_UNIT), low, high);
  // Of one that is cut off below alone, the probability of the last draws is rounded to 1.
  const x = domain.mu + domain.sigma * (z === Number.POSITIVE_INFINITY ? LAST_DEVIATION : z);
  return finished(domain, isLog(domain) ? exp(x) : x);
}

export function undrawNormal(domain: NormalDomain, value: number): number {
  const { low, high } = cutOf(domain);
  const x = isLog(domain) ? log(value) : value;
  return normalMass(low, (x - domain.mu) / domain.sigma) / normalMass(low, high);
}

/** Share of a distribution that lies within its cut. */
export function massOf(domain: NormalDomain | BetaDomain): number {
  if (domain.kind !== 'beta' && domain.kind !== 'q_beta') {
    const { low, high } = cutOf(domain);
    return normalMass(low, high);
  }
  const { a, b, min = 0, max = 1 } = domain;
  return betaCdf(max, a, b) - betaCdf(min, a, b);
}

export function drawBeta(domain: BetaDomain, u: number): number {
  const { a, b, min = 0 } = domain;
  const p = betaCdf(min, a, b) + Math.max(u, FIRST_UNIT) * massOf(domain);
  return finished(domain, betaQuantile(Math.max(Math.min(p, 1), FIRST_UNIT), a, b));
}

export function undrawBeta(domain: BetaDomain, value: number): number {
  const { a, b, min = 0 } = domain;
  return (betaCdf(value, a, b) - betaCdf(min, a, b)) / massOf(domain);
}

function finished(domain: NormalDomain | BetaDomain, x: number): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = domain;
  if ('q' in domain) return quantised(x, min, max, domain.q);
  return clamped(x, min, max);
}
