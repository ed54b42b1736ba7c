// What a parameter can be, in a few words.

import type { Domain, Truncation } from '../space/parameter.js';
import { countText } from './terminal/quantities.js';
import { numberShown, valueShown } from './terminal/value-shown.js';

const LISTED = 12;

export function domainShown(domain: Domain): string {
  switch (domain.kind) {
    case 'constant':
      return valueShown(domain.value);
    case 'categorical': {
      const { values, probabilities, ordered } = domain;
      const more = values.length > LISTED ? ` … (${countText(values.length)} values)` : '';
      const shown = values.slice(0, LISTED).map((value, i) => {
        const share = probabilities?.[i];
        return `${valueShown(value)}${share === undefined ? '' : ` (${numberShown(share)})`}`;
      });
      return `${shown.join(', ')}${more}${ordered === true ? ', in this order' : ''}`;
    }
    case 'int_uniform':
      return `${range(domain)}, whole`;
    case 'uniform':
      return range(domain);
    case 'q_uniform':
      return `${range(domain)} in steps of ${numberShown(domain.q)}`;
    case 'log_uniform_values':
      return `${range(domain)}, logarithmic`;
    case 'q_log_uniform_values':
      return `${range(domain)}, logarithmic, in steps of ${numberShown(domain.q)}`;
    case 'normal':
    case 'log_normal':
    case 'q_normal':
    case 'q_log_normal': {
      const what = domain.kind.endsWith('log_normal') ? 'log-normal' : 'normal';
      const shape = `mu ${numberShown(domain.mu)}, sigma ${numberShown(domain.sigma)}`;
      return `${what}, ${shape}${cut(domain)}${step(domain)}`;
    }
    case 'beta':
    case 'q_beta':
      return `beta, a ${numberShown(domain.a)}, b ${numberShown(domain.b)}${cut(domain)}${step(domain)}`;
  }
}

function cut({ min, max }: Truncation): string {
  const low = min === undefined ? '' : `, from ${numberShown(min)}`;
  return `${low}${max === undefined ? '' : `${low === '' ? ',' : ''} to ${numberShown(max)}`}`;
}

function step(domain: object): string {
  return 'q' in domain ? `, in steps of ${numberShown(Number(domain.q))}` : '';
}

function range({ min, max }: { readonly min: number; readonly max: number }): string {
  return `${numberShown(min)} … ${numberShown(max)}`;
}
