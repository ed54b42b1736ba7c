// A verdict that gives a trial up, with the values that decided: facts are fit for JSON, and nobody can
// change them.

import { valueFact } from '../vocabulary/value-text.js';
import type { Verdict } from '../vocabulary/verdict.js';

/** @param rule the rule's own name */
export function stopVerdict(
  rule: string,
  text: string,
  values: Readonly<Record<string, number | string>>,
): Verdict {
  const facts: Record<string, number | string> = {};
  for (const [name, value] of Object.entries(values)) {
    facts[name] = typeof value === 'number' ? valueFact(value) : value;
  }
  const reason = Object.freeze({ rule, text, facts: Object.freeze(facts) });
  return Object.freeze({ action: 'stop', reason });
}
