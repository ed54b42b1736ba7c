// Text that is legal as text and yet looks like a number: a column 0,5 or a sweep named 1_000.

import type { ComplaintBook } from '../complaint-book.js';
import { nodeAt, quoted, type SourceNode } from '../source/source-node.js';
import { numberLikeText } from './number-like-text.js';

/** Where text may stand; everywhere else a number in disguise is an error already. */
const TEXT_PLACES = [['name'], ['description'], ['data', 'file'], ['data', 'target']];

function lintText(node: SourceNode | undefined, book: ComplaintBook): void {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || node.quoted) return;
  const misread = numberLikeText(node.value);
  if (misread === null) return;
  book.warn(
    node.spot,
    `expected text, found ${quoted(node.value)}, which looks like a number and was read as text: write ${misread.number}, ${misread.how}, if a number is meant, and put it in quotes if not`,
  );
}

export function lintTexts(root: SourceNode, book: ComplaintBook): void {
  for (const path of TEXT_PLACES) lintText(nodeAt(root, path), book);
  const ignore = nodeAt(root, ['data', 'ignore']);
  if (ignore?.kind === 'list') for (const item of ignore.items) lintText(item, book);
}
