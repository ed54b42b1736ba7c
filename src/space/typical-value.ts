// One value that stands for all of a domain, where a single configuration must do for a whole search.

import type { ParameterValue } from '../vocabulary/configuration.js';
import { valueAt } from './draw.js';
import type { Domain } from './parameter.js';

/** The middle of a range on its own scale, the first of alternatives. */
export function typicalValue(domain: Domain): ParameterValue {
  return valueAt(domain, domain.kind === 'categorical' ? 0 : 0.5);
}
