// From a parameter's value back to a unit number: the inverse of `valueAt`, for samplers that learn. A
// value that a whole interval of numbers gives stands for the middle of it, so that a model sees
// alternatives at even distances.

import type { ParameterValue } from '../vocabulary/configuration.js';
import { log } from '../vocabulary/deterministic-math.js';
import { middleOf } from './alternative-shares.js';
import { undrawBeta, undrawNormal } from './bell-draw.js';
import type { Domain } from './parameter.js';
import { clamped } from './quantise.js';

/** -1 where a categorical domain has no such value. */
export function indexOfValue(values: readonly ParameterValue[], value: ParameterValue): number {
  const text = JSON.stringify(value);
  return values.findIndex((candidate) => JSON.stringify(candidate) === text);
}

/**
 * @param value one that the domain has
 * @returns u with 0 <= u <= 1 and, but for rounding, valueAt(domain, u) = value
 */
export function unitAt(domain: Domain, value: ParameterValue): number {
  switch (domain.kind) {
    case 'constant':
      return 0.5;
    case 'categorical':
      return middleOf(domain, indexOfValue(domain.values, value));
    case 'int_uniform':
      return (Number(value) - domain.min + 0.5) / (domain.max - domain.min + 1);
    case 'uniform':
    case 'q_uniform':
      return clamped((Number(value) - domain.min) / (domain.max - domain.min), 0, 1);
    case 'log_uniform_values':
    case 'q_log_uniform_values': {
      const low = log(domain.min);
      return clamped((log(Number(value)) - low) / (log(domain.max) - low), 0, 1);
    }
    case 'normal':
    case 'log_normal':
    case 'q_normal':
    case 'q_log_normal':
      return clamped(undrawNormal(domain, Number(value)), 0, 1);
    case 'beta':
    case 'q_beta':
      return clamped(undrawBeta(domain, Number(value)), 0, 1);
  }
}
