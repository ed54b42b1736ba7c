// Lines that begin with a word in the margin: what `best`, `show`, `status` and `check` are made of.

import type { Terminal } from './terminal.js';
import { fitted, padded, textWidth } from './text-width.js';

/** A word, and one or more printable lines beside it; an empty word goes on with the one above. */
export type Labelled = readonly [label: string, ...lines: readonly string[]];

export function labelledLines(
  entries: readonly Labelled[],
  { columns, colours }: Pick<Terminal, 'columns' | 'colours'>,
): string {
  const margin = Math.max(0, ...entries.map(([label]) => textWidth(label))) + 2;
  const room = columns === null ? Number.POSITIVE_INFINITY : columns - margin - 3;
  const lines = entries.flatMap(([label, ...texts]) =>
    texts.map((text, i) => {
      const word = colours.dim(padded(i === 0 ? label : '', margin));
      return `  ${word}${fitted(text, room)}`;
    }),
  );
  return lines.join('\n');
}

/** Names and what belongs to them, one pair in a line, the second parts below each other. */
export function alignedPairs(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...pairs.map(([name]) => textWidth(name)));
  return pairs.map(([name, text]) => `${padded(name, width)}  ${text}`);
}
