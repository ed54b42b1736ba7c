// What stands behind a parameter of W&B, in values that the built-in network takes: words as they are
// written here (AdamW is adamw), a range of reals from 0 begins just above it where 0 is not allowed, and what
// has no ends is cut off.

import type { Setting } from '../../vocabulary/setting.js';
import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapNode, type SourceNode } from '../source/source-node.js';
import { cutToSetting, JUST_INSIDE } from './bell.js';
import { entryAt, numberAt, scalarAt, withEntry } from './made-nodes.js';

function folded(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** The word of a choice that another program writes otherwise, also as torch.optim.AdamW. */
function wordNode(words: readonly string[], node: SourceNode): SourceNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((n) => wordNode(words, n)) };
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return node;
  const written = node.value;
  if (words.includes(written)) return node;
  const bare = folded(written.slice(written.lastIndexOf('.') + 1));
  const meant = words.find((word) => folded(word) === bare);
  return meant === undefined ? node : scalarAt(node.spot, meant);
}

function wordsOf({ kind, byTask }: Setting): readonly string[] {
  if (kind.type !== 'choice') return [];
  return [...kind.values, ...Object.values(byTask ?? {}).flat()];
}

function textOf(node: SourceNode | undefined): string {
  return node?.kind === 'scalar' ? node.text : '';
}

/** Without a distribution 0 to 1 are whole numbers, and 0 to 1.0 are reals. */
function hasRealEnd(node: MapNode): boolean {
  return ['min', 'max'].some((key) => /[.eE]/.test(textOf(entryOf(node, key)?.value)));
}

function aboveZero(setting: Setting, node: MapNode, book: ComplaintBook): MapNode {
  const { kind } = setting;
  if (kind.type !== 'number' || kind.aboveMin !== true || kind.min !== 0) return node;
  const named = entryOf(node, 'distribution')?.value;
  const isUniform = named === undefined ? hasRealEnd(node) : textOf(named) === 'uniform';
  const max = numberAt(node, 'max');
  if (!isUniform || numberAt(node, 'min') !== 0 || max === null || max <= JUST_INSIDE) {
    return node;
  }
  const { spot } = entryOf(node, 'min')!.value;
  book.warn(
    spot,
    `\`${setting.name}\` must be above 0: the range begins at ${JUST_INSIDE}, use log_uniform_values to search its order of magnitude`,
  );
  const begins = withEntry(node, entryAt(spot, 'min', scalarAt(spot, JUST_INSIDE)));
  return withEntry(begins, entryAt(spot, 'distribution', scalarAt(spot, 'uniform')));
}

export function wandbDomain(setting: Setting, node: SourceNode, book: ComplaintBook): SourceNode {
  const words = wordsOf(setting);
  if (node.kind !== 'map') return wordNode(words, node);
  const entries = node.entries.map((entry) =>
    entry.key === 'value' || entry.key === 'values'
      ? { ...entry, value: wordNode(words, entry.value) }
      : entry,
  );
  return cutToSetting(setting, aboveZero(setting, { ...node, entries }, book), book);
}
