// A sweep's name is any text in W&B; here it can stand in a path and behind a command.

import type { ComplaintBook } from '../complaint-book.js';
import { type MapEntry, quoted } from '../source/source-node.js';
import { nameFrom } from '../sweep-name.js';
import { scalarAt } from './made-nodes.js';

export function wandbName(entry: MapEntry, book: ComplaintBook): MapEntry {
  const { key, value } = entry;
  if (key !== 'name' || value.kind !== 'scalar' || typeof value.value !== 'string') return entry;
  const name = nameFrom(value.value);
  if (name === value.value) return entry;
  book.warn(value.spot, `the name ${quoted(value.value)} of a W&B sweep is taken as \`${name}\``);
  return { ...entry, value: scalarAt(value.spot, name) };
}
