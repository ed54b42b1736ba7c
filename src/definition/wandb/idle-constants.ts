// A program is told all of its settings, also those that do nothing under the others: momentum, where the
// optimizer is always adam. A constant of that kind is left out and told; searched, it stays, and is a slip.

import type { Settings } from '../../vocabulary/setting.js';
import { type ComplaintBook, complaintBook } from '../complaint-book.js';
import { neverMatters } from '../rules/effects.js';
import { readFixedSettings } from '../rules/fixed-settings.js';
import { readParameters } from '../rules/parameters.js';
import { entryOf, type MapEntry, type MapNode, quoted } from '../source/source-node.js';
import { mapAt } from './made-nodes.js';

/**
 * @param entries of `parameters`, under the names of settings
 * @param constants those of them that are kept as they are
 * @returns the entries without constants that can never have an effect
 */
export function withoutIdleConstants(
  entries: readonly MapEntry[],
  constants: ReadonlySet<MapEntry>,
  { root, settings, book }: { root: MapNode; settings: Settings; book: ComplaintBook },
): readonly MapEntry[] {
  if (entries.length === 0) return entries;
  // Slips are told where all of the definition is read.
  const unread = complaintBook();
  const parameters = readParameters(mapAt(root.spot, entries), settings, unread).drawn;
  const model = entryOf(root, 'model')?.value;
  const fixed = model === undefined ? [] : readFixedSettings(model, settings, parameters, unread);
  return entries.filter((entry) => {
    const setting = settings.find(({ name }) => name === entry.key);
    if (setting === undefined || !constants.has(entry)) return true;
    const idle = neverMatters(setting, { settings, parameters, fixed });
    if (idle === null) return true;
    const what = `the parameter ${quoted(entry.key)} of a W&B sweep is ignored`;
    book.warn(entry.keySpot, `${what}: it has one value, and ${idle.why}`);
    return false;
  });
}
