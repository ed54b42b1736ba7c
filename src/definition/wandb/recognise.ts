// Which definitions are W&B sweeps: those with a key that only W&B has, and those with no other keys than
// the ones that both have. A definition of ours that is complete has `data` and `epochs`, and neither.

import type { MapNode } from '../source/source-node.js';
import { ignoredKeys } from './ignored-keys.js';

/** Keys that mean something here, but only in a W&B sweep. */
const TRANSLATED = ['early_terminate', 'run_cap'];

const SHARED = new Set(['$schema', 'name', 'description', 'method', 'metric', 'parameters']);

export function isWandbSweep({ entries }: MapNode): boolean {
  if (entries.some(({ key }) => ignoredKeys.has(key) || TRANSLATED.includes(key))) return true;
  const written = entries.filter(({ keySpot }) => !keySpot.overridden).map(({ key }) => key);
  const isWhole = written.includes('method') && written.includes('parameters');
  return isWhole && written.every((key) => SHARED.has(key));
}
