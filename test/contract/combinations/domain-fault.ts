// What a value of a parameter may be, from the words of the docs: a second opinion beside src/space/draw.ts.

import type { Domain } from '../../../src/space/parameter.js';
import type { ParameterValue } from '../../../src/vocabulary/configuration.js';

/** Of multiples: float dust is none. */
const DUST = 1e-9;

/** @param isGrid visits alternatives without probability too, and steps from the least value on */
export function domainFault(domain: Domain, value: ParameterValue, isGrid: boolean): string | null {
  if (domain.kind === 'constant') return value === domain.value ? null : `is not ${domain.value}`;
  if (domain.kind === 'categorical') {
    const place = domain.values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value));
    if (place < 0) return `${value} is none of ${JSON.stringify(domain.values)}`;
    return !isGrid && domain.probabilities?.[place] === 0 ? `${value} has no probability` : null;
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${value} is no number`;
  const [min, max] = endsOf(domain);
  if (value < min || value > max) return `${value} is not within ${min} and ${max}`;
  if (domain.kind === 'int_uniform' && !Number.isInteger(value)) return `${value} is not whole`;
  if (!('q' in domain) || isGrid) return null;
  const isEnd = value === min || value === max;
  const hasMultiple = Math.ceil(min / domain.q - DUST) <= Math.floor(max / domain.q + DUST);
  const steps = value / domain.q;
  const isMultiple = Math.abs(steps - Math.round(steps)) < DUST * Math.max(1, Math.abs(steps));
  return isMultiple || (isEnd && !hasMultiple) ? null : `${value} is no multiple of ${domain.q}`;
}

function endsOf(domain: Exclude<Domain, { kind: 'constant' | 'categorical' }>): [number, number] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = domain;
  switch (domain.kind) {
    case 'log_normal':
    case 'q_log_normal':
      return [Math.max(min, 0), max];
    case 'beta':
    case 'q_beta':
      return [Math.max(min, 0), Math.min(max, 1)];
    default:
      return [min, max];
  }
}
