// What counts as a number in a cell (1, -2.5, 1e-3), and the advice for what nearly is one.

import { shownName } from '../shown.js';

/** Text as it was written, or the number of a format that has numbers; '' and NaN are empty. */
export type Cell = string | number;

const X = 0x78;
const B = 0x62;
const O = 0x6f;

/** The number that a trimmed cell holds; NaN for text, an infinity for `Infinity` and `1e400`. */
export function numberIn(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  // Number() would also read 0x1f, 0b1 and 0o7, which a person means as text.
  const second = cell.charCodeAt(1) | 0x20;
  if (second === X || second === B || second === O) return Number.NaN;
  return cell === '' ? Number.NaN : Number(cell);
}

/**
 * What to do about a cell that looks like a number or a missing value in the wrong spelling; null for
 * any other text, which is a level of a categorical column.
 */
export function adviceForSpelling(cell: string): string | null {
  if (/^[+-]?\d[\d., _']*\d$/.test(cell)) {
    return 'numbers are written like 1234.5, with a decimal point and without separators';
  }
  if (/^(nan|na|n\/a|#n\/a|null|none|nil|\?|-+|\.|missing|unknown)$/i.test(cell)) {
    return 'if it stands for a missing value, leave the cell empty, and say under data.missing what to put there';
  }
  if (/^[+-]?(inf|infinity|\d[\d.]*e\+?\d+)$/i.test(cell)) {
    return 'mend the cell, or leave it empty and write data.missing: median or drop';
  }
  return null;
}

/** What to do about a cell of a feature column that is spelled like no number, and like no level. */
export function adviceForFeature(cell: string, column: string): string {
  const advice = adviceForSpelling(cell) ?? 'mend the cell';
  return `${advice}; where it is a level like others, put ${shownName(column)} under data.categorical_columns`;
}
