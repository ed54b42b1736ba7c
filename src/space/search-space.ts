// What samplers search: the parameters, and what a draw of them comes to. Invariant: whatever a sampler
// proposes has gone through `admit`, so that no sampler knows conditions or constraints of its own.

import type { Assignment, Configuration } from '../vocabulary/configuration.js';
import type { Settings } from '../vocabulary/setting.js';
import { compiledRules } from './compiled-rules.js';
import { effectiveParameters } from './effective-parameters.js';
import type { Space, SpaceRules } from './parameter.js';
import { representativeCount } from './representative.js';

export interface SearchSpace {
  /** Those that are drawn, in the definition's order. */
  readonly parameters: Space;
  /**
   * What a draw comes to: without the parameters that are not there or have no effect beside the others,
   * in the definition's order, and behind them the derived ones. null: it is forbidden.
   */
  admit(drawn: Assignment): Assignment | null;
  /** The same text for two proposals exactly where they are one configuration. */
  keyOf(proposal: Assignment): string;
  /** How many configurations a grid over it has; null: it has no end, or nobody can count them at once. */
  readonly gridCount: number | null;
}

export interface SearchSpaceOptions extends SpaceRules {
  readonly parameters: Space;
  /** The trainable's catalogue: it says which parameters matter under which others. */
  readonly settings: Settings;
  /** Settings that the definition fixes. */
  readonly fixed: Configuration;
}

/** @throws Slip where a rule is no expression */
export function searchSpace(options: SearchSpaceOptions): SearchSpace {
  const { parameters, settings, fixed, derived = [] } = options;
  const rules = compiledRules(options);
  const effective = effectiveParameters([...parameters, ...derived], settings, fixed);
  const admit = (drawn: Assignment) => {
    const allowed = rules === null ? drawn : rules.allow(drawn);
    return allowed === null ? null : effective(allowed);
  };
  return Object.freeze({
    parameters,
    admit,
    keyOf: (proposal) => JSON.stringify(admit(proposal)),
    // Counted where a grid asks: others are made without looking at every combination.
    get gridCount() {
      const count = representativeCount(settings, fixed, parameters, rules);
      return count?.exact === true ? count.count : null;
    },
  } satisfies SearchSpace);
}
