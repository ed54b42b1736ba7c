// A W&B sweep names no data: its program does. Without some there is nothing to train on.

import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapNode } from '../source/source-node.js';
import { entryAt, mapAt, scalarAt } from './made-nodes.js';

/**
 * Complains where there are no data; the others of its slips are still found, by way of data of which
 * nothing is known.
 */
export function checkData(root: MapNode, book: ComplaintBook): MapNode {
  if (entryOf(root, 'data') !== undefined) return root;
  const { spot } = root;
  book.error(
    spot,
    'expected data to learn from, found a W&B sweep, which names none: add --set data.file=FILE --set data.target=COLUMN to the command, or data: {file: FILE, target: COLUMN} to the file',
  );
  const unknown = ['file', 'target'].map((key) => entryAt(spot, key, scalarAt(spot, 'data.csv')));
  return { ...root, entries: [...root.entries, entryAt(spot, 'data', mapAt(spot, unknown))] };
}
