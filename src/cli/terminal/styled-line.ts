// A line of differently coloured pieces that is cut by columns before it is coloured, so that it never
// wraps and never loses the end of a colour.

import { fitted, textWidth } from './text-width.js';

export interface Piece {
  readonly text: string;
  readonly style?: (text: string) => string;
}

export type Line = readonly (Piece | string)[];

/** @param columns null: as long as it is */
export function lineText(line: Line, columns: number | null): string {
  let left = columns ?? Number.POSITIVE_INFINITY;
  let result = '';
  for (const piece of line) {
    const { text, style } = typeof piece === 'string' ? { text: piece } : piece;
    const shown = fitted(text, left);
    result += style === undefined ? shown : style(shown);
    if (shown !== text) break;
    left -= textWidth(text);
  }
  return result;
}
