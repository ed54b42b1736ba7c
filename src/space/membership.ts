// Whether a domain has a value that somebody names, rather than one that is drawn: what is tried because it
// was given must be what a draw, or a grid, could have come to.

import type { ParameterValue } from '../vocabulary/configuration.js';
import { alternatives } from './grid.js';
import type { Domain } from './parameter.js';
import { clamped, quantised } from './quantise.js';
import { indexOfValue } from './undraw.js';

type Range = Exclude<Domain, { kind: 'constant' | 'categorical' }>;

/** Whether a draw can come to it; of a distribution without ends, however unlikely. */
export function hasValue(domain: Domain, value: ParameterValue): boolean {
  switch (domain.kind) {
    case 'constant':
      return indexOfValue([domain.value], value) === 0;
    case 'categorical':
      return indexOfValue(domain.values, value) >= 0;
    default:
      return Number.isFinite(value) && nearestNumber(domain, Number(value)) === value;
  }
}

/** Whether a grid comes to it: of q_uniform it has min, min + q …, which draws of multiples need not have. */
export function isVisited(domain: Domain, value: ParameterValue): boolean {
  if (domain.kind !== 'q_uniform') return hasValue(domain, value);
  const listed = alternatives(domain)!;
  const index = Math.round((Number(value) - domain.min) / domain.q);
  return index >= 0 && index < listed.size && listed.at(index) === value;
}

/** The number of a range that is nearest to x; -0 is 0. */
export function nearestNumber(domain: Range, x: number): number {
  const { min, max } = endsOf(domain);
  if ('q' in domain) return quantised(x, min, max, domain.q);
  return clamped(domain.kind === 'int_uniform' ? Math.round(x) : x, min, max);
}

/** Both included. */
export function endsOf(domain: Range): { readonly min: number; readonly max: number } {
  const { min = least(domain), max = greatest(domain) } = domain;
  return { min, max };
}

function least({ kind }: Range): number {
  if (kind === 'log_normal') return Number.MIN_VALUE;
  return kind === 'normal' || kind === 'q_normal' ? Number.NEGATIVE_INFINITY : 0;
}

function greatest({ kind }: Range): number {
  return kind === 'beta' || kind === 'q_beta' ? 1 : Number.POSITIVE_INFINITY;
}
