// What a parameter can be, in the words of a slip.

import { endsOf } from '../../space/membership.js';
import type { Domain } from '../../space/parameter.js';
import { quoted } from '../source/source-node.js';

/** More alternatives than these are not told one by one. */
const LISTED = 12;

/** `a number from 0 to 0.5 in steps of 0.1`, `one of …` */
export function domainWords(domain: Domain): string {
  switch (domain.kind) {
    case 'constant':
      return `${shown(domain.value)} alone`;
    case 'categorical': {
      const { values } = domain;
      const more = values.length > LISTED ? ` … (${values.length} values)` : '';
      const listed = values.slice(0, LISTED).map(shown).join(', ');
      return `${values.length === 1 ? '' : 'one of '}${listed}${more}`;
    }
    default: {
      const { min, max } = endsOf(domain);
      const isOpen = domain.kind === 'log_normal' && domain.min === undefined;
      const low = isOpen ? ' above 0' : Number.isFinite(min) ? ` from ${min}` : '';
      const high = Number.isFinite(max) ? ` to ${max}` : '';
      const step = 'q' in domain ? ` in steps of ${domain.q}` : '';
      return `a ${domain.kind === 'int_uniform' ? 'whole ' : ''}number${low}${high}${step}`;
    }
  }
}

function shown(value: unknown): string {
  return quoted(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
