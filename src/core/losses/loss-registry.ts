// All losses by the name that a configuration calls them. A new one is one file, one operation, and one
// line here; the settings take their words from this list. The first of a task is its default.

import { bce } from './bce.js';
import { crossEntropy } from './cross-entropy.js';
import { focal } from './focal.js';
import { huber } from './huber.js';
import type { Loss } from './loss.js';
import { mae } from './mae.js';
import { mse } from './mse.js';
import { multiMargin } from './multi-margin.js';
import { smoothL1 } from './smooth-l1.js';

export const losses: readonly Loss[] = Object.freeze([
  crossEntropy,
  bce,
  multiMargin,
  focal,
  mse,
  mae,
  huber,
  smoothL1,
]);

export function lossNamed(name: string): Loss {
  const found = losses.find((loss) => loss.name === name);
  if (found === undefined) throw new TypeError(`there is no loss ${name}`);
  return found;
}
