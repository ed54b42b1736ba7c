// What a parameter can be, in a few words.

import type { Domain } from '../space/parameter.js';
import { countText } from './terminal/quantities.js';
import { numberShown, valueShown } from './terminal/value-shown.js';

const LISTED = 12;

export function domainShown(domain: Domain): string {
  switch (domain.kind) {
    case 'constant':
      return valueShown(domain.value);
    case 'categorical': {
      const { values } = domain;
      const more = values.length > LISTED ? ` … (${countText(values.length)} values)` : '';
      return `${values.slice(0, LISTED).map(valueShown).join(', ')}${more}`;
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
  }
}

function range({ min, max }: { readonly min: number; readonly max: number }): string {
  return `${numberShown(min)} … ${numberShown(max)}`;
}
