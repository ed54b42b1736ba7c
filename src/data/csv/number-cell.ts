// What counts as a number in a cell (1, -2.5, 1e-3), and the advice for what nearly is one.

import { shownName } from '../shown.js';

const X = 0x78;
const B = 0x62;
const O = 0x6f;

/** The number that a trimmed cell holds; NaN for text, an infinity for `Infinity` and `1e400`. */
export function numberIn(cell: string): number {
  // Number() would also read 0x1f, 0b1 and 0o7, which a person means as text.
  const second = cell.charCodeAt(1) | 0x20;
  if (second === X || second === B || second === O) return Number.NaN;
  return cell === '' ? Number.NaN : Number(cell);
}

/** What to do about a cell of a number column that holds something else. */
export function adviceForCell(cell: string, column: string): string {
  if (/^[+-]?\d[\d., _']*\d$/.test(cell)) {
    return 'numbers are written like 1234.5, with a decimal point and without separators';
  }
  if (/^(nan|na|n\/a|#n\/a|null|none|nil|\?|-+|\.|missing|unknown)$/i.test(cell)) {
    return 'if it stands for a missing value, leave the cell empty';
  }
  if (/^[+-]?(inf|infinity|\d[\d.]*e\+?\d+)$/i.test(cell)) {
    return 'mend the cell, or leave it empty and write data.missing: drop';
  }
  return `text is not a feature yet: put ${shownName(column)} under data.ignore, or mend the cell`;
}
