// A parameter `seed` of W&B is the sweep's own: trials are compared under one seed, or under `seeds`.

import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapEntry, quoted } from '../source/source-node.js';
import { entryAt } from './made-nodes.js';

/** @returns null where it is a range, which has no meaning here and is told */
export function seedFromParameter(
  name: string,
  { keySpot, value }: MapEntry,
  book: ComplaintBook,
): MapEntry | null {
  const constant = value.kind === 'scalar' ? value : entryOf(value, 'value')?.value;
  if (constant !== undefined) return entryAt(keySpot, 'seed', constant);
  const values = value.kind === 'list' ? value : entryOf(value, 'values')?.value;
  if (values?.kind !== 'list' || values.items.length === 0) {
    book.warn(
      keySpot,
      `the range of ${quoted(name)} is ignored: trials are compared under one seed, add --set seeds=3 to train each under 3 seeds`,
    );
    return null;
  }
  const { length } = values.items;
  if (length > 1) {
    book.warn(
      keySpot,
      `${quoted(name)} has several values: trials are compared under the first, add --set seeds=${length} to train each under ${length} seeds`,
    );
  }
  return entryAt(keySpot, 'seed', values.items[0]!);
}
