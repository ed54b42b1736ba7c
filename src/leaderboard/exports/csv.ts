// CSV: quoted as RFC 4180 says, lines end with a line feed. Text that a spreadsheet would run as a
// formula is led by an apostrophe; numbers are never touched.

import type { Leaderboard } from '../leaderboard.js';
import { type Cell, cellText, type ExportOptions, exportColumns } from './export-table.js';

export function csvExport(leaderboard: Leaderboard, options: ExportOptions = {}): string {
  const columns = exportColumns(leaderboard, options);
  const lines = [columns.map(({ name }) => csvCell(name)).join(',')];
  for (const row of leaderboard.rows) {
    lines.push(columns.map(({ cell }) => csvCell(cell(row))).join(','));
  }
  return `${lines.join('\n')}\n`;
}

function csvCell(cell: Cell): string {
  const text = typeof cell === 'string' ? harmless(cell) : cellText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
