// `early_terminate` of W&B becomes a rule of `stopping`: its hyperband, whose bands are looked at as
// trials arrive. What it calls an iteration is an epoch here.

import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapEntry, type MapNode, type SourceNode } from '../source/source-node.js';
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
  const items = [...others, oneWay(value, book)];
  const list: SourceNode = { kind: 'list', spot: value.spot, items };
  return withEntry(rest, { ...(stopping ?? { key: 'stopping', keySpot }), value: list });
}

/** Of keys that say in two ways where the bands are those that count in W&B. */
function oneWay(node: SourceNode, book: ComplaintBook): SourceNode {
  if (node.kind !== 'map') return node;
  const [minIter, maxIter, s] = ['min_iter', 'max_iter', 's'].map((key) => entryOf(node, key));
  const without = (ignored: MapEntry, why: string): SourceNode => {
    book.warn(ignored.keySpot, `\`${ignored.key}\` of a W&B sweep is ignored: ${why}`);
    return { ...node, entries: node.entries.filter((entry) => entry !== ignored) };
  };
  if (minIter === undefined) return node;
  if (maxIter !== undefined && s !== undefined) {
    return without(minIter, '`max_iter` and `s` say where its bands are');
  }
  if (maxIter !== undefined) {
    return without(maxIter, 'without `s` it says nothing of the bands, and `min_iter` does');
  }
  return s === undefined ? node : without(s, 'it belongs to `max_iter`');
}
