// How many epochs: W&B has no such key. A parameter of that name says it, else the longest band of
// `early_terminate`, else a number is taken and told.

import { exp } from '../../vocabulary/deterministic-math.js';
import type { ComplaintBook } from '../complaint-book.js';
import { entryOf, type MapEntry, type MapNode, type SourceNode } from '../source/source-node.js';
import { entryAt, numberAt, scalarAt } from './made-nodes.js';

/** Where nothing says how long to train. */
const USUAL_EPOCHS = 27;

const RANGES = new Set([
  'uniform',
  'int_uniform',
  'q_uniform',
  'log_uniform_values',
  'q_log_uniform_values',
  'inv_log_uniform_values',
]);

const EXPONENTS = new Set(['log_uniform', 'q_log_uniform']);

/**
 * `epochs` from a parameter of W&B: its value, or the largest of several, since every trial is measured
 * after each of its epochs and its best one speaks for it.
 * @returns null where the parameter does not say how many at most
 */
export function epochsFromParameter(
  name: string,
  { keySpot, value }: MapEntry,
  book: ComplaintBook,
): MapEntry | null {
  const constant = value.kind === 'scalar' ? value : entryOf(value, 'value')?.value;
  if (constant !== undefined) return entryAt(keySpot, 'epochs', constant);
  const largest = largestOf(value);
  if (largest === null) return null;
  book.warn(
    keySpot,
    `\`${name}\` has several values: every trial is trained for the largest, ${largest}, and is ranked by its best epoch up to then`,
  );
  return entryAt(keySpot, 'epochs', scalarAt(value.spot, largest));
}

function largestOf(node: SourceNode): number | null {
  const list = node.kind === 'list' ? node : entryOf(node, 'values')?.value;
  if (list?.kind === 'list') {
    const numbers = list.items.map((item) => (item.kind === 'scalar' ? Number(item.value) : NaN));
    const largest = Math.max(...numbers);
    return Number.isFinite(largest) ? largest : null;
  }
  const named = entryOf(node, 'distribution')?.value;
  const distribution = named?.kind === 'scalar' ? named.text : '';
  const isOfExponents = EXPONENTS.has(distribution);
  if (named !== undefined && !isOfExponents && !RANGES.has(distribution)) return null;
  const max = numberAt(node, 'max');
  const largest = max !== null && isOfExponents ? exp(max) : max;
  return largest === null || !Number.isFinite(largest) ? null : Math.floor(largest);
}

/** @returns `epochs`, where neither the definition nor one of its parameters has them */
export function epochsOf(
  written: MapNode,
  translated: MapNode,
  book: ComplaintBook,
): readonly MapEntry[] {
  if (entryOf(translated, 'epochs') !== undefined) return [];
  const bands = entryOf(written, 'early_terminate');
  const longest = bands === undefined ? null : numberAt(bands.value, 'max_iter');
  const spot = longest === null ? written.spot : bands!.value.spot;
  const epochs = longest ?? USUAL_EPOCHS;
  const why = longest === null ? 'a W&B sweep says not how long to train' : 'max_iter is';
  book.warn(
    spot,
    longest === null
      ? `${why}: ${epochs} epochs are taken, add --set epochs=${epochs} or a key \`epochs\` for others`
      : `${why} ${epochs}: so many epochs are taken, add --set epochs=${epochs} or a key \`epochs\` for others`,
  );
  return [entryAt(spot, 'epochs', scalarAt(spot, epochs))];
}
