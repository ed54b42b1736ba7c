// From a unit number to a parameter's value. One monotone function per kind of domain, so that a
// sampler only has to provide numbers in [0, 1): random, Sobol' or a model's quantiles alike.
// Invariant: a drawn value never leaves its domain, and u = 0 gives the domain's first value exactly (of a
// distribution without an end, the first that is drawn).

import type { ParameterValue } from '../vocabulary/configuration.js';
import { exp, log } from '../vocabulary/deterministic-math.js';
import { equalShareAt, indexAt } from './alternative-shares.js';
import { drawBeta, drawNormal } from './bell-draw.js';
import type { Domain } from './parameter.js';
import { clamped, quantised } from './quantise.js';

function logUniform(u: number, min: number, max: number): number {
  if (u === 0) return min;
  const low = log(min);
  // exp(log(max)) may be an ulp past max: clamped, or a setting's bound would be overstepped.
  return clamped(exp(low + u * (log(max) - low)), min, max);
}

/** The greatest number in [0, 1): valueAt there is a domain's last value, as it is the first one at 0. */
export const LAST_UNIT = 1 - 1.1102230246251565e-16;

/**
 * The value of a domain at u. Ranges need finite max - min; log ranges need 0 < min.
 * @param u 0 <= u < 1
 * @throws RangeError for u outside [0, 1)
 */
export function valueAt(domain: Domain, u: number): ParameterValue {
  if (!(u >= 0 && u < 1)) throw new RangeError(`expected 0 <= u < 1, found ${u}`);
  switch (domain.kind) {
    case 'constant':
      return domain.value;
    case 'categorical':
      return domain.values[indexAt(domain, u)]!;
    case 'int_uniform':
      return clamped(
        domain.min + equalShareAt(u, domain.max - domain.min + 1),
        domain.min,
        domain.max,
      );
    case 'uniform':
      return clamped(domain.min + u * (domain.max - domain.min), domain.min, domain.max);
    case 'q_uniform': {
      const { min, max, q } = domain;
      return quantised(min + u * (max - min), min, max, q);
    }
    case 'log_uniform_values':
      return logUniform(u, domain.min, domain.max);
    case 'q_log_uniform_values': {
      const { min, max, q } = domain;
      return quantised(logUniform(u, min, max), min, max, q);
    }
    case 'normal':
    case 'log_normal':
    case 'q_normal':
    case 'q_log_normal':
      return drawNormal(domain, u);
    case 'beta':
    case 'q_beta':
      return drawBeta(domain, u);
  }
}
