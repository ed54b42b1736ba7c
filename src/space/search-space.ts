// What samplers search: the parameters, and what a draw of them comes to. Invariant: whatever a sampler
// proposes has gone through `admit`, so that no sampler knows conditions or constraints of its own.

import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { Settings } from '../vocabulary/setting.js';
import { effectiveParameters } from './effective-parameters.js';
import type { Space } from './parameter.js';
import { representativeCount } from './representative.js';

export interface SearchSpace {
  /** Those that are drawn, in the definition's order. */
  readonly parameters: Space;
  /**
   * What a draw comes to: without the parameters that have no effect beside the others, in the
   * definition's order. null: it is forbidden.
   */
  admit(drawn: Assignment): Assignment | null;
  /** The same text for two proposals exactly where they are one configuration. */
  keyOf(proposal: Assignment): string;
  /** How many configurations a grid over it has; null: it has no end, or nobody can count them at once. */
  readonly gridCount: number | null;
}

export interface SearchSpaceOptions {
  readonly parameters: Space;
  /** The trainable's catalogue: it says which parameters matter under which others. */
  readonly settings: Settings;
  /** Settings that the definition fixes. */
  readonly fixed: Configuration;
}

export function searchSpace({ parameters, settings, fixed }: SearchSpaceOptions): SearchSpace {
  const admit = effectiveParameters(parameters, settings, fixed);
  const count = representativeCount(settings, fixed, parameters);
  return Object.freeze({
    parameters,
    admit,
    keyOf: (proposal) => JSON.stringify(admit(proposal)),
    gridCount: count?.exact === true ? count.count : null,
  } satisfies SearchSpace);
}
