// `duplicates: true` is about draws: beside a method that has no draws it would change nothing.

import type { ComplaintBook } from '../complaint-book.js';
import type { SourceNode } from '../source/source-node.js';

export function checkDuplicates(
  node: SourceNode | undefined,
  {
    duplicates,
    method,
  }: { readonly duplicates?: boolean | undefined; readonly method?: string | undefined },
  book: ComplaintBook,
): void {
  if (node === undefined || duplicates !== true || (method !== 'grid' && method !== 'list')) return;
  book.error(
    node.spot,
    `expected \`duplicates\` with a method that draws, found method: ${method}, which visits each configuration once: remove it`,
  );
}
