// `method` and `run_cap`: bayes is our tpe, custom what fits its metrics, and a search without an end is given one.

import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapEntry, type MapNode } from '../source/source-node.js';
import { entryAt, scalarAt } from './made-nodes.js';

/** What W&B's Gaussian process is searched by here. */
const BAYES = 'tpe';

/** A search that a program of the person's makes. */
const CUSTOM = 'custom';

/** What searches for a front of several metrics. */
const SEVERAL = 'nsga2';

/** W&B's agents go on until somebody stops them. */
const ENDLESS_TRIALS = 100;

/** @param hasSeveral whether the sweep is ranked by several metrics */
export function wandbMethod(entry: MapEntry, hasSeveral: boolean, book: ComplaintBook): MapEntry {
  const { key, value } = entry;
  if (key !== 'method' || value.kind !== 'scalar') return entry;
  if (value.value === 'bayes') return { ...entry, value: scalarAt(value.spot, BAYES) };
  if (value.value !== CUSTOM) return entry;
  const ours = hasSeveral ? SEVERAL : BAYES;
  book.warn(
    value.spot,
    `\`${CUSTOM}\` of a W&B sweep is searched by \`${ours}\` here: write another method for another`,
  );
  return { ...entry, value: scalarAt(value.spot, ours) };
}

/** `run_cap` becomes `trials`, unless `trials` is there already. */
export function wandbTrials(root: MapNode, book: ComplaintBook): MapNode {
  const cap = entryOf(root, 'run_cap');
  const entries = root.entries.filter((entry) => entry !== cap);
  const hasTrials = entryOf(root, 'trials') !== undefined;
  if (cap !== undefined) {
    if (!hasTrials) return { ...root, entries: [...entries, { ...cap, key: 'trials' }] };
    book.warn(cap.keySpot, '`run_cap` of a W&B sweep is ignored: `trials` is there as well');
    return { ...root, entries };
  }
  const method = entryOf(root, 'method');
  const isGrid = method?.value.kind === 'scalar' && method.value.value === 'grid';
  if (hasTrials || method === undefined || isGrid) return root;
  const { spot } = method.value;
  book.warn(
    spot,
    `a W&B sweep without \`run_cap\` has no end: ${ENDLESS_TRIALS} trials are taken, write run_cap or \`--set trials=27\` for others`,
  );
  const trials = entryAt(spot, 'trials', scalarAt(spot, ENDLESS_TRIALS));
  return { ...root, entries: [...entries, trials] };
}
