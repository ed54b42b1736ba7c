// `trial_memory:` in bytes, and what to say of an amount that is none.

import type { ComplaintBook } from '../complaint-book.js';
import { bytesOf } from '../schema/byte-size.js';
import { checkNode, type Remedy } from '../schema/check-node.js';
import { plainSections } from '../schema/section-schema.js';
import type { SourceNode } from '../source/source-node.js';

/** 512M, 2 Gi */
const WITHOUT_B = /^\d+(?:\.\d+)? ?[kmgt]i?$/i;

const remedy: Remedy = (_, node) => {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return null;
  if (WITHOUT_B.test(node.value)) return `write ${node.value}B`;
  return bytesOf(node.value) === null ? 'write 512MB' : 'choose a value within these bounds';
};

/** Undefined where it was not given, or not well: the book then says why. */
export function readTrialMemory(
  node: SourceNode | undefined,
  book: ComplaintBook,
): number | undefined {
  if (node === undefined) return undefined;
  const written = checkNode(plainSections.trial_memory, node, book, remedy);
  return written === undefined ? undefined : bytesOf(written)!;
}
