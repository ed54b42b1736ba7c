// A Markdown table (GitHub's dialect). No cell can end its column, its row or the table.

import type { Leaderboard } from '../leaderboard.js';
import { cellText, type ExportOptions, exportColumns } from './export-table.js';

export function markdownExport(leaderboard: Leaderboard, options: ExportOptions = {}): string {
  const columns = exportColumns(leaderboard, options);
  const lines = [
    line(columns.map(({ name }) => name)),
    line(columns.map(() => '---')),
    ...leaderboard.rows.map((row) => line(columns.map(({ cell }) => cellText(cell(row))))),
  ];
  return `${lines.join('\n')}\n`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\|`*[\]]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
