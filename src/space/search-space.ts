// What samplers search: the parameters, and what a draw of them comes to. Invariant: whatever a sampler
// proposes has gone through `admit`, so that no sampler knows conditions or constraints of its own.

import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import { canonicalJson } from '../vocabulary/hash.js';
import type { Settings } from '../vocabulary/setting.js';
import { canonicalConfiguration } from './canonical-configuration.js';
import type { Space } from './parameter.js';

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
}

export interface SearchSpaceOptions {
  readonly parameters: Space;
  /** The trainable's catalogue: it says which parameters matter under which others. */
  readonly settings: Settings;
  /** Settings that the definition fixes. */
  readonly fixed: Configuration;
}

export function searchSpace({ parameters, settings, fixed }: SearchSpaceOptions): SearchSpace {
  const canonical = (assignment: Assignment) => canonicalConfiguration(settings, fixed, assignment);
  return Object.freeze({
    parameters,
    admit: (drawn) => canonical(drawn).effective,
    keyOf: (proposal) => canonicalJson(canonical(proposal).configuration),
  } satisfies SearchSpace);
}
