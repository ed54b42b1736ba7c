// `early_terminate` of W&B becomes a rule of `stopping`: its hyperband, whose bands are looked at as
// trials arrive. What it calls an iteration is an epoch here.

import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapNode, type SourceNode } from '../source/source-node.js';
import { withEntry } from './made-nodes.js';

export function stoppingWithBands(root: MapNode, book: ComplaintBook): MapNode {
  const rule = entryOf(root, 'early_terminate');
  if (rule === undefined) return root;
  const rest = { ...root, entries: root.entries.filter((entry) => entry !== rule) };
  const { value, keySpot } = rule;
  if (value.kind === 'scalar' && value.value === null) return rest;
  if (value.kind === 'map') {
    book.warn(keySpot, '`early_terminate` counts epochs here: an iteration of W&B is an epoch');
  }
  const stopping = entryOf(root, 'stopping');
  const others = stopping?.value.kind === 'list' ? stopping.value.items : [];
  const list: SourceNode = { kind: 'list', spot: value.spot, items: [...others, value] };
  return withEntry(rest, { ...(stopping ?? { key: 'stopping', keySpot }), value: list });
}
